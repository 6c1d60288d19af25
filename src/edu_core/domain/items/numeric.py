"""Numeric: type a number, right within a tolerance."""

from decimal import Decimal
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Blank, Fill, Filled, Response
from edu_core.domain.items.base import ItemBase
from edu_core.domain.normalise import number_from

BLANK = "number"


class Numeric(ItemBase):
    """A number is right when it differs from ``value`` by at most ``tolerance`` (same unit)."""

    LABEL: ClassVar[str] = "填数"
    HINT: ClassVar[str] = "填一个数字。"

    kind: Literal["numeric"] = "numeric"
    value: Decimal
    tolerance: Decimal = Field(default=Decimal(0), ge=0)
    unit: str = ""

    SAMPLE: ClassVar[dict[str, object]] = {"value": "94", "tolerance": "0.5", "unit": "%"}

    @model_validator(mode="after")
    def _can_be_typed(self) -> Self:
        # 1e3 is a number to a machine, but typed by a pupil it is read as nothing.
        if number_from(str(self.value)) != self.value:
            raise ValueError("value: cannot be typed as plain digits")
        return self

    def interaction(self) -> Fill:
        return Fill(blanks=(Blank(id=BLANK, numeric=True, unit=self.unit),))

    def correct_response(self) -> Response:
        return Filled(texts={BLANK: str(self.value)})

    def credit(self, response: Response) -> float:
        if not isinstance(response, Filled):
            return 0.0
        text = response.texts.get(BLANK, "").strip().removesuffix(self.unit)
        given = number_from(text)
        return float(given is not None and abs(given - self.value) <= self.tolerance)
