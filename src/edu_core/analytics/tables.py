"""Attempts and responses as columns of equal length, which numpy can work on at once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


def _moments(values: list[datetime | None]) -> NDArray[np.datetime64]:
    plain = [None if at is None else at.astimezone(UTC).replace(tzinfo=None) for at in values]
    return np.array(plain, dtype="datetime64[s]")


def _numbers(values: list[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _names(values: list[str]) -> NDArray[np.str_]:
    return np.array(values, dtype=np.str_)


def _ids(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


@dataclass(frozen=True)
class AttemptTable:
    """One row an attempt. ``score`` is NaN while it runs; ``counts`` marks the one that counts."""

    attempt: NDArray[np.int64]
    pupil: NDArray[np.int64]
    quiz: NDArray[np.str_]
    started_at: NDArray[np.datetime64]
    finished_at: NDArray[np.datetime64]
    score: NDArray[np.float64]
    max_score: NDArray[np.float64]
    counts: NDArray[np.bool_]

    @classmethod
    def from_columns(cls, **columns: list[Any]) -> Self:
        """Build the table from lists; ``None`` becomes NaN or NaT."""
        return cls(
            attempt=_ids(columns["attempt"]),
            pupil=_ids(columns["pupil"]),
            quiz=_names(columns["quiz"]),
            started_at=_moments(columns["started_at"]),
            finished_at=_moments(columns["finished_at"]),
            score=_numbers(columns["score"]),
            max_score=_numbers(columns["max_score"]),
            counts=np.array(columns["counts"], dtype=np.bool_),
        )


@dataclass(frozen=True)
class ResponseTable:
    """One row a response. ``score`` is NaN while a teacher has to mark it."""

    pupil: NDArray[np.int64]
    item: NDArray[np.str_]
    topic: NDArray[np.str_]
    quiz: NDArray[np.str_]
    attempt: NDArray[np.int64]
    score: NDArray[np.float64]
    max_score: NDArray[np.float64]
