"""What a pupil does with a quiz: begin, answer, come back, finish, see the result."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from edu_core.domain.access import Deed, require
from edu_core.domain.attempt import GRACE, Attempt, Disclosure, Given, judge
from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.interaction import Branch, Response, Walked
from edu_core.domain.items.scenario import Scenario
from edu_core.domain.mastery import Mastery, masteries
from edu_core.domain.people import Person
from edu_core.domain.quiz import CountingRule, Quiz
from edu_core.services.context import Edu
from edu_core.storage import attempts, people, practice
from edu_core.storage.attempts import AttemptRow
from edu_core.storage.practice import PracticeRow
from edu_core.storage.store import Transaction


@dataclass(frozen=True)
class Entrance:
    """What a pupil sees before beginning: the rules, what was done, whether another try is left.

    ``withdrawn`` is a quiz that the teacher had set and has taken back.
    """

    quiz: Quiz
    attempts: tuple[AttemptRow, ...]
    withdrawn: bool = False

    @property
    def running(self) -> AttemptRow | None:
        """The attempt that is going on."""
        return next((row for row in self.attempts if row.finished_at is None), None)

    @property
    def tries_left(self) -> int | None:
        """How many more attempts are allowed; ``None`` for any number."""
        if self.withdrawn:
            return 0
        allowed = self.quiz.settings.attempts
        return None if allowed is None else max(0, allowed - len(self.attempts))


@dataclass(frozen=True)
class Result:
    """A finished attempt: what is known, what to look at again, and every question disclosed."""

    attempt: Attempt
    number: int
    masteries: tuple[Mastery, ...]
    disclosures: tuple[Disclosure, ...]
    counting: AttemptRow
    tries_left: int | None


def get_quiz(edu: Edu, quiz_id: str) -> Quiz:
    """The quiz with this id as it is now, whether it is content or was set for a class to
    practise; raises ``NotFound``. The one place where a quiz is looked up by its id.
    """
    return _find_quiz(edu, quiz_id)[0]


def _find_quiz(edu: Edu, quiz_id: str) -> tuple[Quiz, PracticeRow | None]:
    """The quiz, and for whom it was set where it is no content."""
    quiz = edu.library().quizzes.get(quiz_id)
    if quiz is not None:
        return quiz, None
    with edu.store.read() as transaction:
        found = practice.find_practice(transaction, quiz_id)
    if found is None:
        raise _gone(quiz_id)
    return found.quiz, found


def _gone(quiz_id: str) -> NotFound:
    return NotFound("找不到这份测验，可能已经下架。请回到首页。", quiz=quiz_id)


def get_entrance(edu: Edu, me: Person, quiz_id: str) -> Entrance:
    """The quiz with the pupil's attempts; one whose time ran out meanwhile is closed first.

    Raises ``NotFound`` for a quiz that was set for another class.
    """
    require(me, Deed.LEARN)
    quiz, given = _find_quiz(edu, quiz_id)
    close_overdue(edu, [me.id])
    with edu.store.read() as transaction:
        sat = attempts.list_attempts(transaction, me.id, quiz_id)
        enrollment = people.find_enrollment(transaction, me.id)
    if given is None:
        return Entrance(quiz, tuple(sat))
    own = enrollment is not None and enrollment.classroom_id == given.classroom_id
    if not own and not sat:
        raise _gone(quiz_id)
    return Entrance(quiz, tuple(sat), withdrawn=not (own and given.open))


def find_running(edu: Edu, me: Person, quiz_id: str) -> Attempt | None:
    """The attempt that is going on at this quiz; ``None`` when there is none or its time is up."""
    require(me, Deed.LEARN)
    with edu.store.read() as transaction:
        attempt = attempts.find_running(transaction, me.id, quiz_id)
    if attempt is None or attempt.out_of_time(edu.now()):
        return None
    return attempt


def begin_attempt(edu: Edu, me: Person, quiz_id: str) -> Attempt:
    """Begin a quiz, or go on where it was left, in whatever tab or on whatever device.

    Raises ``Conflict`` when no attempt is left.
    """
    entrance = get_entrance(edu, me, quiz_id)  # closes what ran out of time
    with edu.store.write() as transaction:
        people.lock_person(transaction, me.id)  # a second tab waits here and goes on with it
        sat = attempts.list_attempts(transaction, me.id, quiz_id)
        entrance = replace(entrance, attempts=tuple(sat))
        running = entrance.running
        if running is None and entrance.withdrawn:
            raise Conflict(
                "老师已经收回了这份练习，没有开始。以前做过的都保存着。", code="withdrawn"
            )
        if running is None and entrance.tries_left == 0:
            raise Conflict(
                "这份测验的答题次数已经用完了。你可以回看每一题的解析。", code="no-tries-left"
            )
        attempt_id = running.id if running else _add_attempt(edu, transaction, me, entrance)
    return get_attempt(edu, me, attempt_id)


def _add_attempt(edu: Edu, transaction: Transaction, me: Person, entrance: Entrance) -> int:
    quiz, now, seed = entrance.quiz, edu.now(), edu.token(8)
    order, revision = quiz.draw(seed), quiz.revision()
    minutes = quiz.settings.time_limit
    attempts.put_revision(transaction, revision, quiz, now)
    return attempts.add_attempt(
        transaction,
        person_id=me.id,
        quiz=quiz,
        revision=revision,
        number=max((row.number for row in entrance.attempts), default=0) + 1,
        seed=seed,
        order=order,
        started_at=now,
        deadline=None if minutes is None else now + timedelta(minutes=minutes),
        max_score=float(sum(quiz.item(name).points for name in order)),
    )


def _own_attempt(
    transaction: Transaction, me: Person, attempt_id: int, *, to_change: bool = False
) -> Attempt:
    get = attempts.lock_attempt if to_change else attempts.get_attempt
    attempt, owner = get(transaction, attempt_id)
    if owner != me.id:
        raise NotFound("找不到这次答题记录。请回到首页重新进入。", attempt=attempt_id)
    return attempt


def get_attempt(edu: Edu, me: Person, attempt_id: int) -> Attempt:
    """The pupil's own attempt as it is stored; one whose time ran out is closed first."""
    require(me, Deed.LEARN)
    with edu.store.read() as transaction:
        attempt = _own_attempt(transaction, me, attempt_id)
    if not attempt.finished and attempt.out_of_time(edu.now()):
        close_overdue(edu, [me.id])
        with edu.store.read() as transaction:
            attempt = _own_attempt(transaction, me, attempt_id)
    return attempt


