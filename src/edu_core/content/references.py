"""What files say about one another: ids, topics, sources, lessons and quizzes that must exist."""

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from edu_core.content.problems import Problem
from edu_core.content.registers import FactRegister, SourceRegister, TopicRegister
from edu_core.content.yaml_lines import Location
from edu_core.domain.items import Item
from edu_core.domain.items.base import SourceReference
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz

if TYPE_CHECKING:
    from edu_core.content.library import Library, Loaded

Registered = tuple[SourceReference, Location, str]
"""A source that is named, where, and by which question (or none)."""


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


def located_sources(loaded: "Loaded") -> Iterator[Registered]:
    """Every source a file names where it is written; what is inherited is not named again."""
    for item, location in located_items(loaded):
        here = (*location, "sources")
        if here in loaded.lined.lines:
            for place, reference in enumerate(item.sources):
                yield reference, (*here, place), item.id
    if isinstance(loaded.model, Lesson):
        for place, reference in enumerate(loaded.model.sources):
            yield reference, ("sources", place), ""
        for number, section in enumerate(loaded.model.sections):
            for reference in section.sources:
                yield reference, ("sections", number), ""
    elif isinstance(loaded.model, FactRegister):
        for number, fact in enumerate(loaded.model.facts):
            for place, reference in enumerate(fact.sources):
                yield reference, ("facts", number, "sources", place), ""


def reference_problems(library: "Library") -> Iterator[Problem]:
    """Everything that one file says and another does not hold."""
    yield from _doubled_ids(library)
    yield from _missing_registers(library)
    for loaded in library.files.values():
        if library.topics:
            yield from _unknown_topics(library, loaded)
        if library.sources:
            yield from _unknown_sources(library, loaded)
        if library.facts or "lessons/facts.yaml" not in library.unread:
            yield from _unknown_facts(library, loaded)
        yield from _unknown_objectives(library, loaded)
        yield from _broken_links(library, loaded)


def _missing_registers(library: "Library") -> Iterator[Problem]:
    """One sentence where a register is not there, instead of one for every question."""
    if not any(isinstance(loaded.model, Lesson | Quiz) for loaded in library.files.values()):
        return
    for file, noun, code, known in (
        ("lessons/topics.yaml", "知识点", "E402", library.topics),
        ("lessons/sources.yaml", "出处", "E403", library.sources),
    ):
        if not known and file not in library.unread:
            message = f"没有登记任何{noun}：缺少 {file}，或者它是空的。"
            yield Problem(file, 1, code, message, "对照写作手册写好它，或者从备份里找回来。")


def _named(loaded: "Loaded") -> Iterator[tuple[str, str, Location, str]]:
    """Every id of a file: what kind of thing it names, the id, its place, its question if any."""
    model = loaded.model
    for item, location in located_items(loaded):
        yield "题目", item.id, (*location, "id"), item.id
    if isinstance(model, Lesson):
        yield "课", model.id, ("id",), ""
        for place, objective in enumerate(model.objectives):
            yield "学习目标", objective.id, ("objectives", place, "id"), ""
    elif isinstance(model, Quiz):
        yield "测验", model.id, ("id",), ""
    elif isinstance(model, TopicRegister):
        for place, topic in enumerate(model.topics):
            yield "知识点", topic.id, ("topics", place, "id"), ""
    elif isinstance(model, SourceRegister):
        for place, source in enumerate(model.sources):
            yield "出处", source.id, ("sources", place, "id"), ""
    elif isinstance(model, FactRegister):
        for place, fact in enumerate(model.facts):
            yield "事实", fact.id, ("facts", place, "id"), ""


def _doubled_ids(library: "Library") -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for file, loaded in library.files.items():
        for noun, name, location, item_id in _named(loaded):
            line = loaded.lined.line_of(location)
            if (noun, name) not in seen:
                seen[noun, name] = (file, line)
                continue
            other, other_line = seen[noun, name]
            message = f"{noun}的 id “{name}”在 {other} 第 {other_line} 行已经用过。"
            hint = "换一个没有用过的 id；已经有人答过的题不要改 id，改另一道。"
            yield Problem(file, line, "E401", message, hint, item_id)


def _unknown_topics(library: "Library", loaded: "Loaded") -> Iterator[Problem]:
    named: list[tuple[str, Location, str]] = [
        (item.topic, (*location, "topic"), item.id) for item, location in located_items(loaded)
    ]
    if isinstance(loaded.model, Lesson):
        named += [
            (objective.topic, ("objectives", place, "topic"), "")
            for place, objective in enumerate(loaded.model.objectives)
        ]
    for topic, location, item_id in named:
        if topic not in library.topics and location in loaded.lined.lines:
            yield _unknown(
                loaded,
                location,
                "E402",
                "知识点",
                topic,
                library.topics,
                item_id,
                "lessons/topics.yaml",
            )


