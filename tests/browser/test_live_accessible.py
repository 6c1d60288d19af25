"""Every look of the pages of a live quiz, light and dark: axe finds nothing serious, and whatever
is asked can be answered with the keyboard.
"""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from edu_core.domain.game_commands import (
    Adjust,
    AskClaim,
    Command,
    Discuss,
    EndEarly,
    Pause,
    Remove,
    Reveal,
    ShowSlide,
    ShowStandings,
    Start,
)
from edu_core.domain.game_state import Game, GameRules, Podium, TeamMode, playable
from edu_core.domain.game_views import view_for_host, view_for_player, view_for_screen
from edu_core.domain.items import KINDS
from edu_core.live.room import text_of
from tests.browser.accessible import require_accessible_while_time_stands
from tests.browser.halls import LAPTOP, PHONE, SCREEN
from tests.browser.stand_in import JOINING, come, only_light, tell
from tests.unit.domain.games import answer, at, done, lobby, quiz

pytestmark = pytest.mark.xdist_group("live-pages")

TEAMS = ("一队", "二队")
PEOPLE = tuple(
    f"{name}@{TEAMS[place % 2]}" for place, name in enumerate(["李雷", "韩梅梅", "赵一"])
)
RULES = GameRules(team_mode=TeamMode.NAMED, teams=TEAMS, streaks=True, close_when_all=False)


def looks() -> dict[str, Game]:
    """A game in every phase, and in what may befall it there."""
    waiting = lobby(*PEOPLE, rules=RULES)
    asked = done(waiting, Start())[0]
    answered = done(asked, answer(asked, "李雷", 5), seconds=5)[0]

    def then(game: Game, *commands: Command) -> Game:
        return done(game, *commands, seconds=6)[0]

    revealed = then(answered, Reveal(0))
    return {
        "lobby": waiting,
        "lobby with a second phone": then(waiting, AskClaim("李雷", "0471")),
        "question": asked,
        "saved": answered,
        "paused": then(asked, Pause()),
        "taken out": then(asked, Remove("李雷")),
        "discussion": then(answered, Discuss(0)),
        "reveal": revealed,
        "lesson": then(revealed, ShowSlide(0, 0)),
        "standings": then(revealed, ShowStandings(0)),
        "end": then(revealed, EndEarly()),
        "end with players": then(revealed, Adjust(podium=Podium.PLAYERS), EndEarly()),
    }


def shown(page: Page, view: dict[str, Any], number: int) -> None:
    """Let the page draw this, and look at it."""
    tell(page, {"view": {**json.loads(text_of(view)), "version": number}})
    expect(page.locator("main > *").first).to_be_visible()
    require_accessible_while_time_stands(page)


def test_every_look_of_a_phone_is_accessible(context: BrowserContext) -> None:
    page = come(context)
    for number, game in enumerate(looks().values()):
        shown(page, view_for_player(game, "李雷", at(7)), number)


def test_every_look_of_the_shared_screen_is_accessible(context: BrowserContext) -> None:
    page = come(context, "/screen")
    page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
    for number, game in enumerate(looks().values()):
        shown(page, view_for_screen(game, at(7)), number)


def test_every_look_of_the_hosts_page_is_accessible(context: BrowserContext) -> None:
    page = come(context, "/host")
    for number, (name, game) in enumerate(looks().items()):
        page.set_viewport_size(LAPTOP if number % 2 else PHONE)  # type: ignore[arg-type]
        shown(page, view_for_host(game, at(7)), number)
        if name == "lobby with a second phone":
            expect(page.get_by_text("0471").first).to_be_visible()


def test_every_way_to_join_is_accessible(context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install(time=0)
    for way in JOINING:
        page.goto(f"/join/{way}")
        expect(page.get_by_role("heading", name="加入现场赛")).to_be_visible()
        require_accessible_while_time_stands(page)


def questions() -> Sequence[dict[str, Any]]:
    """One question of every kind that phones can play."""
    samples = [{"kind": name, "points": 1, **kind.SAMPLE} for name, kind in KINDS.items()]
    return [one for one in samples if playable(quiz(one).items[0]).ok]


def test_every_kind_of_question_is_accessible_on_a_phone(context: BrowserContext) -> None:
    page, seen = come(context), set[str]()
    for number, one in enumerate(questions()):
        opened = done(lobby("李雷", "韩梅梅", asked=quiz(one)), Start())[0]
        view = view_for_player(opened, "李雷", at(7))
        shown(page, view, 2 * number)
        told = view_for_player(done(opened, Reveal(0))[0], "李雷", at(7))
        shown(page, told, 2 * number + 1)
        seen.add(view["question"]["interaction"]["gesture"])
    assert seen == {"choose", "arrange", "pair", "fill", "write"}


FOCUSED = (
    "() => document.activeElement.closest('main, .foot') ? document.activeElement.tagName : ''"
)
MOST_TABS = 80


@only_light
def test_every_kind_of_question_is_answered_with_the_keyboard_alone(
    context: BrowserContext,
) -> None:
    page = come(context)
    for number, one in enumerate(questions()):
        opened = done(lobby("李雷", "韩梅梅", asked=quiz(one)), Start())[0]
        view = view_for_player(opened, "李雷", at(7))
        tell(page, {"view": {**json.loads(text_of(view)), "version": number, "round": number}})
        submit = page.get_by_role("button", name="提交答案")
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused in ("INPUT", "TEXTAREA"):
                page.keyboard.type("18888")
            elif focused == "BUTTON":
                page.keyboard.press("Enter")
            if not submit.count():
                break
        assert page.get_by_text("正在保存").count() == 1, one["kind"]
        (answered,) = page.evaluate("sockets[0].sent.filter(one => one.do === 'answer')")
        tell(page, {"ack": answered["answer_id"]})
        page.evaluate("sockets[0].sent = []")
