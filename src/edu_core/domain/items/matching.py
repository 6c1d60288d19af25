"""Matching: join each thing on the left with its one partner on the right."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Pair, Paired, Part, Response
from edu_core.domain.items.base import ItemBase, Model, Text

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Match(Model):
    """Two things that belong together."""

    left: Text
    right: Text


class Matching(ItemBase):
    """Each right pair earns its share. ``extra`` are right-hand parts without a partner.

    Left parts are named 1, 2, 3 …, right parts a, b, c …; the first right part belongs to
    the first left one. What is shown is shuffled, so the letters give nothing away.
    """

    LABEL: ClassVar[str] = "配对"
    HINT: ClassVar[str] = "给每一项找到相配的那一项。"

    kind: Literal["matching"] = "matching"
    pairs: tuple[Match, ...] = Field(min_length=2, max_length=8)
    extra: tuple[Text, ...] = Field(default=(), max_length=4)

    SAMPLE: ClassVar[dict[str, object]] = {
        "pairs": [{"left": "110", "right": "报警"}, {"left": "120", "right": "急救"}],
        "extra": ["查号"],
    }

    @model_validator(mode="after")
    def _all_different(self) -> Self:
        rights = [pair.right for pair in self.pairs] + list(self.extra)
        lefts = [pair.left for pair in self.pairs]
        if len(set(rights)) != len(rights) or len(set(lefts)) != len(lefts):
            raise ValueError("pairs: two parts have the same text")
        return self

    def interaction(self) -> Pair:
        rights = [pair.right for pair in self.pairs] + list(self.extra)
        return Pair(
            left=tuple(
                Part(id=str(place), text=pair.left)
                for place, pair in enumerate(self.pairs, start=1)
            ),
            right=tuple(Part(id=LETTERS[place], text=text) for place, text in enumerate(rights)),
        )

    def correct_response(self) -> Response:
        return Paired(pairs={str(place + 1): LETTERS[place] for place in range(len(self.pairs))})

    def credit(self, response: Response) -> float:
        if not isinstance(response, Paired):
            return 0.0
        right = sum(
            response.pairs.get(str(place + 1)) == LETTERS[place] for place in range(len(self.pairs))
        )
        return right / len(self.pairs)
