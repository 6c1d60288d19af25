"""Fill in: type one or more words."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Blank, Fill, Filled, Response
from edu_core.domain.items.base import ItemBase, LocalIdentifier, Model, ShortText
from edu_core.domain.normalise import normalised


class BlankSpec(Model):
    """One blank: every accepted answer, the first being the one shown as the key."""

    id: LocalIdentifier = ""
    label: str = ""
    accept: tuple[ShortText, ...] = Field(min_length=1)

    def takes(self, text: str) -> bool:
        """Whether the text means one of the accepted answers (see ``normalise``)."""
        return normalised(text) in {normalised(accepted) for accepted in self.accept}


class FillIn(ItemBase):
    """Each blank earns its share; a single blank may be written as ``accept`` alone."""

    LABEL: ClassVar[str] = "填空"
    HINT: ClassVar[str] = "填在空格里，繁体、全角、汉字数字都可以。"

    kind: Literal["fill_in"] = "fill_in"
    accept: tuple[ShortText, ...] = ()
    blanks: tuple[BlankSpec, ...] = ()

    SAMPLE: ClassVar[dict[str, object]] = {"accept": ["一一〇", "报警电话"]}

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if bool(self.accept) == bool(self.blanks):
            raise ValueError("give either accept (one blank) or blanks (several), not both")
        for blank in self.all_blanks():
            if not all(normalised(accepted) for accepted in blank.accept):
                raise ValueError("accept: an accepted answer is only punctuation or spaces")
        names = [blank.id for blank in self.all_blanks()]
        if len(set(names)) != len(names):
            raise ValueError("blanks: two blanks have the same id")
        if self.blanks:  # named for good: a stored quiz is read back under the same rules
            object.__setattr__(self, "blanks", self.all_blanks())
        return self

    def all_blanks(self) -> tuple[BlankSpec, ...]:
        """The blanks with their ids, however the author wrote them."""
        given = self.blanks or (BlankSpec(accept=self.accept),)
        return tuple(
            blank if blank.id else blank.model_copy(update={"id": f"blank{position}"})
            for position, blank in enumerate(given, start=1)
        )

    def interaction(self) -> Fill:
        return Fill(
            blanks=tuple(Blank(id=blank.id, label=blank.label) for blank in self.all_blanks())
        )

    def correct_response(self) -> Response:
        return Filled(texts={blank.id: blank.accept[0] for blank in self.all_blanks()})

    def credit(self, response: Response) -> float:
        if not isinstance(response, Filled):
            return 0.0
        blanks = self.all_blanks()
        right = sum(blank.takes(response.texts.get(blank.id, "")) for blank in blanks)
        return right / len(blanks)