def submit_response(
    edu: Edu, me: Person, attempt_id: int, item_id: str, response: Response
) -> Attempt:
    """Grade and store one response; when this returns, it is committed.

    The answer to the last question ends the attempt in the same transaction, so that an
    attempt with all answers is never left open by a closed tab.

    Raises ``Conflict`` for a second, late or closed answer, ``BadInput`` for an incomplete one;
    nothing is stored then, and what was stored before stays.
    """
    require(me, Deed.LEARN)
    now = edu.now()
    with edu.store.write() as transaction:
        attempt = _own_attempt(transaction, me, attempt_id, to_change=True)
        outcome = judge(attempt, item_id, response, now)
        if isinstance(attempt.item(item_id), Scenario):
            _require_further(attempts.find_draft(transaction, attempt_id, item_id), response)
        attempts.add_response(
            transaction,
            attempt_id=attempt_id,
            item_id=item_id,
            topic=attempt.item(item_id).topic,
            response=response,
            outcome=outcome,
            now=now,
        )
        given = {**attempt.given, item_id: Given(response, outcome, now)}
        attempt = replace(attempt, given=given)
        if attempt.next_item_id() is None:
            attempts.close_attempt(transaction, attempt_id, now, attempt.score())
            attempt = replace(attempt, finished_at=now)
        return attempt


