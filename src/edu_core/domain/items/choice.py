"""Choice: one right option, or several, or right and wrong."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Choose, Chosen, Part, Response
from edu_core.domain.items.base import ItemBase, LocalIdentifier, Model, Remark, Text

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Option(Model):
    """One answer to choose. ``feedback`` answers the thought that leads to it."""

    id: LocalIdentifier = ""
    text: Text
    correct: bool = False
    feedback: Text | None = None


def _with_ids(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(
        option if option.id else option.model_copy(update={"id": LETTERS[position]})
        for position, option in enumerate(options)
    )


class _ChoiceBase(ItemBase):
    options: tuple[Option, ...] = Field(min_length=2, max_length=10)

    @model_validator(mode="after")
    def _name_the_options(self) -> Self:
        options = _with_ids(self.options)
        if len({option.id for option in options}) != len(options):
            raise ValueError("options: two options have the same id")
        object.__setattr__(self, "options", options)
        return self

    def _parts(self) -> tuple[Part, ...]:
        return tuple(Part(id=option.id, text=option.text) for option in self.options)

    def key(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.options if option.correct)

    def correct_response(self) -> Response:
        return Chosen(options=tuple(option.id for option in self.options if option.correct))

    def remarks(self, response: Response) -> tuple[Remark, ...]:
        if not isinstance(response, Chosen):
            return ()
        return tuple(
            Remark(part=option.id, text=option.feedback)
            for option in self.options
            if option.id in response.options and option.feedback
        )


class SingleChoice(_ChoiceBase):
    """One right option among several; right or not."""

    LABEL: ClassVar[str] = "单选"
    HINT: ClassVar[str] = "选一个你认为正确的。"

    kind: Literal["single_choice"] = "single_choice"

    SAMPLE: ClassVar[dict[str, object]] = {
        "options": [
            {"text": "甲", "correct": True},
            {"text": "乙", "feedback": "想一想"},
            {"text": "丙"},
        ],
    }

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.key()) != 1:
            raise ValueError("options: exactly one option must be correct")
        return self

    def interaction(self) -> Choose:
        return Choose(options=self._parts())

    def credit(self, response: Response) -> float:
        return float(isinstance(response, Chosen) and frozenset(response.options) == self.key())


class MultipleChoice(_ChoiceBase):
    """Several right options.

    ``partial`` marking: all right options and no other earn everything, a part of them earns
    that part, and any wrong option earns nothing but takes nothing away either (so that
    ticking everything never pays). ``exact`` marking: all or nothing.
    """

    LABEL: ClassVar[str] = "多选"
    HINT: ClassVar[str] = "可多选。选对一部分也有分，选错一个就没有分。"

    kind: Literal["multiple_choice"] = "multiple_choice"
    marking: Literal["partial", "exact"] = "partial"

    SAMPLE: ClassVar[dict[str, object]] = {
        "options": [
            {"text": "甲", "correct": True},
            {"text": "乙", "correct": True},
            {"text": "丙"},
        ],
    }

    @model_validator(mode="after")
    def _a_key_and_a_distractor(self) -> Self:
        if not self.key():
            raise ValueError("options: at least one option must be correct")
        return self

    def interaction(self) -> Choose:
        return Choose(options=self._parts(), multiple=True)

    def credit(self, response: Response) -> float:
        if not isinstance(response, Chosen):
            return 0.0
        chosen, key = frozenset(response.options), self.key()
        if self.marking == "exact" or not chosen <= key:
            return float(chosen == key)
        return len(chosen) / len(key)


class TrueFalse(ItemBase):
    """A statement that holds or does not."""

    LABEL: ClassVar[str] = "判断"
    HINT: ClassVar[str] = "这句话对吗？"

    kind: Literal["true_false"] = "true_false"
    correct: bool
    keep_option_order: bool = True
    feedback: Text | None = None

    SAMPLE: ClassVar[dict[str, object]] = {"correct": False}

    def interaction(self) -> Choose:
        return Choose(options=(Part(id="true", text="正确"), Part(id="false", text="错误")))

    def correct_response(self) -> Response:
        return Chosen(options=("true" if self.correct else "false",))

    def credit(self, response: Response) -> float:
        return float(response == self.correct_response())

    def remarks(self, response: Response) -> tuple[Remark, ...]:
        if self.feedback and isinstance(response, Chosen) and not self.credit(response):
            return (Remark(part=response.options[0], text=self.feedback),)
        return ()