def _unknown_sources(library: "Library", loaded: "Loaded") -> Iterator[Problem]:
    register = "lessons/sources.yaml"
    for reference, location, item_id in located_sources(loaded):
        if reference.id not in library.sources:
            yield _unknown(
                loaded, location, "E403", "出处", reference.id, library.sources, item_id, register
            )
    if isinstance(loaded.model, SourceRegister):
        for place, source in enumerate(loaded.model.sources):
            if source.replaced_by is not None and source.replaced_by not in library.sources:
                location = ("sources", place, "replaced_by")
                yield _unknown(
                    loaded,
                    location,
                    "E403",
                    "出处",
                    source.replaced_by,
                    library.sources,
                    "",
                    register,
                )


def located_facts(loaded: "Loaded") -> Iterator[tuple[str, Location, str]]:
    """Every fact a file names, where, and by which question (or none)."""
    for item, location in located_items(loaded):
        for place, fact in enumerate(item.facts):
            yield fact, (*location, "facts", place), item.id
    if isinstance(loaded.model, Lesson):
        for number, section in enumerate(loaded.model.sections):
            for fact in section.facts:
                yield fact, ("sections", number), ""


def _unknown_facts(library: "Library", loaded: "Loaded") -> Iterator[Problem]:
    for fact, location, item_id in located_facts(loaded):
        if fact not in library.facts:
            register = "lessons/facts.yaml"
            yield _unknown(loaded, location, "E406", "事实", fact, library.facts, item_id, register)


def _unknown_objectives(library: "Library", loaded: "Loaded") -> Iterator[Problem]:
    """Questions of a lesson's quiz that name a goal which the lesson does not have."""
    model = loaded.model
    if isinstance(model, Quiz):
        lesson = library.lessons.get(model.lesson or "")
    else:
        lesson = model if isinstance(model, Lesson) else None
    known = {objective.id for objective in lesson.objectives} if lesson else set[str]()
    for item, location in located_items(loaded):
        if item.objective is None or item.objective in known:
            continue
        where = f"课“{lesson.id}”里没有" if lesson else "这份测验没有写属于哪一课，所以没有"
        message = f"{where}学习目标“{item.objective}”。"
        near = difflib.get_close_matches(item.objective, known, n=1, cutoff=0.5)
        hint = f"是不是“{near[0]}”？" if near else "写那一课 objectives 里的 id。"
        line = loaded.lined.line_of((*location, "objective"))
        yield Problem(loaded.file, line, "E407", message, hint, item.id)


def _unknown(
    loaded: "Loaded",
    location: Location,
    code: str,
    noun: str,
    name: str,
    known: Iterable[str],
    item_id: str,
    register: str,
) -> Problem:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    suggestion = f"是不是“{near[0]}”？" if near else f"先在 {register} 里加上它。"
    line = loaded.lined.line_of(location)
    return Problem(loaded.file, line, code, f"没有登记{noun}“{name}”。", suggestion, item_id)


def _broken_links(library: "Library", loaded: "Loaded") -> Iterator[Problem]:
    model = loaded.model
    if isinstance(model, Lesson):
        for field, quiz_id in (("quiz", model.quiz), ("before", model.before)):
            if quiz_id is not None:
                yield from _broken_quiz(library, loaded, model, field, quiz_id)
    if (
        isinstance(model, Quiz)
        and model.lesson is not None
        and model.lesson not in library.lessons
        and f"lessons/{model.lesson}.md" not in library.unread
    ):
        yield _missing(loaded, "lesson", "课", model.lesson, library.lessons)


def _broken_quiz(
    library: "Library", loaded: "Loaded", lesson: Lesson, field: str, quiz_id: str
) -> Iterator[Problem]:
    quiz = library.quizzes.get(quiz_id)
    if quiz is None:
        if f"quizzes/{quiz_id}.yaml" in library.unread:
            return  # the file is there, and what is wrong with it is said already
        yield _missing(loaded, field, "测验", quiz_id, library.quizzes)
    elif quiz.lesson not in (None, lesson.id):
        message = f"测验“{quiz.id}”写的是属于“{quiz.lesson}”，不是这一课。"
        hint = "让两个文件互相对上。"
        yield Problem(loaded.file, loaded.lined.line_of((field,)), "E405", message, hint)


def _missing(loaded: "Loaded", field: str, noun: str, name: str, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    suggestion = f"是不是“{near[0]}”？" if near else f"写好这份文件，或者删掉 {field} 这一行。"
    line = loaded.lined.line_of((field,))
    return Problem(loaded.file, line, "E404", f"没有找到{noun}“{name}”。", suggestion)
