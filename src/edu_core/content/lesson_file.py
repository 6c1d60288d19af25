"""Lesson files: front matter and Markdown to models.

A lesson is a front matter between two ``---`` lines, then sections that begin with
``## title {#id facts="…" sources="…"}``. A picture alone on its line is an illustration, a
fenced block called ``check`` is a question. Raw HTML and links are refused.
"""

from typing import Any

from edu_core.content.lesson_body import BodyReader
from edu_core.content.problems import Problem, Unusable
from edu_core.content.quiz_file import as_problem
from edu_core.content.validation import validated
from edu_core.content.yaml_lines import Lined, Location, YamlError, load_yaml, read_text
from edu_core.domain.lesson import Lesson

MOST_LINES = 5_000
MOST_IN_A_PASSAGE = 10_000
"""Characters between two empty lines."""


def load_lesson(raw: bytes, file: str) -> tuple[Lesson, Lined]:
    """A lesson with the lines of its values; raises ``Unusable``."""
    try:
        front, body, body_line = split_lesson(read_text(raw))
        lined = load_yaml(front, first_line=2)
        if not isinstance(lined.data, dict):
            message = "开头两条“---”之间没有写课的信息。"
            raise YamlError("E301", message, 1, "写上 id、title、summary 等几行，见写作手册。")
    except YamlError as error:
        raise Unusable([as_problem(error, file)]) from error
    data: dict[str, Any] = dict(lined.data)
    lines: dict[Location, int] = dict(lined.lines)
    problems: list[Problem] = []
    if "sections" in data:
        message = "课的信息里不能写 sections。"
        line = lined.line_of(("sections",))
        problems.append(
            Problem(file, line, "E202", message, "小节写在正文里，用“## 标题 {#编号}”。")
        )
    reader = BodyReader(file, body, body_line, lined.data)
    try:
        data["sections"] = reader.read()
    except RecursionError as error:
        message = "正文嵌套太深，没有读取。"
        raise Unusable(
            [Problem(file, body_line, "E310", message, "减少括号和引用的层数。")]
        ) from error
    problems += reader.problems
    lines.update(reader.lines)
    if reader.problems and not data["sections"]:
        raise Unusable(problems)  # to say that sections are missing would only add noise
    return _made(Lined(data, lines), file, problems)


def _made(lined: Lined, file: str, problems: list[Problem]) -> tuple[Lesson, Lined]:
    try:
        lesson: Lesson = validated(Lesson, lined, file)
    except Unusable as error:
        raise Unusable([*problems, *error.problems]) from error
    if problems:
        raise Unusable(problems)
    return lesson, lined


def _refuse_long_passages(lines: list[str]) -> None:
    """Markdown takes time that grows with the square of a passage; nobody reads such a one."""
    if len(lines) > MOST_LINES:
        message = f"这一课有 {len(lines)} 行，超过 {MOST_LINES} 行，没有读取。"
        raise YamlError("E108", message, 1, "请分成几课。")
    length = start = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            length = 0
            continue
        start = number if length == 0 else start
        length += len(line)
        if length > MOST_IN_A_PASSAGE:
            message = f"这里有一段超过 {MOST_IN_A_PASSAGE} 个字，没有读取。"
            raise YamlError("E108", message, start, "分成几段，段与段之间空一行。")


def split_lesson(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins; raises ``YamlError``."""
    lines = text.split("\n")
    _refuse_long_passages(lines)
    if lines[0].rstrip() != "---":
        message = "课文的第一行应该是“---”。"
        raise YamlError("E301", message, 1, "先写“---”，再写课的信息，再写一行“---”。")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    message = "课的信息没有结束：缺少第二条“---”。"
    raise YamlError("E301", message, 1, "在课的信息和第一个小节之间写一行“---”。")