def save_draft(edu: Edu, me: Person, attempt_id: int, item_id: str, response: Response) -> None:
    """Remember an unfinished response. A walk through a scene can only go on, not be taken back."""
    require(me, Deed.LEARN)
    with edu.store.write() as transaction:
        attempt = _own_attempt(transaction, me, attempt_id, to_change=True)
        if attempt.finished or item_id in attempt.given or item_id not in attempt.order:
            return
        interaction = attempt.item(item_id).interaction()
        if isinstance(interaction, Branch):
            if not isinstance(response, Walked) or interaction.walk(response.path) is None:
                raise BadInput("情景里没有这一步，没有保存。请刷新页面。", code="step-unknown")
            _require_further(attempts.find_draft(transaction, attempt_id, item_id), response)
        attempts.put_draft(transaction, attempt_id, item_id, response, edu.now())


def _require_further(before: Response | None, response: Response) -> None:
    taken = before.path if isinstance(before, Walked) else ()
    if not isinstance(response, Walked) or response.path[: len(taken)] != taken:
        raise Conflict("情景里走过的一步不能收回，已经保留原来的选择。", code="step-taken")


def find_draft(edu: Edu, me: Person, attempt_id: int, item_id: str) -> Response | None:
    """The unfinished response to a question of one's own attempt."""
    require(me, Deed.LEARN)
    with edu.store.read() as transaction:
        _own_attempt(transaction, me, attempt_id)
        return attempts.find_draft(transaction, attempt_id, item_id)


def finish_attempt(edu: Edu, me: Person, attempt_id: int) -> Attempt:
    """End an attempt; questions without an answer earn nothing. Ending twice changes nothing."""
    require(me, Deed.LEARN)
    with edu.store.write() as transaction:
        attempt = _own_attempt(transaction, me, attempt_id, to_change=True)
        attempts.close_attempt(transaction, attempt_id, edu.now(), attempt.score())
        return _own_attempt(transaction, me, attempt_id)


def close_overdue(edu: Edu, person_ids: list[int]) -> None:
    """Close the attempts of these pupils whose time has run out, as of their deadline."""
    with edu.store.read() as transaction:
        overdue = attempts.list_overdue(transaction, person_ids, edu.now() - GRACE)
    if not overdue:
        return
    with edu.store.write() as transaction:
        for attempt_id in overdue:
            attempt, _ = attempts.lock_attempt(transaction, attempt_id)
            deadline: datetime = attempt.deadline or edu.now()
            attempts.close_attempt(transaction, attempt_id, deadline, attempt.score())


def get_result(edu: Edu, me: Person, attempt_id: int) -> Result:
    """What came out of a finished attempt; raises ``BadInput`` while it runs."""
    attempt = get_attempt(edu, me, attempt_id)
    if not attempt.finished:
        raise BadInput("这次答题还没有交卷，答完以后就能看到结果。", code="attempt-running")
    entrance = get_entrance(edu, me, attempt.quiz.id)
    finished = [row for row in entrance.attempts if row.finished_at is not None]
    return Result(
        attempt=attempt,
        number=next(row.number for row in entrance.attempts if row.id == attempt_id),
        masteries=topic_masteries(attempt),
        disclosures=tuple(attempt.disclose(name) for name in attempt.order),
        counting=counting_attempt(finished, attempt.quiz.settings.counts),
        tries_left=entrance.tries_left,
    )


def topic_masteries(*sat: Attempt) -> tuple[Mastery, ...]:
    """What these attempts show topic by topic; what waits for a teacher is left out."""
    results: list[tuple[str, float, float]] = []
    for attempt in sat:
        waiting = set(attempt.waiting())
        for name in attempt.order:
            if name in waiting:
                continue
            item, given = attempt.item(name), attempt.given.get(name)
            score = given.outcome.score if given is not None else 0.0
            results.append((item.topic, score or 0.0, float(item.points)))
    return masteries(results)


def counting_attempt(finished: list[AttemptRow], rule: CountingRule) -> AttemptRow:
    """The one of several finished attempts that counts; raises ``ValueError`` without any."""
    if rule is CountingRule.FIRST:
        return min(finished, key=lambda row: row.number)
    if rule is CountingRule.LAST:
        return max(finished, key=lambda row: row.number)
    return max(finished, key=lambda row: (row.score or 0.0, -row.number))
