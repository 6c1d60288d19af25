"""Ordering: put the parts in the right order."""

from itertools import combinations
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Arrange, Arranged, Part, Response
from edu_core.domain.items.base import ItemBase, Text

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Ordering(ItemBase):
    """``order`` lists the parts in the right order.

    ``partial`` marking is Kendall's rank correlation, not below zero: of all pairs of parts,
    those in the right order less those in the wrong order, divided by all pairs. A shuffled
    guess earns nothing on average. ``exact`` marking: all or nothing.
    (M. G. Kendall, "A New Measure of Rank Correlation", Biometrika 30, 1938.)
    """

    LABEL: ClassVar[str] = "排序"
    HINT: ClassVar[str] = "把它们排成正确的顺序。"

    kind: Literal["ordering"] = "ordering"
    order: tuple[Text, ...] = Field(min_length=2, max_length=8)
    marking: Literal["partial", "exact"] = "partial"

    SAMPLE: ClassVar[dict[str, object]] = {"order": ["先", "再", "后"]}

    @model_validator(mode="after")
    def _all_different(self) -> Self:
        if len(set(self.order)) != len(self.order):
            raise ValueError("order: two parts have the same text")
        return self

    def interaction(self) -> Arrange:
        return Arrange(
            parts=tuple(Part(id=LETTERS[place], text=text) for place, text in enumerate(self.order))
        )

    def correct_response(self) -> Response:
        return Arranged(order=tuple(LETTERS[: len(self.order)]))

    def credit(self, response: Response) -> float:
        if not isinstance(response, Arranged):
            return 0.0
        given = response.order
        if self.marking == "exact":
            return float(given == tuple(LETTERS[: len(self.order)]))
        pairs = list(combinations(given, 2))
        agreeing = sum(first < second for first, second in pairs)
        return max(0.0, (2 * agreeing - len(pairs)) / len(pairs))
