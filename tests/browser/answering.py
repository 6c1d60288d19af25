"""Answering questions as a pupil does: by reading the page and touching what is on it."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from edu_core.content.library import ContentStore
from edu_core.domain.interaction import (
    Arranged,
    Choose,
    Chosen,
    Filled,
    Pair,
    Paired,
    Walked,
    Written,
)
from edu_core.domain.items import Item
from edu_core.domain.quiz import Quiz
from tools.server import ROOT

LIBRARY = ContentStore(ROOT).library()
TODAY = datetime.now(UTC).date()


def settled(page: Page) -> None:
    """Wait until the page has taken over everything of its latest run."""
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            return app && app.dataset.testScriptState !== "running"
                && !document.querySelector('[data-stale="true"]');
        }"""
    )


def item_on(page: Page, quiz: Quiz) -> Item:
    """The question whose stem stands on the page."""
    settled(page)
    heading = page.locator('[class*="st-key-stem"] h4')
    expect(heading).to_be_visible()
    stem = heading.inner_text()
    return next(item for item in quiz.items if item.stem == stem)


def fill_in_rightly(page: Page, item: Item) -> None:
    """Put the right response into the page without submitting it."""
    right = item.correct_response() or Written(
        text="把危险告诉大人，是在保护朋友，不是背叛。我陪你去。"
    )
    interaction = item.interaction()
    match right:
        case Chosen():
            assert isinstance(interaction, Choose)
            texts = [part.text for part in interaction.options if part.id in right.options]
            kind = "stCheckbox" if interaction.multiple else "stRadio"
            for text in texts:
                page.get_by_test_id(kind).locator("label", has_text=text).last.click()
        case Arranged():
            for place, name in enumerate(right.order):
                text = next(part.text for part in interaction.parts if part.id == name)  # type: ignore[union-attr]
                row = page.locator(".part", has=page.get_by_text(text, exact=True))
                if row.locator(".number").inner_text() != str(place + 1):
                    row.locator(".grip").click()
                    page.locator(".part").nth(place).locator(".text").click()
        case Paired():
            assert isinstance(interaction, Pair)
            left = {part.id: part.text for part in interaction.left}
            group = {part.id: part.text for part in interaction.right}
            for one, other in right.pairs.items():
                page.locator(".tray .chip", has=page.get_by_text(left[one], exact=True)).click()
                head = page.locator(".head", has_text=group[other])
                page.locator(".slot").filter(has=head).locator(".head").click()
        case Filled():
            for place, text in enumerate(right.texts.values()):
                page.get_by_test_id("stTextInput").nth(place).locator("input").fill(text)
        case Written():
            page.locator("textarea").fill(right.text)
        case Walked():
            raise AssertionError("a scene is walked step by step")


def walk_scene(page: Page, item: Item) -> None:
    """Take the best way through a scene, one step after the other."""
    right, scene = item.correct_response(), item.interaction()
    assert isinstance(right, Walked)
    assert scene.gesture == "branch"
    met = scene.walk(right.path)
    assert met is not None
    for node, step in zip(met, right.path, strict=False):
        text = next(choice.text for choice in node.choices if choice.id == step)
        page.get_by_role("button", name=text).click()
        expect(page.get_by_role("button", name=text)).to_have_count(0)
    page.get_by_role("button", name="走到这里了").click()


def answer(page: Page, quiz: Quiz) -> Item:
    """Answer the question on the page rightly and submit it."""
    item = item_on(page, quiz)
    if item.kind == "scenario":
        walk_scene(page, item)
    else:
        fill_in_rightly(page, item)
        page.get_by_role("button", name="提交答案").click()
    return item
