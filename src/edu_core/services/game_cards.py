"""A class answers in a live game with cards: read, seen through, corrected by hand, taken in.

What was read stays in the database until it is taken in, so that a second device of the host, or
a server that was killed, goes on where the first one stood.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from edu_core.domain.access import Deed, Relation, require
from edu_core.domain.card import Side, why_not_with_cards
from edu_core.domain.card_seat import PhotographReport, Seat, missing_of
from edu_core.domain.errors import Conflict, NotFound
from edu_core.domain.game import apply, take_answers
from edu_core.domain.game_cards import letters, open_sheet, require_open
from edu_core.domain.game_commands import CardsIn, Event, Join, SubmitAnswer
from edu_core.domain.game_people import find_person, free_name, names_taken, take_joins
from edu_core.domain.game_state import Game, Phase, Player, TeamMode
from edu_core.domain.interaction import Choose, Chosen, Part
from edu_core.domain.people import Classroom, Person
from edu_core.exchange.card_process import read_cards_aside
from edu_core.services.cards import merge_reading, require_answer, seats_of
from edu_core.services.classes import list_classrooms, require_classroom
from edu_core.services.context import Edu
from edu_core.storage import cards, game_cards, games
from edu_core.storage.cards import ReadingRow
from edu_core.storage.store import Transaction


@dataclass(frozen=True)
class CardClass:
    """One of the host's classes: whether it plays with cards, and is in for the open question.

    ``cards`` are the pupils who hold a printed card.
    """

    classroom: Classroom
    pupils: int
    cards: int
    plays: bool
    taken_in: bool


@dataclass(frozen=True)
class GameCards:
    """The cards of one class in the open question. ``why_not`` says in words why there are none.

    ``taken_in`` are the pupils whose cards count already, ``by_phone`` those whose phones came
    first; ``options`` are the texts of the letters.
    """

    game: Game
    classes: tuple[CardClass, ...]
    classroom_id: int | None
    why_not: str
    options: dict[Side, str]
    seats: tuple[Seat, ...]
    taken_in: frozenset[int]
    by_phone: frozenset[int]

    @property
    def missing(self) -> tuple[Seat, ...]:
        """Whoever is neither read nor in the game with an answer already."""
        done = self.taken_in | self.by_phone
        return tuple(one for one in missing_of(self.seats) if one.pupil.person_id not in done)


@dataclass(frozen=True)
class TakeCards:
    """The host takes the cards of a class in: a piece of work for the hub's queue."""

    me: Person
    round: int
    classroom_id: int


@dataclass(frozen=True)
class CardsTaken:
    """What became of them: how many answers count now; whose phones came first; whom the host
    has sent out of the game; how many are missing.
    """

    taken: int
    by_phone: tuple[str, ...]
    removed: tuple[str, ...]
    missing: int


def get_game_cards(
    edu: Edu, me: Person, game_id: int, classroom_id: int | None = None
) -> GameCards:
    """What the page shows: the classes, and one of them with what was read so far.

    Without a class of this game in ``classroom_id`` it is the first one that is not in yet.
    """
    require(me, Deed.HOST_GAME)
    found = list_classrooms(edu, me)
    with edu.store.read() as transaction:
        game = _own_game(transaction, me, game_id)
        held = game_cards.count_cards(transaction, [one.classroom.id for one in found])
        taken = game.round.cards_in if game.round is not None else ()
        classes = tuple(
            CardClass(
                one.classroom,
                one.pupils,
                held.get(one.classroom.id, 0),
                one.classroom.id in game.rules.card_classes,
                one.classroom.id in taken,
            )
            for one in found
        )
        return _table(transaction, game, classes, classroom_id)


