"""What files say about one another: ids, topics, sources, lessons and quizzes that must exist."""

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from edu_core.content.problems import Problem
from edu_core.content.yaml_lines import Location
from edu_core.domain.items import Item
from edu_core.domain.items.base import SourceReference
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz

if TYPE_CHECKING:
    from edu_core.content.library import Library, Loaded


def located_items(loaded: "Loaded") -> Iterator[tuple[Item, Location]]:
    """Every question of a file with its place in the data."""
    model = loaded.model
    if isinstance(model, Quiz):
        for number, section in enumerate(model.sections):
            for place, item in enumerate(section.questions):
                yield item, ("sections", number, "questions", place)
    elif isinstance(model, Lesson):
        for number, section in enumerate(model.sections):
            for place, block in enumerate(section.blocks):
                if block.check is not None:
                    yield block.check, ("sections", number, "blocks", place, "check")


def reference_problems(library: "Library") -> list[Problem]:
    """Everything that one file says and another does not hold."""
    return [
        *_doubled_ids(library),
        *_unknown_names(library),
        *_links(library),
    ]


def _doubled_ids(library: "Library") -> Iterator[Problem]:
    seen: dict[str, tuple[str, int]] = {}
    for file, loaded in library.files.items():
        names: list[tuple[str, Location]] = [
            (item.id, location) for item, location in located_items(loaded)
        ]
        if isinstance(loaded.model, Lesson):
            names += [
                (objective.id, ("objectives", place))
                for place, objective in enumerate(loaded.model.objectives)
            ]
        for name, location in names:
            line = loaded.lined.line_of(location)
            if name in seen:
                other, other_line = seen[name]
                yield Problem(
                    file,
                    line,
                    "E201",
                    f"id “{name}”在 {other} 第 {other_line} 行已经用过。",
                    "换一个没有用过的 id；已经有人答过的题不要改 id。",
                    name,
                )
            else:
                seen[name] = (file, line)
        yield from _doubled_documents(library, file, loaded)


def _doubled_documents(library: "Library", file: str, loaded: "Loaded") -> Iterator[Problem]:
    model = loaded.model
    in_use: object = None
    if isinstance(model, Lesson):
        in_use = library.lessons[model.id]
    elif isinstance(model, Quiz):
        in_use = library.quizzes[model.id]
    if in_use is not None and in_use is not model:
        line = loaded.lined.line_of(("id",))
        yield Problem(
            file,
            line,
            "E201",
            f"id “{getattr(model, 'id', '')}”在另一个文件里已经用过。",
            "换一个 id。",
        )


def _unknown_names(library: "Library") -> Iterator[Problem]:
    for file, loaded in library.files.items():
        for item, location in located_items(loaded):
            line = loaded.lined.line_of((*location, "topic"))
            if item.topic not in library.topics:
                yield _unknown(file, line, "E202", "知识点", item.topic, library.topics, item.id)
            source_line = loaded.lined.line_of((*location, "sources"))
            yield from _sources(library, file, source_line, item.sources, item.id)
        if isinstance(loaded.model, Lesson):
            line = loaded.lined.line_of(("sources",))
            yield from _sources(library, file, line, loaded.model.sources, "")
            for number, section in enumerate(loaded.model.sections):
                line = loaded.lined.line_of(("sections", number))
                yield from _sources(library, file, line, section.sources, "")


def _sources(
    library: "Library", file: str, line: int, sources: Iterable[SourceReference], item_id: str
) -> Iterator[Problem]:
    for reference in sources:
        source = library.sources.get(reference.id)
        if source is None:
            yield _unknown(file, line, "E203", "出处", reference.id, library.sources, item_id)
        elif source.replaced_by is not None:
            yield Problem(
                file,
                line,
                "E204",
                f"出处“{source.title}”已经被“{library.source_title(source.replaced_by)}”代替。",
                "对照新的规定重新核对内容，再改出处。",
                item_id,
            )


def _unknown(
    file: str, line: int, code: str, noun: str, name: str, known: Iterable[str], item_id: str
) -> Problem:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    suggestion = f"是不是“{near[0]}”？" if near else "先在登记文件里加上它。"
    return Problem(file, line, code, f"没有登记{noun}“{name}”。", suggestion, item_id)


def _links(library: "Library") -> Iterator[Problem]:
    for file, loaded in library.files.items():
        model = loaded.model
        if isinstance(model, Lesson) and model.quiz and model.quiz not in library.quizzes:
            line = loaded.lined.line_of(("quiz",))
            yield _unknown(file, line, "E205", "测验", model.quiz, library.quizzes, "")
        if isinstance(model, Quiz) and model.lesson and model.lesson not in library.lessons:
            line = loaded.lined.line_of(("lesson",))
            yield _unknown(file, line, "E205", "课", model.lesson, library.lessons, "")
