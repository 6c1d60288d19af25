"""How a class is doing: columns in, figures out. Nothing here knows a name or a page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edu_core.analytics.tables import AttemptTable, ResponseTable

WEAK_SHARE = 0.6
"""Below this share of the points a pupil or a topic needs another look."""

LEAST_PUPILS = 5
"""A topic that fewer pupils have answered is listed last: its mean says little of the class."""


def _share(score: NDArray[np.float64], most: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(most > 0, score / most, np.nan)


def counting_responses(responses: ResponseTable, attempts: AttemptTable) -> NDArray[np.bool_]:
    """Which responses belong to the attempt that counts, and are marked."""
    counting = attempts.attempt[attempts.counts]
    return np.isin(responses.attempt, counting) & ~np.isnan(responses.score)


@dataclass(frozen=True)
class TopicGrid:
    """Shares of the points, pupils × topics: ``share[i, j]`` is NaN where nothing was answered.

    ``answered[i, j]`` is the number of questions behind the share.
    """

    pupils: tuple[int, ...]
    topics: tuple[str, ...]
    share: NDArray[np.float64]
    answered: NDArray[np.int64]

    @property
    def n(self) -> int:
        """Pupils with at least one answer."""
        return int((self.answered.sum(axis=1) > 0).sum())


def topic_grid(
    responses: ResponseTable, attempts: AttemptTable, pupils: Sequence[int]
) -> TopicGrid:
    """Each pupil's share of the points in each topic, over the attempts that count."""
    kept = counting_responses(responses, attempts) & np.isin(responses.pupil, list(pupils))
    topics = np.unique(responses.topic[kept])
    order = np.array(list(pupils), dtype=np.int64)
    sorter = np.argsort(order, kind="stable")
    row = sorter[np.searchsorted(order, responses.pupil[kept], sorter=sorter)]
    column = np.searchsorted(topics, responses.topic[kept])
    shape = (len(order), len(topics))
    earned, possible, answered = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.int64)
    np.add.at(earned, (row, column), responses.score[kept])
    np.add.at(possible, (row, column), responses.max_score[kept])
    np.add.at(answered, (row, column), 1)
    return TopicGrid(
        tuple(order.tolist()), tuple(topics.tolist()), _share(earned, possible), answered
    )


@dataclass(frozen=True)
class TopicSummary:
    """One topic over the class: mean of the pupils' shares, and who is below ``WEAK_SHARE``."""

    topic: str
    share: float
    pupils: int
    weak: tuple[int, ...]


def topic_summaries(grid: TopicGrid) -> tuple[TopicSummary, ...]:
    """The topics of a grid, the weakest first; those with few answers come after all others."""
    found: list[TopicSummary] = []
    for column, topic in enumerate(grid.topics):
        shares = grid.share[:, column]
        known = ~np.isnan(shares)
        if not known.any():
            continue
        weak = np.flatnonzero(known & (shares < WEAK_SHARE))
        found.append(
            TopicSummary(
                topic=topic,
                share=float(shares[known].mean()),
                pupils=int(known.sum()),
                weak=tuple(grid.pupils[place] for place in weak[np.argsort(shares[weak])]),
            )
        )
    return tuple(
        sorted(
            found, key=lambda summary: (summary.pupils < LEAST_PUPILS, summary.share, summary.topic)
        )
    )


@dataclass(frozen=True)
class Distribution:
    """Scores of one quiz (the counting attempt of each pupil) in ten bins of 10 %."""

    counts: tuple[int, ...]
    n: int
    median: float
    passed: int


def score_distribution(attempts: AttemptTable, quiz: str, pass_share: float) -> Distribution:
    """How the scores of a quiz are spread; ``median`` is NaN when nobody has finished."""
    kept = attempts.counts & (attempts.quiz == quiz)
    shares = _share(attempts.score[kept], attempts.max_score[kept])
    bins = np.clip((shares * 10 + 1e-9).astype(int), 0, 9)
    counts = np.bincount(bins, minlength=10)
    return Distribution(
        counts=tuple(int(count) for count in counts),
        n=len(shares),
        median=float(np.median(shares)) if len(shares) else float("nan"),
        passed=int((shares >= pass_share - 1e-9).sum()),
    )


@dataclass(frozen=True)
class Trend:
    """Week by week (Monday's date): who worked, how much was finished, how it went.

    ``share`` is the mean share of points of the attempts finished in the week, NaN without any.
    """

    weeks: tuple[np.datetime64, ...]
    active: tuple[int, ...]
    finished: tuple[int, ...]
    share: tuple[float, ...]


def weekly_trend(attempts: AttemptTable) -> Trend:
    """The weeks from the first to the last finished attempt, empty weeks included."""
    done = ~np.isnat(attempts.finished_at)
    if not done.any():
        return Trend((), (), (), ())
    china = attempts.finished_at[done] + np.timedelta64(8, "h")
    # 1970-01-01 was a Thursday: three days further on, days since then divide into Monday weeks
    week = (china.astype("datetime64[D]").astype(np.int64) + 3) // 7
    shares = _share(attempts.score[done], attempts.max_score[done])
    pupil = attempts.pupil[done]
    numbers = range(int(week.min()), int(week.max()) + 1)
    return Trend(
        weeks=tuple(np.datetime64(number * 7 - 3, "D") for number in numbers),
        active=tuple(len(np.unique(pupil[week == number])) for number in numbers),
        finished=tuple(int((week == number).sum()) for number in numbers),
        share=tuple(
            float(shares[week == number].mean()) if (week == number).any() else float("nan")
            for number in numbers
        ),
    )
