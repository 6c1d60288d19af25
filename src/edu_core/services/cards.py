"""A class answers a quiz with printed cards: no device but the teacher's phone.

A *run* is one quiz in one class, a *round* one question of it. While a round is open photographs
are merged and the teacher corrects by hand; when it is closed the answers become responses of an
ordinary finished attempt for each pupil, in one transaction. Pictures are read and forgotten.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from edu_core.domain.access import Deed
from edu_core.domain.attempt import Attempt
from edu_core.domain.card import ABSENT, Side, markers, why_not_with_cards
from edu_core.domain.card_seat import CardReading, PhotographReport, Seat, missing_of
from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.interaction import Choose, Chosen
from edu_core.domain.items import Item, grade
from edu_core.domain.people import Classroom, Person
from edu_core.domain.quiz import Quiz
from edu_core.exchange import card_process
from edu_core.exchange.card_process import read_cards_aside
from edu_core.exchange.cards import Card
from edu_core.services.classes import require_classroom
from edu_core.services.context import Edu
from edu_core.services.sitting import get_quiz
from edu_core.storage import attempts, cards, people
from edu_core.storage.cards import ReadingRow, RoundRow, RunRow
from edu_core.storage.store import Transaction


@dataclass(frozen=True)
class CardRound:
    """One question as it stands; ``choose`` has the options in the order of the letters."""

    id: int
    item: Item
    choose: Choose
    closed: bool
    seats: tuple[Seat, ...]

    @property
    def counts(self) -> Counter[Side]:
        """How many gave which answer."""
        return Counter(seat.answer for seat in self.seats if seat.answer is not None)

    @property
    def missing(self) -> tuple[Seat, ...]:
        """Those without an answer whom the teacher has not marked as absent."""
        return missing_of(self.seats)


@dataclass(frozen=True)
class CardRun:
    """A quiz that a class answers with cards. ``refused`` maps questions to why they do not fit."""

    id: int
    classroom: Classroom
    quiz: Quiz
    playable: tuple[Item, ...]
    refused: dict[str, str]
    done: frozenset[str]
    rounds: tuple[CardRound, ...]

    @property
    def open_round(self) -> CardRound | None:
        """The question that is being answered."""
        return next((found for found in self.rounds if not found.closed), None)


def issue_cards(edu: Edu, me: Person, classroom_id: int) -> list[Card]:
    """The card of every pupil by number; who has none yet gets the next free one, for good.

    A card stays the same when others come and go, so that printed cards stay right; that of a
    deleted pupil is given out again only when all others are used.
    """
    with edu.store.write() as transaction:
        require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        held = _issue(transaction, classroom_id)
        pupils = people.list_enrollments(transaction, classroom_id)
    return [Card(held[pupil.person_id], pupil.number, pupil.name) for pupil in pupils]


def _issue(transaction: Transaction, classroom_id: int) -> dict[int, int]:
    """Person to marker, for everybody in the class."""
    cards.lock_classroom(transaction, classroom_id)
    known = cards.list_markers(transaction, classroom_id)
    held = {person: marker for marker, person in known if person is not None}
    used = {marker for marker, _ in known}
    spare = [number for number in range(len(markers())) if number not in used]
    spare += sorted(marker for marker, person in known if person is None)
    for pupil in people.list_enrollments(transaction, classroom_id):
        if pupil.person_id not in held:
            held[pupil.person_id] = spare.pop(0)
            cards.give_card(transaction, classroom_id, pupil.person_id, held[pupil.person_id])
    return held


def start_run(edu: Edu, me: Person, classroom_id: int, quiz_id: str) -> CardRun:
    """Begin to ask a quiz with cards, or go on with it; another one that was open is ended.

    Raises ``BadInput`` when no question of the quiz can be answered with a card.
    """
    quiz = get_quiz(edu, quiz_id)
    with edu.store.write() as transaction:
        require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        if not _playable(quiz):
            raise BadInput(
                "这份测验里没有能用答题卡回答的单选题或判断题，请换一份。什么都没有改动。"
            )
        _issue(transaction, classroom_id)
        running = cards.find_open_run(transaction, classroom_id)
        if running is not None and running.quiz_id != quiz_id:
            _require_no_open_round(transaction, running.id)
            cards.end_run(transaction, running.id, edu.now())
            running = None
        if running is None:
            now, revision = edu.now(), quiz.revision()
            attempts.put_revision(transaction, revision, quiz, now)
            cards.add_run(
                transaction,
                classroom_id=classroom_id,
                quiz_id=quiz_id,
                revision=revision,
                seed=edu.token(8),
                now=now,
            )
    run = find_run(edu, me, classroom_id)
    assert run is not None  # just begun
    return run


def _playable(quiz: Quiz) -> tuple[Item, ...]:
    asked = (item for section in quiz.sections for item in section.asked)
    return tuple(item for item in asked if why_not_with_cards(item) is None)


def find_run(edu: Edu, me: Person, classroom_id: int) -> CardRun | None:
    """The run of a class that is going on, with all its rounds."""
    with edu.store.read() as transaction:
        room = require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        row = cards.find_open_run(transaction, classroom_id)
        if row is None:
            return None
        quiz = attempts.get_revision(transaction, row.revision)
        found = cards.list_rounds(transaction, row.id)
        rounds = tuple(_round(transaction, row, quiz, each) for each in found)
    asked = [item for section in quiz.sections for item in section.asked]
    refused = {item.id: why for item in asked if (why := why_not_with_cards(item)) is not None}
    done = frozenset(each.item_id for each in found if each.closed_at is not None)
    return CardRun(row.id, room, quiz, _playable(quiz), refused, done, rounds)


def _shown(run: RunRow, quiz: Quiz, item_id: str) -> Choose:
    """The options in the order of the letters: the order of the attempts that will be stored."""
    attempt = Attempt(0, quiz, run.seed, (item_id,), run.started_at)
    interaction = attempt.interaction(item_id)
    if not isinstance(interaction, Choose):
        raise BadInput("这道题不能用答题卡回答，请换一道。什么都没有改动。", item=item_id)
    return interaction


def seats_of(
    transaction: Transaction,
    classroom_id: int,
    readings: Sequence[ReadingRow],
    sides: tuple[Side, ...],
) -> tuple[Seat, ...]:
    """Everybody in the class with what was read so far; ``sides`` stand for the options."""
    known = {reading.person_id: reading for reading in readings}
    held = {who: marker for marker, who in cards.list_markers(transaction, classroom_id)}
    seats: list[Seat] = []
    for pupil in people.list_enrollments(transaction, classroom_id):
        reading = known.get(pupil.person_id, ReadingRow(pupil.person_id, "", None))
        seen = frozenset(Side(letter) for letter in reading.seen)
        seats.append(Seat(pupil, held.get(pupil.person_id), seen, reading.by_hand, sides))
    return tuple(seats)


def _round(transaction: Transaction, run: RunRow, quiz: Quiz, row: RoundRow) -> CardRound:
    choose = _shown(run, quiz, row.item_id)
    sides = tuple(Side)[: len(choose.options)]
    readings = cards.list_readings(transaction, row.id)
    seats = seats_of(transaction, run.classroom_id, readings, sides)
    return CardRound(row.id, quiz.item(row.item_id), choose, row.closed_at is not None, seats)


def _require_no_open_round(transaction: Transaction, run_id: int) -> None:
    if any(row.closed_at is None for row in cards.list_rounds(transaction, run_id)):
        raise Conflict("还有一道题没有收卡。请先收卡，再换下一道。读到的答案都在。")


def _own_run(edu: Edu, transaction: Transaction, me: Person, run_id: int) -> RunRow:
    """The run, locked, if this person may change it."""
    run = cards.lock_run(transaction, run_id)
    require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, run.classroom_id)
    return run


def _open_round(
    edu: Edu, transaction: Transaction, me: Person, round_id: int
) -> tuple[RunRow, RoundRow]:
    """The round of a locked run, if it is open and this person may change it."""
    run = _own_run(edu, transaction, me, cards.get_round(transaction, round_id).run_id)
    row = cards.get_round(transaction, round_id)  # as it is now that nobody else changes it
    if row.closed_at is not None:
        raise Conflict("这道题已经收卡，刚才这一步没有计入。收卡时的答案都已保存。")
    return run, row


def open_round(edu: Edu, me: Person, run_id: int, item_id: str) -> int:
    """Ask one question; asking the one that is open again changes nothing. Returns the round."""
    with edu.store.write() as transaction:
        run = _own_run(edu, transaction, me, run_id)
        if run.ended_at is not None:
            raise Conflict("这次举卡答题已经结束，没有打开新题。请重新开始一次。")
        quiz = attempts.get_revision(transaction, run.revision)
        if item_id not in {item.id for item in _playable(quiz)}:
            raise BadInput("这道题不能用答题卡回答，请换一道。什么都没有改动。", item=item_id)
        for row in cards.list_rounds(transaction, run_id):
            if row.item_id == item_id and row.closed_at is None:
                return row.id
            if row.item_id == item_id:
                raise Conflict("这道题已经收过卡了，答案以那一次为准。请换一道。")
        _require_no_open_round(transaction, run_id)
        _issue(transaction, run.classroom_id)  # somebody may have joined the class
        return cards.add_round(transaction, run_id, item_id, edu.now())


def add_photograph(
    edu: Edu, me: Person, round_id: int, data: bytes, *, surely_upright: bool = False
) -> PhotographReport:
    """Read one more photograph into an open round; the picture is not kept.

    A pupil whose card shows another side than on an earlier photograph becomes doubtful. Raises
    ``BadInput`` for a file that cannot be read, ``Conflict`` when the round is closed meanwhile.
    """
    with edu.store.write() as transaction:  # asked first: reading is dear
        _open_round(edu, transaction, me, round_id)
    reading = read_cards_aside(data, surely_upright=surely_upright)
    with edu.store.write() as transaction:
        run, row = _open_round(edu, transaction, me, round_id)
        before = cards.list_readings(transaction, row.id)
        changed, report = merge_reading(transaction, run.classroom_id, before, reading)
        cards.put_readings(transaction, row.id, changed)
    return report


def expect_photographs() -> None:
    """Somebody looks at an open question and is about to photograph the class."""
    card_process.expect_photographs()


def merge_reading(
    transaction: Transaction,
    classroom_id: int,
    before: Sequence[ReadingRow],
    reading: CardReading,
) -> tuple[list[ReadingRow], PhotographReport]:
    """What one more photograph changes in the readings of a class, and what to say about it."""
    held = {
        marker: who
        for marker, who in cards.list_markers(transaction, classroom_id)
        if who is not None
    }
    known = {found.person_id: found for found in before}
    changed: list[ReadingRow] = []
    fresh = strangers = 0
    for sighting in reading.seen:
        who = held.get(sighting.marker)
        if who is None:
            strangers += 1
            continue
        old = known.get(who, ReadingRow(who, "", None))
        fresh += not old.seen
        changed.append(replace(old, seen="".join(sorted({*old.seen, sighting.side}))))
    for marker in reading.doubtful & held.keys():
        # two cards of one number: every side is possible until the teacher has looked
        old = known.get(held[marker], ReadingRow(held[marker], "", None))
        changed.append(replace(old, seen="".join(Side)))
    return changed, PhotographReport(
        read=len(reading.seen) - strangers,
        fresh=fresh,
        doubtful=len(reading.doubtful & held.keys()),
        strangers=strangers,
        turned=reading.turned,
    )


def require_answer(sides: tuple[Side, ...], answer: str | None) -> None:
    """Raise ``BadInput`` for what cannot be set by hand."""
    if answer is not None and answer not in (ABSENT, *sides):
        raise BadInput("这道题没有这个选项，没有登记。请另选一个。", answer=answer)


def set_by_hand(edu: Edu, me: Person, round_id: int, person_id: int, answer: str | None) -> None:
    """Set a pupil's answer: a letter, ``ABSENT``, or ``None`` for what the photographs say."""
    with edu.store.write() as transaction:
        run, row = _open_round(edu, transaction, me, round_id)
        found = _round(transaction, run, attempts.get_revision(transaction, run.revision), row)
        seat = next((each for each in found.seats if each.pupil.person_id == person_id), None)
        if seat is None:
            raise NotFound("这位学生不在这个班里，没有登记。请刷新页面。", person=person_id)
        require_answer(seat.sides, answer)
        seen = "".join(sorted(seat.seen))
        cards.put_readings(transaction, row.id, [ReadingRow(person_id, seen, answer)])


