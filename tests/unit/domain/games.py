"""A small quiz and a few steps that the tests of the live game share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from edu_core.domain.game import apply
from edu_core.domain.game_commands import Command, Event, Join, Start, SubmitAnswer
from edu_core.domain.game_state import Game, GameRules, new_game
from edu_core.domain.interaction import Chosen, Response
from edu_core.domain.quiz import Quiz

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

_COMMON: dict[str, Any] = {
    "topic": "drug-definition",
    "level": "apply",
    "band": "junior",
    "reviewed_on": "2026-11-24",
    "sources": [{"id": "anti-drug-law"}],
    "explanation": "解析只在公布以后出现。",
}


def quiz(*questions: dict[str, Any]) -> Quiz:
    """A quiz of these questions; of three where none are given."""
    asked = questions or (
        {
            "kind": "single_choice",
            "points": 2,
            "options": [{"text": text, "correct": text == "乙"} for text in "甲乙丙丁"],
        },
        {
            "kind": "multiple_choice",
            "points": 3,
            "options": [{"text": text, "correct": text in "甲乙"} for text in "甲乙丙丁"],
        },
        {"kind": "ordering", "points": 4, "order": ["一", "二", "三", "四"]},
    )
    items = [
        {**_COMMON, "id": f"q{number}", "stem": f"第 {number} 题", **question}
        for number, question in enumerate(asked)
    ]
    return Quiz.model_validate(
        {"id": "small", "title": "小测验", "band": "junior", "sections": [{"questions": items}]}
    )


def at(seconds: float) -> datetime:
    """A time so many seconds after the start."""
    return START + timedelta(seconds=seconds)


def lobby(*names: str, rules: GameRules | None = None, asked: Quiz | None = None) -> Game:
    """A lobby with players whose ids are their names; ``name@team`` plays for a team."""
    game = new_game(
        game_id=1,
        code="123456",
        quiz=asked or quiz(),
        rules=rules or GameRules(),
        seed="seed",
        host_id=1,
        now=START,
    )
    for name in names:
        player, _, team = name.partition("@")
        game, _ = apply(game, Join(player, player, team), START)
    return game


def started(*names: str, rules: GameRules | None = None, asked: Quiz | None = None) -> Game:
    """A game whose first question opened at ``START``."""
    return done(lobby(*names, rules=rules, asked=asked), Start())[0]


def done(game: Game, *commands: Command, seconds: float = 0) -> tuple[Game, tuple[Event, ...]]:
    """The game after these commands, all at the same time, and the events of the last."""
    events: tuple[Event, ...] = ()
    for command in commands:
        game, events = apply(game, command, at(seconds))
    return game, events


def right(game: Game, place: int | None = None) -> Response:
    """The right response to a round as the screens show it."""
    sheet = game.sheets[game.rounds[game.place if place is None else place].item_id]
    key = sheet.item.correct_response()
    assert key is not None
    return sheet.shown(key)


def wrong(game: Game) -> Response:
    """A wrong response to the open single-choice question."""
    shown = right(game)
    assert isinstance(shown, Chosen)
    name = next(name for name in ("o1", "o2") if name not in shown.options)
    return Chosen(options=(name,))


def answer(
    game: Game,
    player: str,
    seconds: float,
    *,
    response: Response | None = None,
    place: int | None = None,
    answer_id: str = "",
    delay: float = 0.0,
) -> SubmitAnswer:
    """An answer (the right one by default) that arrived so many seconds after the start."""
    number = game.place if place is None else place
    shown = response or right(game, number)
    return SubmitAnswer(
        player, number, shown, at(seconds), answer_id or f"{player}-{number}", delay
    )


def points(game: Game, player: str) -> float:
    """What this player has after the closed rounds."""
    return game.table[player].points
