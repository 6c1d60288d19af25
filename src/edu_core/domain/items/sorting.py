"""Sorting: put each thing into the group it belongs to."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Pair, Paired, Part, Response
from edu_core.domain.items.base import ItemBase, Model, Text


class Group(Model):
    """A group and all that belongs into it."""

    name: Text
    members: tuple[Text, ...] = Field(min_length=1, max_length=8)


class Sorting(ItemBase):
    """Each thing in its right group earns its share.

    Groups are named g1, g2 …, things 1, 2, 3 … in the order of the file; what is shown is
    shuffled, so the numbers give nothing away.
    """

    LABEL: ClassVar[str] = "分类"
    HINT: ClassVar[str] = "把每一项放进它该去的那一组。"

    kind: Literal["sorting"] = "sorting"
    groups: tuple[Group, ...] = Field(min_length=2, max_length=4)

    SAMPLE: ClassVar[dict[str, object]] = {
        "groups": [
            {"name": "求助", "members": ["110", "120"]},
            {"name": "其他", "members": ["114"]},
        ],
    }

    @model_validator(mode="after")
    def _all_different(self) -> Self:
        members = [member for group in self.groups for member in group.members]
        if len(set(members)) != len(members):
            raise ValueError("groups: one thing stands in two groups")
        if len({group.name for group in self.groups}) != len(self.groups):
            raise ValueError("groups: two groups have the same name")
        return self

    def _placed(self) -> list[tuple[str, str, str]]:
        """(thing id, text, group id) in the order of the file."""
        members = [
            (text, f"g{number}")
            for number, group in enumerate(self.groups, start=1)
            for text in group.members
        ]
        return [(str(place), text, group) for place, (text, group) in enumerate(members, start=1)]

    def interaction(self) -> Pair:
        return Pair(
            left=tuple(Part(id=thing, text=text) for thing, text, _ in self._placed()),
            right=tuple(
                Part(id=f"g{number}", text=group.name)
                for number, group in enumerate(self.groups, start=1)
            ),
            reuse=True,
        )

    def correct_response(self) -> Response:
        return Paired(pairs={thing: group for thing, _, group in self._placed()})

    def credit(self, response: Response) -> float:
        if not isinstance(response, Paired):
            return 0.0
        placed = self._placed()
        right = sum(response.pairs.get(thing) == group for thing, _, group in placed)
        return right / len(placed)