def close_round(edu: Edu, me: Person, round_id: int) -> int:
    """Take the answers in: each becomes a response of the pupil's attempt. Returns how many.

    Raises ``Conflict`` when somebody else has closed it; nothing is counted twice.
    """
    with edu.store.write() as transaction:
        run, row = _open_round(edu, transaction, me, round_id)
        quiz = attempts.get_revision(transaction, run.revision)
        found = _round(transaction, run, quiz, row)
        cards.close_round(transaction, row.id, edu.now())
        answered = [seat for seat in found.seats if seat.answer is not None]
        _store_answers(edu, transaction, run, found, answered)
    return len(answered)


def _store_answers(
    edu: Edu, transaction: Transaction, run: RunRow, found: CardRound, answered: Sequence[Seat]
) -> None:
    options = dict(zip(Side, (part.id for part in found.choose.options), strict=False))
    sat = cards.attempts_of_run(transaction, run.id)
    quiz = attempts.get_revision(transaction, run.revision)
    # always in the same order, so that two transactions never wait for one another
    for seat in sorted(answered, key=lambda each: each.pupil.person_id):
        assert seat.answer is not None
        who = seat.pupil.person_id
        people.lock_person(transaction, who)
        attempt_id = sat.get(who) or _add_attempt(edu, transaction, run, quiz, who)
        response = Chosen(options=(options[seat.answer],))
        attempts.add_response(
            transaction,
            attempt_id=attempt_id,
            item_id=found.item.id,
            topic=found.item.topic,
            response=response,
            outcome=grade(found.item, response),
            now=edu.now(),
        )
        attempt, _ = attempts.lock_attempt(transaction, attempt_id)
        # a question a pupil was not read in is not held against them: only the answered are asked
        attempt = replace(attempt, order=(*attempt.order, found.item.id))
        cards.set_attempt(
            transaction,
            attempt_id,
            order=attempt.order,
            score=attempt.score(),
            max_score=attempt.max_score(),
            now=edu.now(),
        )


def _add_attempt(
    edu: Edu, transaction: Transaction, run: RunRow, quiz: Quiz, person_id: int
) -> int:
    """An attempt for the answers of this run, beside whatever the pupil has done alone."""
    earlier = attempts.list_attempts(transaction, person_id, quiz.id)
    attempt_id = attempts.add_attempt(
        transaction,
        person_id=person_id,
        quiz=quiz,
        revision=run.revision,
        number=max((row.number for row in earlier), default=0) + 1,
        seed=run.seed,
        order=(),
        started_at=run.started_at,
        deadline=None,
        max_score=0.0,
    )
    cards.put_attempt(transaction, run.id, person_id, attempt_id)
    return attempt_id


def end_run(edu: Edu, me: Person, run_id: int) -> None:
    """Finish the run; a question that is still open must be closed first."""
    with edu.store.write() as transaction:
        run = _own_run(edu, transaction, me, run_id)
        _require_no_open_round(transaction, run.id)
        cards.end_run(transaction, run.id, edu.now())
