"""Quiz files and the registers beside them: YAML to models."""

from collections.abc import Iterator
from typing import Any, cast

from pydantic import BaseModel

from edu_core.content.problems import Problem, Unusable
from edu_core.content.validation import validated
from edu_core.content.words import field_words
from edu_core.content.yaml_lines import Lined, Location, YamlError, load_yaml, read_text
from edu_core.domain.items import KINDS
from edu_core.domain.quiz import Quiz

NOT_SHARED = frozenset({"id", "stem", "kind"})
"""What every question must say for itself, so that ``defaults`` may not hold it."""

SHAREABLE = frozenset(name for kind in KINDS.values() for name in kind.model_fields) - NOT_SHARED


def read_yaml(raw: bytes, file: str) -> Lined:
    """The data of a YAML file whose outermost level is a mapping; raises ``Unusable``."""
    try:
        lined = load_yaml(read_text(raw))
    except YamlError as error:
        raise Unusable([as_problem(error, file)]) from error
    if not isinstance(lined.data, dict):
        message = "文件是空的。" if lined.data is None else "文件的最外层应该是“名字: 内容”。"
        raise Unusable([Problem(file, 1, "E110", message, "请对照写作手册里的例子。")])
    return lined


def as_problem(error: YamlError, file: str) -> Problem:
    """What a reader refused, as one of the problems of a file."""
    return Problem(file, error.line, error.code, error.message, error.suggestion)


def load_register(raw: bytes, file: str, model: type[BaseModel]) -> tuple[Any, Lined]:
    """A register with the lines of its values; raises ``Unusable``."""
    lined = read_yaml(raw, file)
    return validated(model, lined, file), lined


def load_quiz(raw: bytes, file: str) -> tuple[Quiz, Lined]:
    """A quiz with the lines of its values; raises ``Unusable``.

    ``questions:`` at the top stands for one section; ``defaults:`` lie under every question;
    the band of the quiz is the band of its questions.
    """
    read = read_yaml(raw, file)
    lined = _unfolded(read)
    problems = [*_wrong_outline(read, file), *_doubled_ids(lined, file)]
    try:
        quiz: Quiz = validated(Quiz, lined, file, {(): ("questions", "defaults")})
    except Unusable as error:
        problems += [problem for problem in error.problems if problem.code != "E401"]
        raise Unusable(problems) from error
    if problems:
        raise Unusable(problems)
    return quiz, lined


def _wrong_outline(lined: Lined, file: str) -> Iterator[Problem]:
    """What the models cannot see, because ``questions`` and ``defaults`` are unfolded before."""
    data = cast(dict[str, Any], lined.data)
    if "questions" in data and "sections" in data:
        line = lined.line_of(("questions",))
        message = "questions 和 sections 只能写一个。"
        yield Problem(
            file, line, "E208", message, "把 questions 放进 sections 里，或者去掉 sections。"
        )
    defaults = data.get("defaults")
    if defaults is not None and not isinstance(defaults, dict):
        message = f"{field_words('defaults')} 应该是几行“名字: 内容”。"
        yield Problem(file, lined.line_of(("defaults",)), "E203", message, "对照写作手册里的例子。")
        return
    for name in cast(dict[str, Any], defaults or {}):
        if name not in SHAREABLE:
            message = f"defaults 里不能写“{name}”。"
            yield Problem(
                file, lined.line_of(("defaults", name)), "E202", message, "把它写到每道题里。"
            )


def _doubled_ids(lined: Lined, file: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for location, question in _questions(lined.data):
        name = question.get("id")
        if not isinstance(name, str):
            continue
        line = lined.line_of((*location, "id"))
        if name in seen:
            message = f"id “{name}”写了两次：第 {seen[name]} 行和第 {line} 行。"
            yield Problem(file, line, "E401", message, "换一个没有用过的 id。", name)
        seen.setdefault(name, line)


def _questions(data: Any) -> Iterator[tuple[Location, dict[str, Any]]]:
    """The questions of unfolded data that are mappings, with their places."""
    sections = data.get("sections")
    for number, section in enumerate(sections if isinstance(sections, list) else []):
        questions = section.get("questions") if isinstance(section, dict) else None
        for place, question in enumerate(questions if isinstance(questions, list) else []):
            if isinstance(question, dict):
                yield (
                    ("sections", number, "questions", place),
                    cast(dict[str, Any], question),
                )


def _unfolded(lined: Lined) -> Lined:
    data, lines = dict(cast(dict[str, Any], lined.data)), dict(lined.lines)
    defaults = data.pop("defaults", None)
    shared: dict[str, Any] = {"band": data["band"]} if data.get("band") else {}
    origins: dict[str, int] = {"band": lined.line_of(("band",))}
    if isinstance(defaults, dict):
        for name, value in cast(dict[str, Any], defaults).items():
            if name in SHAREABLE:
                shared[name] = value
                origins[name] = lined.line_of(("defaults", name))
    if "questions" in data:
        questions = data.pop("questions")
        if "sections" not in data:
            data["sections"] = [{"questions": questions}]
            lines = _under_section(lines)
    sections = data.get("sections")
    if isinstance(sections, list):
        data["sections"] = [
            _inheriting(section, ("sections", number), shared, origins, lines)
            for number, section in enumerate(cast(list[Any], sections))
        ]
    return Lined(data, lines)


def _under_section(lines: dict[Location, int]) -> dict[Location, int]:
    """The lines where those of ``questions`` are found under the section that is made of them."""
    moved = {
        ("sections", 0, *location) if location and location[0] == "questions" else location: line
        for location, line in lines.items()
    }
    moved["sections",] = moved["sections", 0] = lines["questions",]
    return moved


def _inheriting(
    section: Any,
    location: Location,
    shared: dict[str, Any],
    origins: dict[str, int],
    lines: dict[Location, int],
) -> Any:
    """The section with what its questions inherit, at the lines where that was written."""
    if not isinstance(section, dict):
        return section
    found = cast(dict[str, Any], section)
    if not isinstance(found.get("questions"), list):
        return found
    questions: list[Any] = []
    for place, question in enumerate(cast(list[Any], found["questions"])):
        if not isinstance(question, dict):
            questions.append(question)
            continue
        written = cast(dict[str, Any], question)
        kind = KINDS.get(str(written.get("kind")))
        taken = (
            shared if kind is None else {n: v for n, v in shared.items() if n in kind.model_fields}
        )
        for name in taken:
            if name not in written:
                lines[(*location, "questions", place, name)] = origins[name]
        questions.append({**taken, **written})
    return {**found, "questions": questions}
