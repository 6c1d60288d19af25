"""The longest words clip nothing and cover nothing: shared screen, phone, host's page."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from edu_core.domain.game_commands import (
    Discuss,
    EndEarly,
    Next,
    Remove,
    Reveal,
    ShowStandings,
    Start,
    Void,
)
from edu_core.domain.game_state import Game, Phase
from tests.browser.longest import (
    LONG_NAME,
    SLIDES,
    asked,
    every_screen,
    game_of,
    players,
    then,
    voted,
)
from tests.browser.stand_in import come, host_view, screen_view, tell, view
from tests.unit.domain.games import answer, done, lobby

pytestmark = pytest.mark.xdist_group("live-pages")

PROJECTORS = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})
NARROW = 360

CLIPPED = """() => [...document.querySelectorAll('main *, .top :not(.title)')].filter(node => {
    const hidden = getComputedStyle(node).overflow !== 'visible';
    const box = node.getBoundingClientRect();
    return node.getClientRects().length && ((hidden && (node.scrollHeight > node.clientHeight + 2
                       || node.scrollWidth > node.clientWidth + 2))
        || box.bottom > innerHeight + 1 || box.right > innerWidth + 1
        || getComputedStyle(node).display !== 'inline'
           && box.top < node.parentElement.getBoundingClientRect().top - 1);
}).map(node => node.className || node.tagName)"""

COVERED = """() => {
  const boxes = selector => [...document.querySelectorAll(selector)]
    .filter(node => node.getClientRects().length).map(node => node.getBoundingClientRect());
  const meet = (one, two) => one.left < two.right - 1 && two.left < one.right - 1
    && one.top < two.bottom - 1 && two.top < one.bottom - 1;
  const found = [];
  for (const row of document.querySelectorAll('.option, .ranks li')) {
    const words = [...row.querySelectorAll('.words, .share, .name, .points')];
    for (const bar of row.querySelectorAll('.fill'))
      if (words.some(node => meet(node.getBoundingClientRect(), bar.getBoundingClientRect())))
        found.push(bar.className);
  }
  const top = boxes('.top > *');
  top.forEach((one, place) => { if (top.some((two, other) => other > place && meet(one, two)))
    found.push('top'); });
  const main = boxes('main > *');
  main.forEach((one, place) => { if (main.some((two, other) => other > place && meet(one, two)))
    found.push('main'); });
  return found;
}"""
"""Bars that touch words, and what of the header or of the columns lies over one another."""

WIDER = """() => [...document.querySelectorAll('main *, .foot *, .bar *')].filter(node =>
    node.getBoundingClientRect().right > innerWidth + 1
    || node.scrollWidth > node.clientWidth + 2 && getComputedStyle(node).overflow === 'visible'
        && getComputedStyle(node).display !== 'inline'
).map(node => node.className || node.tagName)"""

SMALL = """() => [...document.querySelectorAll('button, a, summary, input')].filter(node =>
    node.getClientRects().length && node.getBoundingClientRect().height < 43.5
).map(node => node.textContent)"""


def drawn(page: Page, game: Game) -> None:
    """Let the page draw this game anew; the pictures are there when this returns."""
    tell(page, screen_view(game))
    page.evaluate("window.dispatchEvent(new Event('resize'))")
    if game.slides.shown:
        title = SLIDES[game.slides.place].slide.title
        expect(page.locator(".slide h1")).to_have_text(title)
    page.evaluate("Promise.all([...document.querySelectorAll('main img')].map(i => i.decode()))")


@pytest.mark.parametrize("size", PROJECTORS, ids=["1280", "1920"])
def test_the_longest_words_clip_and_cover_nothing_on_a_projector(
    context: BrowserContext, size: dict[str, int]
) -> None:
    page, shown = come(context, "/screen"), set[Phase]()
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for name, game in every_screen():
        drawn(page, game)
        assert page.evaluate(CLIPPED) == [], name
        assert page.evaluate(COVERED) == [], name
        shown.add(game.phase)
    assert shown == set(Phase)


def test_the_first_on_the_podium_stands_highest_whatever_the_names_are(
    context: BrowserContext,
) -> None:
    told = then(voted(then(game_of(9), Start())), Reveal(0))
    podium = then(told, EndEarly())
    teams = screen_view(podium)
    names = [*players(3)]
    for rank, row in enumerate(teams["view"]["standings"]["teams"], start=1):
        row.update(rank=rank, team="甲" if rank == 2 else names[rank - 1])
    page = come(context, "/screen")
    page.set_viewport_size(PROJECTORS[0])  # type: ignore[arg-type]
    tell(page, teams)
    height = {
        rank: page.locator(f".step.r{rank} .block").evaluate("node => node.offsetHeight")
        for rank in (1, 2, 3)
    }
    assert height[1] > height[2] > height[3] > 0


def longest_phones() -> Iterator[Game]:
    """A game in every phase and gesture for a player with a long name."""
    waiting = lobby(*players(2), asked=asked(image=True))
    first = next(iter(waiting.players.values()))
    me = replace(first, id="李雷", nickname=f"{LONG_NAME}是我的")
    game = replace(waiting, players={**waiting.players, "李雷": me})
    yield game
    game = then(game, Start())
    yield then(game, Remove("李雷"))
    for number in range(3):
        yield game
        saved = done(game, answer(game, "李雷", 5))[0]
        yield saved
        yield then(game, Discuss(number))
        yield then(saved, Discuss(number))
        told = then(saved, Reveal(number))
        yield told
        yield then(told, Void(number))
        yield then(told, ShowStandings(number))
        game = then(told, Next(number))
    yield game  # the end


def test_the_longest_words_fit_a_narrow_phone(context: BrowserContext) -> None:
    page = come(context)
    for number, game in enumerate(longest_phones()):
        tell(page, {"view": {**view(game)["view"], "version": number}})
        expect(page.locator("main h1")).to_be_visible()
        assert page.evaluate(WIDER) == [], (number, game.phase)
        assert page.evaluate(SMALL) == [], (number, game.phase)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW


def test_the_longest_words_fit_the_host_with_a_phone_or_a_laptop(context: BrowserContext) -> None:
    page = come(context, "/host")
    for number, (name, game) in enumerate(every_screen()):
        waiting = {"1234": next(iter(game.players))} if game.players else {}
        message = host_view(replace(game, claims=waiting))
        for size in ({"width": NARROW, "height": 740}, {"width": 1366, "height": 768}):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            tell(page, {"view": {**message["view"], "version": number}})
            assert page.evaluate(WIDER) == [], (name, size)
            assert page.evaluate(SMALL) == [], (name, size)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
