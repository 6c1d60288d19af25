"""A live quiz with the longest words that can be, in every phase: names of 60 signs, a question of
120 signs with six long options, an explanation of 300, slides as full as they are cut.
"""

from collections.abc import Iterator
from dataclasses import replace

from edu_core.domain.game_commands import (
    Adjust,
    AskAgain,
    Command,
    Discuss,
    EndEarly,
    Next,
    Pause,
    Reveal,
    ShowStandings,
    Start,
    Void,
)
from edu_core.domain.game_state import Game, GameRules, Podium, TeamMode
from edu_core.domain.game_state import Slides as SlidesOn
from edu_core.domain.interaction import Chosen, Response
from edu_core.domain.items import Item
from edu_core.domain.lesson import Illustration
from edu_core.domain.quiz import Quiz
from edu_core.domain.slides import MOST_CHARACTERS, Slide
from edu_core.services.game_slides import OpenSlide
from tests.unit.domain.games import answer, done, lobby, quiz, right

PICTURE = "lessons/long/picture.svg"
STEM = "很长的题干" * 24
LONG_NAME = "名" * 57
"""With three more signs to tell one from another."""

TEAMS = tuple(f"{'队' * 59}{sign}" for sign in "甲乙丙")


def picture() -> str:
    """A picture of the shape that those of the lessons have."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400">'
        '<rect width="640" height="400" fill="#B4161B"/></svg>'
    )


def asked(*, image: bool) -> Quiz:
    """Two questions with six long options, and one of each other gesture a screen can show."""
    options = [{"text": f"第{n}个" + "选项很长" * 9, "correct": n == 1} for n in range(1, 7)]
    common = {"stem": STEM, "points": 1, "explanation": "解析说明理由。" * 43}
    common |= {"image": PICTURE} if image else {}
    choice = {"kind": "single_choice", "options": options, **common}
    parts = [f"第{n}步" + "这一步很长" * 4 for n in range(1, 7)]
    pairs = [{"left": text, "right": text[::-1]} for text in parts]
    return quiz(
        choice,
        {"kind": "ordering", "order": parts, **common},
        {"kind": "matching", "pairs": pairs, **common},
    )


def _check() -> Item:
    return asked(image=False).items[0]


_ILLUSTRATION = Illustration(path=PICTURE, alt="图", caption="图下面的一句话" * 6)
_TITLE = "很长的小标题" * 5
SLIDES = (
    OpenSlide(Slide("很长的课名" * 4, markdown="摘要" * 40, opening=True), False),
    OpenSlide(Slide(_TITLE, markdown="字" * MOST_CHARACTERS), False),
    OpenSlide(Slide(_TITLE, points=("你能做到的一件事，写得很长很长" * 2,) * 6), False),
    OpenSlide(Slide(_TITLE, illustration=_ILLUSTRATION), False),
    OpenSlide(Slide(_TITLE, check=_check()), False),
    OpenSlide(Slide(_TITLE, check=_check()), True),
)


def players(count: int) -> list[str]:
    """So many players with long names, in three teams with long names."""
    return [f"{LONG_NAME}{n:03}@{TEAMS[n % 3]}" for n in range(count)]


def game_of(count: int, *, image: bool = False, podium: Podium = Podium.TEAMS) -> Game:
    """A lobby with so many players."""
    rules = GameRules(team_mode=TeamMode.NAMED, teams=TEAMS, close_when_all=False, podium=podium)
    return lobby(*players(count), rules=rules, asked=asked(image=image))


def voted(game: Game) -> Game:
    """Everybody has answered; the longer they are here, the more rightly."""
    key = right(game)
    for number, name in enumerate(game.players):
        given: Response = key
        if isinstance(key, Chosen) and number % 3 == 2:
            given = Chosen(options=("o2" if "o1" in key.options else "o1",))
        game = done(game, answer(game, name, 5, response=given))[0]
    return game


def then(game: Game, *commands: Command) -> Game:
    """The game after these commands."""
    return done(game, *commands, seconds=10)[0]


def _rounds(image: bool) -> Iterator[tuple[str, Game]]:
    """A question, its discussion, both votes, and each other gesture open and answered."""
    question = voted(then(game_of(9, image=image), Start()))
    yield "question", question
    yield "paused", then(question, Pause())
    told = then(question, Reveal(0))
    yield "reveal", told
    yield "voided", then(told, Void(0))
    talk = then(question, Discuss(0))
    yield "discussion", talk
    again = voted(then(talk, AskAgain(0)))
    yield "asked again", again
    game = then(again, Reveal(1))
    yield "both votes", game
    for number, gesture in ((2, "ordering"), (3, "matching")):
        game = voted(then(game, Next(number - 1)))
        yield gesture, game
        game = then(game, Reveal(number))
        yield f"{gesture} told", game


def every_screen() -> Iterator[tuple[str, Game]]:
    """Every state of the shared screen by its name."""
    for count in (0, 8, 40, 200):
        yield f"lobby of {count}", game_of(count)
    for image in (False, True):
        yield from ((f"{name}, picture {image}", game) for name, game in _rounds(image))
    told = then(voted(then(game_of(9), Start())), Reveal(0))
    yield "standings", then(told, ShowStandings(0))
    yield "half-time", then(told, Adjust(standings_shown=False), ShowStandings(0), Pause())
    yield "podium of teams", then(told, EndEarly())
    yield "podium of players", then(told, Adjust(podium=Podium.PLAYERS), EndEarly())
    yield "no podium", then(told, Adjust(standings_shown=False), EndEarly())
    for place, opened in enumerate(SLIDES):
        slides = SlidesOn(place=place, shown=True, revealed=opened.revealed)
        yield f"slide {place}", replace(game_of(3), slides=slides)