def _table(
    transaction: Transaction, game: Game, classes: tuple[CardClass, ...], wanted: int | None
) -> GameCards:
    playing = [one for one in classes if one.plays]
    ids = [one.classroom.id for one in playing]
    out = [one.classroom.id for one in playing if not one.taken_in]
    chosen = wanted if wanted in ids else next(iter([*out, *ids]), None)
    sheet = open_sheet(game)
    why_not = why_not_with_cards(sheet.item) or "" if sheet is not None else ""
    if sheet is None or why_not or chosen is None:
        return GameCards(game, classes, chosen, why_not, {}, (), frozenset(), frozenset())
    texts = {option.id: option.text for option in _options(game)}
    options = {side: texts[name] for side, name in letters(sheet).items()}
    readings = game_cards.list_readings(transaction, game.id, game.place)
    seats = seats_of(transaction, chosen, readings, tuple(options))
    given = _given(game, [seat.pupil.person_id for seat in seats])
    taken_in = frozenset(who for who, by_card in given.items() if by_card)
    return GameCards(
        game, classes, chosen, "", options, seats, taken_in, frozenset(given) - taken_in
    )


def _options(game: Game) -> tuple[Part, ...]:
    sheet = open_sheet(game)
    shown = sheet.concealed.shown if sheet is not None else None
    return shown.options if isinstance(shown, Choose) else ()


def _given(game: Game, person_ids: Sequence[int]) -> dict[int, bool]:
    """Pupils who have answered the open question → whether with a card."""
    wanted, answers = set(person_ids), game.answers_of(game.place)
    return {
        player.person_id: answers[player.id].answer_id == _answer_id(game, player.person_id)
        for player in game.players.values()
        if player.person_id in wanted and player.id in answers
    }


def _answer_id(game: Game, person_id: int) -> str:
    """One card, one answer: taking the same cards in again changes nothing."""
    return f"card-{game.place}-{person_id}"


def _own_game(transaction: Transaction, me: Person, game_id: int) -> Game:
    game = games.get_game(transaction, game_id)
    require(me, Deed.HOST_GAME, Relation.OWN if game.host_id == me.id else Relation.OTHER)
    return game


def _open_class(
    edu: Edu, transaction: Transaction, me: Person, game_id: int, number: int, classroom_id: int
) -> Game:
    """The game, with the class locked, if its cards are taken for this round now."""
    game = _own_game(transaction, me, game_id)
    require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
    require_open(game, number)
    cards.lock_classroom(transaction, classroom_id)
    return game


def add_game_photograph(
    edu: Edu,
    me: Person,
    game_id: int,
    number: int,
    classroom_id: int,
    data: bytes,
    *,
    surely_upright: bool = False,
) -> PhotographReport:
    """Read one more photograph of a class into the open round; the picture is not kept.

    Raises ``BadInput`` for a file that cannot be read, ``Conflict`` when the round is closed.
    """
    with edu.store.write() as transaction:  # asked first: reading is dear
        _open_class(edu, transaction, me, game_id, number, classroom_id)
    reading = read_cards_aside(data, surely_upright=surely_upright)
    with edu.store.write() as transaction:
        _open_class(edu, transaction, me, game_id, number, classroom_id)
        before = game_cards.list_readings(transaction, game_id, number)
        changed, report = merge_reading(transaction, classroom_id, before, reading)
        game_cards.put_readings(transaction, game_id, number, changed)
    return report


def set_game_card_by_hand(
    edu: Edu,
    me: Person,
    game_id: int,
    number: int,
    classroom_id: int,
    person_id: int,
    answer: str | None,
) -> None:
    """Set a pupil's answer: a letter, ``ABSENT``, or ``None`` for what the photographs say.

    Raises ``Conflict`` for a pupil whose answer is in already.
    """
    with edu.store.write() as transaction:
        game = _open_class(edu, transaction, me, game_id, number, classroom_id)
        readings = game_cards.list_readings(transaction, game_id, number)
        sides = tuple(letters(game.sheets[game.rounds[number].item_id]))
        seats = seats_of(transaction, classroom_id, readings, sides)
        seat = next((each for each in seats if each.pupil.person_id == person_id), None)
        if seat is None:
            raise NotFound("这位学生不在这个班里，没有登记。请刷新页面。", person=person_id)
        if _given(game, [person_id]):
            raise Conflict("这位学生的答案已经计入，以第一次的为准，没有改动。")
        require_answer(sides, answer)
        seen = "".join(sorted(seat.seen))
        game_cards.put_readings(transaction, game_id, number, [ReadingRow(person_id, seen, answer)])


