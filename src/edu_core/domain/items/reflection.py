"""Reflection: free text, marked by the teacher or counted as done."""

from typing import ClassVar, Literal

from pydantic import Field

from edu_core.domain.interaction import Response, Write, Written
from edu_core.domain.items.base import ItemBase, Text


class Reflection(ItemBase):
    """``done`` marking: enough characters earn the points. ``teacher`` marking: a teacher decides.

    ``model_answer`` is shown to the pupil when the question is closed, and guides the teacher.
    """

    LABEL: ClassVar[str] = "想一想"
    HINT: ClassVar[str] = "用自己的话写，没有标准答案。"

    kind: Literal["reflection"] = "reflection"
    marking: Literal["teacher", "done"] = "done"
    least: int = Field(default=10, ge=1, le=500)
    model_answer: Text | None = None

    SAMPLE: ClassVar[dict[str, object]] = {"least": 4, "model_answer": "先离开，再告诉老师。"}

    def interaction(self) -> Write:
        return Write(least=self.least)

    def correct_response(self) -> Response | None:
        if self.marking == "teacher" or self.model_answer is None:
            return None
        return Written(text=self.model_answer)

    def credit(self, response: Response) -> float | None:
        if not isinstance(response, Written):
            return 0.0
        if self.marking == "teacher":
            return None
        return float(len(response.text.strip()) >= self.least)
