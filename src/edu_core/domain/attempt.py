"""One sitting of one quiz revision: pure state, the time comes in as an argument.

Everything a screen may show about a running attempt is decided here, so that no screen can
show a key before its question is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.interaction import (
    Arrange,
    Interaction,
    Pair,
    Response,
    accepts,
    shuffle_interaction,
)
from edu_core.domain.items import Item, Outcome, grade
from edu_core.domain.items.base import Remark, SourceReference
from edu_core.domain.quiz import FeedbackRule, Quiz

GRACE = timedelta(seconds=5)
"""An answer on its way when time runs out still counts; the clock shown does not include this."""


@dataclass(frozen=True)
class Given:
    """A stored response and what it earned; ``comment`` is what a teacher wrote about it."""

    response: Response
    outcome: Outcome
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class Disclosure:
    """All that is told about a question once it is closed."""

    item_id: str
    response: Response | None
    outcome: Outcome | None
    correct_response: Response | None
    explanation: str
    remarks: tuple[Remark, ...]
    sources: tuple[SourceReference, ...]
    comment: str = ""


@dataclass(frozen=True)
class Attempt:
    """``order`` are the question ids asked; ``given`` maps answered ids to what was given.

    ``deadline`` and ``finished_at`` are ``None`` where there is no limit, or while it runs.
    """

    id: int
    quiz: Quiz
    seed: str
    order: tuple[str, ...]
    started_at: datetime
    deadline: datetime | None = None
    finished_at: datetime | None = None
    given: Mapping[str, Given] = field(default_factory=dict[str, Given])

    @property
    def finished(self) -> bool:
        """Whether the pupil has ended it or it was closed."""
        return self.finished_at is not None

    def out_of_time(self, now: datetime) -> bool:
        """Whether no further answer is taken at ``now``."""
        return self.deadline is not None and now > self.deadline + GRACE

    def seconds_left(self, now: datetime) -> float | None:
        """Seconds until the deadline, never below 0; ``None`` without a limit."""
        if self.deadline is None:
            return None
        return max(0.0, (self.deadline - now).total_seconds())

    def next_item_id(self) -> str | None:
        """The first question without an answer; ``None`` when all are answered."""
        return next((name for name in self.order if name not in self.given), None)

    def item(self, item_id: str) -> Item:
        """The question as it stood in this revision."""
        return self.quiz.item(item_id)

    def interaction(self, item_id: str) -> Interaction:
        """What is shown for a question, in this attempt's own order, the same at every return."""
        item = self.item(item_id)
        may_shuffle = self.quiz.settings.shuffle_options and not item.keep_option_order
        return shown_interaction(item, f"{self.seed}/{item_id}", shuffle=may_shuffle)

    def score(self) -> float:
        """Points earned so far; what waits for a teacher counts nothing yet."""
        return sum(given.outcome.score or 0.0 for given in self.given.values())

    def max_score(self) -> float:
        """Points that could be earned in all."""
        return float(sum(self.item(name).points for name in self.order))

    def waiting(self) -> tuple[str, ...]:
        """The answered questions a teacher has still to mark."""
        return tuple(name for name, given in self.given.items() if given.outcome.score is None)

    def passed(self) -> bool:
        """Whether the pass mark is reached."""
        most = self.max_score()
        return most > 0 and self.score() / most * 100 >= self.quiz.settings.pass_mark

    def closed(self, item_id: str) -> bool:
        """Whether the key of a question may be shown: answered under ``each``, or all is
        finished.
        """
        if self.finished:
            return True
        return self.quiz.settings.feedback is FeedbackRule.EACH and item_id in self.given

    def disclose(self, item_id: str) -> Disclosure:
        """Key, explanation, remarks and sources of a closed question; ``Conflict`` while it is
        open.
        """
        if item_id not in self.order or not self.closed(item_id):
            raise Conflict("这道题还没有结束，答完才能看解析。", item=item_id)
        item = self.item(item_id)
        given = self.given.get(item_id)
        return Disclosure(
            item_id=item_id,
            response=given.response if given else None,
            outcome=given.outcome if given else None,
            correct_response=item.correct_response(),
            explanation=item.explanation,
            remarks=item.remarks(given.response) if given else (),
            sources=item.sources,
            comment=given.comment if given else "",
        )


def judge(attempt: Attempt, item_id: str, response: Response, now: datetime) -> Outcome:
    """Check that a response may be taken now, and grade it. Changes nothing.

    Raises ``Conflict`` when the attempt is over, the time is up or the question is answered,
    ``BadInput`` when the response does not fit the question.
    """
    if attempt.finished:
        raise Conflict(
            "这次答题已经交卷，刚才的选择没有计入。之前的答案都已保存。", code="attempt-finished"
        )
    if item_id not in attempt.order:
        raise BadInput(
            "这道题不在这次答题里。请回到答题页继续。", code="item-unknown", item=item_id
        )
    if item_id in attempt.given:
        raise Conflict("这道题已经答过了，以第一次提交的为准。", code="already-answered")
    if attempt.out_of_time(now):
        raise Conflict("时间到了，这个答案没有计入。之前的答案都已保存。", code="too-late")
    item = attempt.item(item_id)
    if not accepts(item.interaction(), response):
        raise BadInput("这道题还没有答完整，请补全以后再提交。", code="response-incomplete")
    return grade(item, response)


def shown_interaction(item: Item, seed: str, *, shuffle: bool = False) -> Interaction:
    """What is shown of a question: always shuffled where its parts, as stored, show the key."""
    interaction = item.interaction()
    if not shuffle and not isinstance(interaction, Arrange | Pair):
        return interaction
    shown = shuffle_interaction(interaction, seed)
    if isinstance(shown, Arrange) and shown == interaction:
        # left in the right order by chance: turned by one, so that it must be done
        return shown.model_copy(update={"parts": (*shown.parts[1:], shown.parts[0])})
    return shown
