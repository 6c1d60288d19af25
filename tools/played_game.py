"""A school whose three classes have played a live quiz, made through the services: for pictures
of what a teacher sees afterwards.
"""

import random
from dataclasses import dataclass

from edu_core.domain.game_commands import (
    AskAgain,
    EndEarly,
    Next,
    Reveal,
    ShowStandings,
    Start,
    Void,
)
from edu_core.domain.game_commands import SubmitAnswer as Answer
from edu_core.domain.game_state import Game, GameRules, Phase, TeamMode
from edu_core.domain.interaction import Choose, Chosen, Response
from edu_core.domain.items.base import Band
from edu_core.domain.people import Classroom, Person
from edu_core.services.classes import RosterRow, Slip, create_classroom, get_roster, import_roster
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest, perform
from edu_core.services.games import create_game, host_command, submit_answers

CLASSES = ("初二（1）班", "初二（2）班", "初二（3）班")
PUPILS = 45
GUESTS = 6

_EASE = (0.3, 0.2, -0.1, 0.2, -0.25, 0.1, 0.25, -0.3, 0.15)
"""How much easier or harder each question is than the players are able, one after the other."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高"
_GIVEN = ("子涵", "雨桐", "浩然")


@dataclass(frozen=True)
class PlayedGame:
    """The classes, the slips of the first class, and the game."""

    rooms: tuple[Classroom, ...]
    slips: tuple[Slip, ...]
    game: Game


def play(edu: Edu, teacher: Person, quiz_id: str = "disguised-drugs") -> PlayedGame:
    """Three classes of 45 with a few guests play a whole quiz; one question is asked again, one
    is voided.
    """
    rooms, slips = _classes(edu, teacher)
    rules = GameRules(team_mode=TeamMode.CLASS, teams=CLASSES, streaks=True)
    game = create_game(edu, teacher, quiz_id, rules).game
    requests = [
        JoinRequest("", person_id=pupil.person_id)
        for room in rooms
        for pupil in get_roster(edu, teacher, room.id)
    ]
    requests += [JoinRequest(f"客人{number + 1}", CLASSES[number % 3]) for number in range(GUESTS)]
    game = perform(edu, game.id, requests).game
    chance = random.Random(quiz_id)
    abilities = {player.id: chance.gauss(0.62, 0.15) for player in game.active}
    game = host_command(edu, teacher, game.id, Start()).game
    asked_again = False
    while game.phase is not Phase.FINISHED:
        game = _answered(edu, game, abilities, chance)
        if game.phase is Phase.QUESTION:
            game = host_command(edu, teacher, game.id, Reveal(game.place)).game
        if game.place == 2 and not asked_again:
            asked_again = True
            game = host_command(edu, teacher, game.id, AskAgain(game.place)).game
            continue
        game = host_command(edu, teacher, game.id, ShowStandings(game.place)).game
        game = host_command(edu, teacher, game.id, Next(game.place)).game
    game = host_command(edu, teacher, game.id, EndEarly()).game
    return PlayedGame(rooms, slips, host_command(edu, teacher, game.id, Void(1)).game)


def _classes(edu: Edu, teacher: Person) -> tuple[tuple[Classroom, ...], tuple[Slip, ...]]:
    names = [surname + given for given in _GIVEN for surname in _SURNAMES]
    rows = [RosterRow(name) for name in names[:PUPILS]]
    rooms: list[Classroom] = []
    slips: list[Slip] = []
    for name in CLASSES:
        room = create_classroom(edu, teacher, name, Band.JUNIOR)
        printed = import_roster(edu, teacher, room.id, rows)
        slips = slips or printed
        rooms.append(room)
    return tuple(rooms), tuple(slips)


def _answered(edu: Edu, game: Game, abilities: dict[str, float], chance: random.Random) -> Game:
    """Nearly everybody answers; how many are right depends on the question and on the player."""
    ease = _EASE[game.place % len(_EASE)]
    batch: list[Answer] = []
    for name, ability in abilities.items():
        if chance.random() > 0.05:
            given = _response(game, chance.random() < ability + ease, chance)
            batch.append(Answer(name, game.place, given, edu.now(), f"{name}-{game.place}"))
    return submit_answers(edu, game.id, batch, game)[0].game


def _response(game: Game, right: bool, chance: random.Random) -> Response:
    """The right response as the phones show it, or something else of the same kind."""
    current = game.round
    assert current is not None
    sheet = game.sheets[current.item_id]
    key = sheet.item.correct_response()
    assert key is not None
    shown, good = sheet.concealed.shown, sheet.shown(key)
    if right:
        return good
    if isinstance(shown, Choose):
        names = [part.id for part in shown.options]
        most = len(names) - 1 if shown.multiple else 1
        return Chosen(options=tuple(sorted(chance.sample(names, chance.randint(1, most)))))
    return _disordered(good, chance)


def _disordered(good: Response, chance: random.Random) -> Response:
    match good.gesture:
        case "arrange":
            order = list(good.order)
            chance.shuffle(order)
            return good.model_copy(update={"order": tuple(order)})
        case "pair":
            partners = list(good.pairs.values())
            chance.shuffle(partners)
            return good.model_copy(update={"pairs": dict(zip(good.pairs, partners, strict=True))})
        case "fill":
            return good.model_copy(update={"texts": dict.fromkeys(good.texts, "不知道")})
        case _:
            return good
