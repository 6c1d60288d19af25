"""Figures of a class against tables small enough to be worked out by hand, and slow references."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_core.analytics.items import item_figures
from edu_core.analytics.progress import (
    score_distribution,
    topic_grid,
    topic_summaries,
    weekly_trend,
)
from edu_core.analytics.tables import AttemptTable, ResponseTable

MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def attempts(rows: list[tuple[int, int, float | None, bool]]) -> AttemptTable:
    """(attempt, pupil, score of 10, counts); one attempt a day from a Monday."""
    at = [MONDAY + timedelta(days=place) for place in range(len(rows))]
    return AttemptTable.from_columns(
        attempt=[row[0] for row in rows],
        pupil=[row[1] for row in rows],
        quiz=["quiz"] * len(rows),
        started_at=at,
        finished_at=[
            None if row[2] is None else moment for row, moment in zip(rows, at, strict=True)
        ],
        score=[row[2] for row in rows],
        max_score=[10.0] * len(rows),
        counts=[row[3] for row in rows],
    )


def responses(rows: list[tuple[int, int, str, str, float]]) -> ResponseTable:
    """(attempt, pupil, item, topic, score of 1)."""
    return ResponseTable(
        pupil=np.array([row[1] for row in rows], dtype=np.int64),
        item=np.array([row[2] for row in rows], dtype=np.str_),
        topic=np.array([row[3] for row in rows], dtype=np.str_),
        quiz=np.array(["quiz"] * len(rows), dtype=np.str_),
        attempt=np.array([row[0] for row in rows], dtype=np.int64),
        score=np.array([row[4] for row in rows], dtype=np.float64),
        max_score=np.ones(len(rows)),
    )


def test_the_grid_counts_only_the_attempt_that_counts() -> None:
    table = attempts([(1, 7, 5.0, False), (2, 7, 9.0, True), (3, 8, 4.0, True)])
    given_ = responses(
        [
            (1, 7, "i1", "law", 0.0),
            (2, 7, "i1", "law", 1.0),
            (2, 7, "i2", "law", 0.5),
            (3, 8, "i3", "help", 1.0),
        ]
    )
    grid = topic_grid(given_, table, [8, 7, 9])
    assert grid.topics == ("help", "law")
    assert grid.n == 2
    expected = [[1.0, np.nan], [np.nan, 0.75], [np.nan, np.nan]]
    np.testing.assert_allclose(grid.share, expected)
    assert grid.answered.tolist() == [[1, 0], [0, 2], [0, 0]]


def test_weak_topics_come_first_and_name_the_pupils_but_not_on_few_answers() -> None:
    rows = [(n, n, "a", "known", 1.0) for n in range(1, 7)]
    rows += [(n, n, "b", "weak", float(n > 4)) for n in range(1, 7)]
    rows += [(1, 1, "c", "rare", 0.0)]
    table = attempts([(n, n, 5.0, True) for n in range(1, 7)])
    found = topic_summaries(topic_grid(responses(rows), table, range(1, 7)))
    assert [summary.topic for summary in found] == ["weak", "known", "rare"]
    assert found[0].weak == (1, 2, 3, 4)
    assert found[0].share == pytest.approx(1 / 3)


def test_the_distribution_puts_every_score_into_its_bin() -> None:
    table = attempts([(n, n, score, True) for n, score in enumerate([0.0, 5.9, 6.0, 10.0])])
    found = score_distribution(table, "quiz", 0.6)
    assert found.counts == (1, 0, 0, 0, 0, 1, 1, 0, 0, 1)
    assert (found.n, found.passed) == (4, 2)
    assert found.median == pytest.approx(0.595)
    nobody = score_distribution(table, "other", 0.6)
    assert (nobody.n, math.isnan(nobody.median)) == (0, True)


def test_weeks_begin_on_monday_in_china_and_empty_weeks_are_kept() -> None:
    table = attempts([(n, n % 2, 5.0, True) for n in range(20)])
    trend = weekly_trend(table)
    assert [str(week) for week in trend.weeks] == ["2026-11-02", "2026-11-09", "2026-11-16"]
    assert trend.finished == (7, 7, 6)
    assert trend.active == (2, 2, 2)
    assert weekly_trend(attempts([(1, 1, None, False)])).weeks == ()


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=3),
        min_size=10,
        max_size=25,
    )
)
def test_item_figures_are_those_of_a_slow_reference(scores: list[list[float]]) -> None:
    table = attempts([(n, n, sum(row), True) for n, row in enumerate(scores)])
    given_ = responses(
        [(n, n, f"i{k}", "t", score) for n, row in enumerate(scores) for k, score in enumerate(row)]
    )
    for figures in item_figures(given_, table):
        place = int(figures.item[1:])
        mine = [row[place] for row in scores]
        rest = [(sum(row) - row[place]) / 2 for row in scores]
        assert figures.difficulty == pytest.approx(sum(mine) / len(mine))
        assert figures.discrimination == pytest.approx(_slow(mine, rest), nan_ok=True)


def _slow(first: list[float], second: list[float]) -> float:
    mean_first, mean_second = sum(first) / len(first), sum(second) / len(second)
    if len(set(first)) == 1 or len(set(second)) == 1:
        return float("nan")
    together = sum((a - mean_first) * (b - mean_second) for a, b in zip(first, second, strict=True))
    spread = sum((a - mean_first) ** 2 for a in first) * sum((b - mean_second) ** 2 for b in second)
    return together / math.sqrt(spread)
