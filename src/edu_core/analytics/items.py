"""Classical test theory for one question: how hard it is, and whether it tells pupils apart.

Difficulty is the mean share of points (for right-or-wrong questions the share correct);
discrimination is the corrected item-total correlation: the question against the rest of the
test. (L. Crocker & J. Algina, "Introduction to Classical and Modern Test Theory", 1986, ch. 14.)
"""

from dataclasses import dataclass

import numpy as np

from edu_core.analytics.progress import counting_responses
from edu_core.analytics.tables import AttemptTable, ResponseTable

LEAST_PUPILS = 10
"""With fewer answers than this the figures say nothing about the question."""


@dataclass(frozen=True)
class ItemFigures:
    """``discrimination`` is NaN with too few answers or when all answers earned the same."""

    item: str
    quiz: str
    n: int
    difficulty: float
    discrimination: float

    @property
    def enough(self) -> bool:
        """Whether the figures may be read at all."""
        return self.n >= LEAST_PUPILS


def item_figures(responses: ResponseTable, attempts: AttemptTable) -> tuple[ItemFigures, ...]:
    """The figures of every question answered in attempts that count, the hardest first."""
    kept = counting_responses(responses, attempts)
    items, place = np.unique(responses.item[kept], return_inverse=True)
    share = responses.score[kept] / responses.max_score[kept]
    attempt_ids, attempt = np.unique(responses.attempt[kept], return_inverse=True)
    total = np.bincount(attempt, responses.score[kept], len(attempt_ids))[attempt]
    most = np.bincount(attempt, responses.max_score[kept], len(attempt_ids))[attempt]
    rest_most = most - responses.max_score[kept]
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(rest_most > 0, (total - responses.score[kept]) / rest_most, np.nan)
    quiz = responses.quiz[kept]
    found: list[ItemFigures] = []
    for number, item in enumerate(items):
        mine = place == number
        found.append(
            ItemFigures(
                item=str(item),
                quiz=str(quiz[mine][0]),
                n=int(mine.sum()),
                difficulty=float(share[mine].mean()),
                discrimination=_correlation(share[mine], rest[mine]),
            )
        )
    return tuple(sorted(found, key=lambda figures: (figures.difficulty, figures.item)))


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    known = ~np.isnan(second)
    if known.sum() < LEAST_PUPILS or np.ptp(first[known]) == 0 or np.ptp(second[known]) == 0:
        return float("nan")
    return float(np.corrcoef(first[known], second[known])[0, 1])
