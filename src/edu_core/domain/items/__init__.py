"""The register of question kinds. A new kind is one module, one import and one union line."""

from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from edu_core.domain.interaction import Response, accepts
from edu_core.domain.items.base import ItemBase, Model
from edu_core.domain.items.choice import MultipleChoice, SingleChoice, TrueFalse
from edu_core.domain.items.fill import FillIn
from edu_core.domain.items.matching import Matching
from edu_core.domain.items.numeric import Numeric
from edu_core.domain.items.ordering import Ordering
from edu_core.domain.items.reflection import Reflection
from edu_core.domain.items.scenario import Scenario
from edu_core.domain.items.sorting import Sorting

Item = Annotated[
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | FillIn
    | Numeric
    | Ordering
    | Matching
    | Sorting
    | Scenario
    | Reflection,
    Field(discriminator="kind"),
]

ITEM_ADAPTER: TypeAdapter[Item] = TypeAdapter(Item)
KINDS: dict[str, type[ItemBase]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(Item)[0])
}
"""Kind name to model, in the order of the union."""


class Outcome(Model):
    """What a response earned; ``score`` is ``None`` while a teacher has to mark it."""

    score: float | None
    max_score: float

    @property
    def right(self) -> bool:
        """Whether everything was earned."""
        return self.score is not None and self.score >= self.max_score


def grade(item: ItemBase, response: Response) -> Outcome:
    """The outcome of a response; one that does not fit the question earns nothing."""
    if not accepts(item.interaction(), response):
        return Outcome(score=0.0, max_score=float(item.points))
    credit = item.credit(response)
    score = None if credit is None else round(item.points * min(1.0, max(0.0, credit)), 4)
    return Outcome(score=score, max_score=float(item.points))
