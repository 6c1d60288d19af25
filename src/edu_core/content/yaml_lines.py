"""Strict YAML that keeps the line of every value and leaves text alone.

PyYAML is YAML 1.1, where ``no``, ``12:30`` and ``012`` change type. Here every scalar stays
the text that was written (only an empty value, ``null`` and ``~`` mean "nothing"); the models
turn text into numbers and dates where they want them. Tags, anchors and aliases are refused,
so no file can grow beyond its own size; nesting is limited while reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from edu_core.domain.errors import ContentError

MOST_BYTES = 1_000_000
MOST_DEPTH = 30

Location = tuple[str | int, ...]
Data = dict[str, Any] | list[Any] | str | None

_SAYS_NOTHING = frozenset({"", "null", "~"})

_PROBLEMS = (
    ("found character '\\t'", "缩进里有 Tab 键，请全部换成空格。"),
    ("could not find expected ':'", "这里好像少了一个英文冒号加空格（“: ”）。"),
    (
        "mapping values are not allowed",
        "这一行里多了一个冒号，或者上一行的缩进不对；有冒号的文字请用引号括起来。",
    ),
    ("did not find expected key", "缩进对不齐，或者上面少了引号。"),
    ("did not find expected '-'", "列表的每一项都要以“- ”开头，并且对齐。"),
    ("found unexpected end of stream", "引号或括号没有成对。"),
    ("while scanning a quoted scalar", "引号没有成对。"),
    ("did not find expected ',' or", "方括号或花括号里少了逗号，或者没有成对。"),
    ("found character that cannot start", "这里不能以这个符号开头，请给文字加上引号。"),
    ("control characters are not allowed", "文件里有看不见的控制字符，请删除。"),
)


@dataclass(frozen=True)
class Lined:
    """The data of a file, and the line (from 1) on which each value begins."""

    data: Data
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """The line of a value, or of the nearest thing around it that has one.

        Parts of ``location`` that are not in the file (names that a validator adds) are passed over.
        """
        found: Location = ()
        for part in location:
            if (*found, part) in self.lines:
                found = (*found, part)
        return self.lines.get(found, 1)


class YamlError(ContentError):
    """The file is not YAML we accept; ``facts["line"]`` says where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message, code="E101", line=line)
        self.line = line


def read_text(raw: bytes) -> str:
    """The text of a file; raises ``YamlError`` when it is too large or not UTF-8."""
    if len(raw) > MOST_BYTES:
        raise YamlError(f"文件有 {len(raw) / 1e6:.1f} MB，超过 1 MB，没有读取。请拆成几个文件。", 1)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlError("文件不是 UTF-8 编码，没有读取。请用“另存为”选择 UTF-8。", line) from error


def load_yaml(text: str, first_line: int = 1) -> Lined:
    """Read one YAML document; ``first_line`` is where the text stands in its file."""
    builder = _Builder(first_line)
    try:
        return builder.build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise YamlError(_explain(str(error)), line) from error
    except yaml.YAMLError as error:  # reader errors carry no mark
        raise YamlError(_explain(str(error)), first_line) from error


def _explain(problem: str) -> str:
    for pattern, words in _PROBLEMS:
        if pattern in problem:
            return words
    return "这里的格式读不懂，请检查缩进、引号和冒号。"


class _Builder:
    """Turns the event stream into data; refuses as soon as something is wrong."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._lines: dict[Location, int] = {}

    def build(self, events: Iterator[Any]) -> Lined:
        data: Data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError(
                        "一个文件里只能有一份内容，请删掉多余的“---”。", self._line(event)
                    )
            elif isinstance(event, yaml.NodeEvent):
                data = self._node(event, events, ())
        return Lined(data, self._lines)

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first_line

    def _node(self, event: Any, events: Iterator[Any], location: Location) -> Data:
        line = self._line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError("不能使用 & 或 * 引用；以 * 或 & 开头的文字请加上引号。", line)
        if getattr(event, "tag", None) not in (None, "!"):
            raise YamlError("不能使用 ! 标签；以 ! 开头的文字请加上引号。", line)
        if len(location) > MOST_DEPTH:
            raise YamlError(f"嵌套超过 {MOST_DEPTH} 层，没有读取。", line)
        self._lines[location] = line
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "")
            return None if plain and event.value in _SAYS_NOTHING else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, location)
        return self._mapping(events, location)

    def _sequence(self, events: Iterator[Any], location: Location) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*location, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], location: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = self._line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError("冒号前面只能是一个名字。", line)
            name = str(event.value)
            if name in found:
                before = self._lines[(*location, name)]
                raise YamlError(
                    f"“{name}”写了两次（第 {before} 行和第 {line} 行），请删掉一个。", line
                )
            found[name] = self._node(next(events), events, (*location, name))
            self._lines[(*location, name)] = line
        return found