def take_cards(
    edu: Edu, transaction: Transaction, game: Game, job: TakeCards, now: datetime
) -> tuple[Game, tuple[Event, ...], CardsTaken]:
    """The game with the answers of a class, each pupil being a player from the first card on.

    Called with the game locked, and by a host of it. A phone's answer that came first stays.
    Raises ``Conflict`` when the question is closed; then nothing is changed.
    """
    room = require_classroom(edu, transaction, job.me, Deed.MANAGE_CLASSROOM, job.classroom_id)
    sheet = require_open(game, job.round)
    if room.id not in game.rules.card_classes:
        raise Conflict(f"{room.name}没有选为举卡的班，没有收卡。请先选上这个班，读到的都在。")
    cards.lock_classroom(transaction, room.id)
    readings = game_cards.list_readings(transaction, game.id, job.round)
    seats = seats_of(transaction, room.id, readings, tuple(letters(sheet)))
    read = [seat for seat in seats if seat.answer is not None]
    before = _given(game, [seat.pupil.person_id for seat in seats])
    fresh = [seat for seat in read if seat.pupil.person_id not in before]
    game, joined = _with_players(edu, game, room, fresh, now)
    gone = [seat for seat in fresh if _player(game, seat).removed]
    given = [seat for seat in fresh if seat not in gone]
    game, answered = _with_answers(game, given, now)
    closing: tuple[Event, ...] = ()
    if game.phase is Phase.QUESTION:  # cards that come after all others may have closed it
        game, closing = apply(game, CardsIn(job.round, room.id), now)
    game_cards.forget_readings(
        transaction, game.id, job.round, [seat.pupil.person_id for seat in read]
    )
    done = {seat.pupil.person_id for seat in read} | before.keys()
    return (
        game,
        (*joined, *answered, *closing),
        CardsTaken(
            taken=len(given),
            by_phone=tuple(
                seat.pupil.name for seat in read if before.get(seat.pupil.person_id) is False
            ),
            removed=tuple(seat.pupil.name for seat in gone),
            missing=sum(seat.pupil.person_id not in done for seat in missing_of(seats)),
        ),
    )


def _player(game: Game, seat: Seat) -> Player:
    player = find_person(game, seat.pupil.person_id)
    assert player is not None  # joined just now, or before
    return player


def _with_players(
    edu: Edu, game: Game, room: Classroom, seats: Sequence[Seat], now: datetime
) -> tuple[Game, tuple[Event, ...]]:
    """The game with these pupils in it, also when the lobby is locked: the host lets them in."""
    taken = names_taken(game)
    team = "" if game.rules.team_mode is TeamMode.NONE else room.name
    playing = {player.person_id for player in game.players.values()}
    commands = [
        Join(
            edu.token(8),
            free_name(taken, seat.pupil.name, seat.pupil.person_id),
            team,
            seat.pupil.person_id,
            by_card=True,
        )
        for seat in seats
        if seat.pupil.person_id not in playing
    ]
    game, events, refused = take_joins(game, commands, now)
    for error in refused:
        if error is not None:
            raise error
    return game, events


def _with_answers(
    game: Game, seats: Sequence[Seat], now: datetime
) -> tuple[Game, tuple[Event, ...]]:
    """The game with what the cards say, in the ids that the screens show."""
    sheet = open_sheet(game)
    assert sheet is not None  # asked before
    options = letters(sheet)
    answers = [
        SubmitAnswer(
            _player(game, seat).id,
            game.place,
            Chosen(options=(options[seat.answer],)),
            now,
            _answer_id(game, seat.pupil.person_id),
            by_host=True,
        )
        for seat in seats
        if seat.answer is not None
    ]
    game, events, receipts = take_answers(game, answers, now)
    for receipt in receipts:
        if receipt.refused is not None:
            raise receipt.refused
    return game, events
