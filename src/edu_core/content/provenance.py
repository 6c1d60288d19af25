"""What rests on a source: found in a second when a law changes (``edu sources``)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from edu_core.content.library import Library, Loaded
from edu_core.content.references import located_facts, located_items
from edu_core.content.registers import FactRegister
from edu_core.content.yaml_lines import Location
from edu_core.domain.items.base import SourceReference
from edu_core.domain.lesson import Lesson


@dataclass(frozen=True, order=True)
class Resting:
    """A place that rests on a source: ``noun`` says what it is, ``through`` names the fact that
    leads there, empty where the source is named itself.
    """

    file: str
    line: int
    noun: str
    name: str
    article: str = ""
    through: str = ""

    def __str__(self) -> str:
        article = f"  {self.article}" if self.article else ""
        through = f"  经由事实 {self.through}" if self.through else ""
        return f"{self.file}:{self.line}  {self.noun} {self.name}{article}{through}"


_Named = tuple[SourceReference, Location, str, str]
"""A source that is named, where, what names it, and its id."""


def resting_on(library: Library, source: str) -> tuple[Resting, ...]:
    """Everything that rests on a source, by itself or through a fact, by file and line."""
    found: set[Resting] = set()
    facts = {
        fact.id
        for fact in library.facts.values()
        if any(reference.id == source for reference in fact.sources)
    }
    for loaded in library.files.values():
        for reference, location, noun, name in _named_sources(loaded):
            if reference.id == source:
                line = loaded.lined.line_of(location)
                found.add(Resting(loaded.file, line, noun, name, reference.article or ""))
        direct = {(one.noun, one.name) for one in found if one.file == loaded.file}
        for fact, location, item_id in located_facts(loaded):
            noun, name = ("题", item_id) if item_id else ("小节", _section_name(loaded, location))
            if fact in facts and (noun, name) not in direct:
                line = loaded.lined.line_of(location)
                found.add(Resting(loaded.file, line, noun, name, through=fact))
    return tuple(sorted(found))


def count_resting(library: Library) -> Counter[str]:
    """Source id to how many facts, lessons, sections and questions name it themselves."""
    return Counter(
        reference.id
        for loaded in library.files.values()
        for reference, _, _, _ in _named_sources(loaded)
    )


def _named_sources(loaded: Loaded) -> Iterator[_Named]:
    for item, location in located_items(loaded):
        for reference in item.sources:
            yield reference, location, "题", item.id
    model = loaded.model
    if isinstance(model, Lesson):
        for place, reference in enumerate(model.sources):
            yield reference, ("sources", place), "课", model.id
        for number, section in enumerate(model.sections):
            for reference in section.sources:
                yield reference, ("sections", number), "小节", f"{model.id}#{section.id}"
    elif isinstance(model, FactRegister):
        for number, fact in enumerate(model.facts):
            for reference in fact.sources:
                yield reference, ("facts", number), "事实", fact.id


def _section_name(loaded: Loaded, location: Location) -> str:
    lesson: Lesson = loaded.model
    return f"{lesson.id}#{lesson.sections[int(location[1])].id}"
