"""The live game as a pure state machine: state + command + now → state + events.

Times come in as arguments; nothing here reads a clock, a file or a database. Whoever stores the
events before passing them on can be killed at any moment and loses nothing that was acknowledged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from edu_core.domain.errors import BadInput, Conflict, EduError
from edu_core.domain.game_answers import judged
from edu_core.domain.game_cards import classes_out, only_cards_left, plays_with_cards, require_open
from edu_core.domain.game_commands import (
    Adjust,
    AnswerTaken,
    AskClaim,
    CardsIn,
    ClockChanged,
    Command,
    ConfirmClaim,
    CountHands,
    Event,
    EveryoneAnswered,
    Forget,
    GiveExtraTime,
    Join,
    LeaveSlides,
    Lock,
    MoreTime,
    Pause,
    Receipt,
    Remove,
    Rename,
    Restore,
    Resume,
    RevealSlide,
    RulesChanged,
    ShowSlide,
    SubmitAnswer,
    Tick,
    Void,
)
from edu_core.domain.game_moves import (
    Result,
    change_place,
    closed_by_itself,
    opened,
    resumed,
    standings_shown,
)
from edu_core.domain.game_people import change_people
from edu_core.domain.game_slides import change_slides, put_away
from edu_core.domain.game_standings import rescored
from edu_core.domain.game_state import (
    MOST_DELAY,
    Answer,
    Game,
    Phase,
)

STANDINGS_SECONDS = 8
"""How long the standings stay under ``auto_advance``."""

LONGEST_MORE = 300
MOST_HANDS = 5000


def apply(game: Game, command: Command, now: datetime) -> Result:
    """The game after a command, and what has happened.

    Raises ``Conflict`` for what does not fit the phase and ``BadInput`` for what cannot be
    understood; nothing is changed then. A command for a round already left gives the same game
    and no events.
    """
    match command:
        case SubmitAnswer():
            game, events, receipts = take_answers(game, [command], now)
            refused = receipts[0].refused
            if refused is not None:
                raise refused
            return game, events
        case (
            Join() | Rename() | Remove() | Restore() | GiveExtraTime() | AskClaim() | ConfirmClaim()
        ):
            return change_people(game, command, now)
        case Lock(locked=locked):
            changed = replace(game, locked=locked)
            return changed, () if locked == game.locked else (RulesChanged(),)
        case Adjust():
            return _adjust(game, command, now)
        case Void():
            return _void(game, command)
        case CountHands():
            return _count_hands(game, command)
        case Pause() | Resume() | MoreTime():
            return _clock(game, command, now)
        case CardsIn():
            return _cards_in(game, command, now)
        case Forget():
            return _forget(game, command, now)
        case Tick():
            return _tick(game, now)
        case ShowSlide() | RevealSlide() | LeaveSlides():
            return change_slides(game, command, now)
        case _:
            moved, events = change_place(game, command, now)
            return (put_away(moved), events) if events else (game, ())


# -- answers -----------------------------------------------------------------------------------


def take_answers(
    game: Game, commands: Sequence[SubmitAnswer], now: datetime
) -> tuple[Game, tuple[Event, ...], list[Receipt]]:
    """Take many answers at once: each is judged by when it arrived, not by its place in the queue.

    One receipt for each command, in their order; a refused answer changes nothing.
    """
    touched = {number: dict(game.answers_of(number)) for number in {one.round for one in commands}}
    answers: dict[int, Mapping[str, Answer]] = {**game.answers, **touched}
    events: list[Event] = []
    receipts: list[Receipt] = []
    for command in commands:
        name, number, answer_id = command.player, command.round, command.answer_id
        try:
            answer = judged(game, answers, command)
        except EduError as error:
            receipts.append(Receipt(name, number, answer_id, refused=error))
            continue
        receipts.append(Receipt(name, number, answer_id, taken=answer is not None))
        if answer is not None:
            touched[number][name] = answer
            events.append(AnswerTaken(name, number, answer))
    if not events:
        return game, (), receipts
    after = replace(game, answers={number: given for number, given in answers.items() if given})
    late = {event.round for event in events if isinstance(event, AnswerTaken)} - {game.place}
    if late or game.phase is not Phase.QUESTION:
        after = rescored(after)  # arrived in time, stood in the queue while the round was closed
    after, closing = _close_when_all(after, now)
    return after, (*events, *closing), receipts


def everyone_answered(game: Game) -> bool:
    """Whether somebody plays, and nobody is left who could answer the open question: every phone
    has, and the cards of every class are in.
    """
    given = game.answers_of(game.place)
    if plays_with_cards(game):
        phones = (player for player in game.active if not player.by_card)
        return bool(given) and not classes_out(game) and all(one.id in given for one in phones)
    # the table has everybody who was not removed; mostly a look at the two lengths is enough
    return 0 < len(game.table) <= len(given) and game.table.keys() <= given.keys()


def _close_when_all(game: Game, now: datetime) -> Result:
    if game.phase is not Phase.QUESTION or not everyone_answered(game):
        return game, ()
    events: tuple[Event, ...] = (EveryoneAnswered(game.place),)
    if not game.rules.close_when_all or game.paused:
        return game, events
    closed, closing = closed_by_itself(game, now)
    return closed, (*events, *closing)


def _cards_in(game: Game, command: CardsIn, now: datetime) -> Result:
    require_open(game, command.round)
    current, classroom_id = game.rounds[game.place], command.classroom_id
    events: tuple[Event, ...] = ()
    if classroom_id not in current.cards_in:
        changed = replace(current, cards_in=(*current.cards_in, classroom_id))
        game, events = game.with_round(game.place, changed), (RulesChanged(),)
    game, closing = _waited_enough(game, now)
    return game, (*events, *closing)


def _waited_enough(game: Game, now: datetime) -> Result:
    """The open question closed, if it waited only for those who are in or gone now."""
    game, events = _close_when_all(game, now)
    current = game.round
    waits_on = game.phase is not Phase.QUESTION or classes_out(game) or game.paused
    if waits_on or current is None or not current.cards_only:
        return game, events
    game, closing = closed_by_itself(game, now)
    return game, (*events, *closing)


# -- time --------------------------------------------------------------------------------------


def _clock(game: Game, command: Pause | Resume | MoreTime, now: datetime) -> Result:
    if game.phase is Phase.FINISHED or game.slides.shown:
        return game, ()
    match command:
        case Pause():
            if game.paused:
                return game, ()
            return replace(game, paused_at=now), (ClockChanged(),)
        case Resume():
            return (resumed(game, now), (ClockChanged(),)) if game.paused else (game, ())
        case MoreTime(round=number, seconds=seconds):
            current = game.round
            if number != game.place or current is None or current.closes_at is None:
                return game, ()
            if game.phase is not Phase.QUESTION:
                return game, ()
            if not 1 <= seconds <= LONGEST_MORE:
                raise BadInput(f"加时要在 1 到 {LONGEST_MORE} 秒之间，没有改动。")
            return give_time(game, seconds), (ClockChanged(),)


def give_time(game: Game, seconds: float) -> Game:
    """The open question open for so many seconds more; the same game while none is open."""
    current = game.round
    if game.phase is not Phase.QUESTION or current is None or current.closes_at is None:
        return game
    closes = current.closes_at + timedelta(seconds=seconds)
    return game.with_round(game.place, replace(current, closes_at=closes, cards_only=False))


def closing_time(game: Game) -> datetime | None:
    """When time closes the open question by itself: after everybody's extra time, and the delay
    that may be given back, so that no answer in time is cut off; ``None`` while nothing is open.
    """
    current = game.round
    if game.phase is not Phase.QUESTION or current is None or current.closes_at is None:
        return None
    given = game.answers_of(game.place)
    extra = max((player.extra_time for player in game.active if player.id not in given), default=0)
    return current.closes_at + timedelta(seconds=extra + MOST_DELAY)


def _tick(game: Game, now: datetime) -> Result:
    if game.paused or game.slides.shown:
        return game, ()
    closing = closing_time(game)
    if closing is not None:
        game, events = _close_when_all(game, now)  # the last one missing may have been removed
        if game.phase is not Phase.QUESTION:
            return game, events
        if now < closing or only_cards_left(game):
            return game, ()
        if classes_out(game):
            waiting = replace(game.rounds[game.place], cards_only=True)
            return game.with_round(game.place, waiting), (ClockChanged(),)
        return closed_by_itself(game, now)
    if not game.rules.auto_advance or game.phase_since is None:
        return game, ()
    stood = (now - game.phase_since).total_seconds()
    if game.phase is Phase.REVEAL and stood >= game.rules.reveal_seconds:
        if game.rules.standings_shown:
            return standings_shown(game, now)
        return opened(game, game.place + 1, now)
    if game.phase is Phase.STANDINGS and stood >= STANDINGS_SECONDS:
        return opened(game, game.place + 1, now)
    return game, ()


# -- what counts and what is shown -------------------------------------------------------------


def _adjust(game: Game, command: Adjust, now: datetime) -> Result:
    changes = {name: value for name, value in vars(command).items() if value is not None}
    rules = game.rules.model_copy(update=changes)
    if rules == game.rules:
        return game, ()
    changed = replace(game, rules=rules)
    if rules.streaks != game.rules.streaks:
        changed = rescored(changed)  # the table carries them
    closing: tuple[Event, ...] = ()
    if rules.card_classes != game.rules.card_classes:
        changed, closing = _waited_enough(changed, now)
    return changed, (RulesChanged(), *closing)


def _forget(game: Game, command: Forget, now: datetime) -> Result:
    players = {
        name: one for name, one in game.players.items() if one.person_id not in command.people
    }
    classes = tuple(one for one in game.rules.card_classes if one not in command.classrooms)
    if len(players) == len(game.players) and classes == game.rules.card_classes:
        return game, ()
    answers = {
        number: {name: answer for name, answer in given.items() if name in players}
        for number, given in game.answers.items()
    }
    left = replace(
        game,
        rules=game.rules.model_copy(update={"card_classes": classes}),
        players=players,
        answers={number: given for number, given in answers.items() if given},
        claims={code: name for code, name in game.claims.items() if name in players},
    )
    left, closing = _waited_enough(rescored(left), now)
    return left, (RulesChanged(), *closing)


def _void(game: Game, command: Void) -> Result:
    if not 0 <= command.round < len(game.rounds) or game.rounds[command.round].closed_at is None:
        raise Conflict("这道题还没有结束，不能作废。请先公布答案。", code="round-open")
    current = game.rounds[command.round]
    if current.voided == command.voided:
        return game, ()
    changed = game.with_round(command.round, replace(current, voided=command.voided))
    return rescored(changed), (RulesChanged(),)


def _count_hands(game: Game, command: CountHands) -> Result:
    current = game.round
    if command.round != game.place or current is None or game.phase is not Phase.QUESTION:
        raise Conflict("这道题已经结束，举手的人数没有改动。", code="round-closed")
    known = game.sheets[current.item_id].concealed.true_ids
    if not all(name in known and 0 <= n <= MOST_HANDS for name, n in command.counts.items()):
        raise BadInput("举手的人数有误，没有保存。请逐项填 0 或正整数。")
    changed = game.with_round(game.place, replace(current, hands=dict(command.counts)))
    return changed, (RulesChanged(),)
