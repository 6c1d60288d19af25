"""Strict YAML that keeps the line of every value and leaves text alone.

PyYAML is YAML 1.1, where ``no``, ``12:30`` and ``012`` change type. Here every scalar stays
the text that was written (only an empty value, ``null`` and ``~`` mean "nothing"); the models
turn text into numbers and dates where they want them. Tags, anchors and aliases are refused,
so no file can grow beyond its own size; nesting and number of values are limited while reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from edu_core.domain.errors import ContentError

MOST_BYTES = 1_000_000
MOST_DEPTH = 30
MOST_VALUES = 50_000
"""A quiz of 200 questions has about 10,000 values."""

Location = tuple[str | int, ...]
Data = dict[str, Any] | list[Any] | str | None

_SAYS_NOTHING = frozenset({"", "null", "~"})
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters, and line ends that editors and YAML count differently."""

_CUT = re.compile(r" +#[^\s#]")
_QUOTE_IT = "如果是文字，请给整段文字加上英文引号。"
_EXPLANATIONS = (
    ("could not find expected ':'", "这里好像少了一个英文冒号和空格。", "写成“名字: 内容”。"),
    (
        "mapping values are not allowed",
        "这一行多了一个英文冒号，或者上一行的缩进不对。",
        "文字里的冒号请用全角“：”，或者给整段文字加上英文引号。",
    ),
    (
        "did not find expected key",
        "缩进没有对齐，或者上面的引号没有成对。",
        "对照相邻几行的缩进；文字里的引号请用中文引号“”。",
    ),
    (
        "did not find expected '-'",
        "列表的项没有对齐。",
        "每一项都以“- ”开头，前面的空格数要一样。",
    ),
    ("while scanning a quoted scalar", "引号没有成对。", "检查这一行开头和结尾的英文引号。"),
    ("did not find expected ','", "方括号或花括号没有成对，或者少了英文逗号。", _QUOTE_IT),
    ("did not find expected node content", "方括号或花括号里多了一个符号。", _QUOTE_IT),
    ("scanning an alias", "文字不能以 * 开头。", _QUOTE_IT),
    ("scanning an anchor", "文字不能以 & 开头。", _QUOTE_IT),
    ("a tag", "文字不能以 ! 开头。", _QUOTE_IT),
    ("directive", "文字不能以 % 开头。", _QUOTE_IT),
    ("scanning a block scalar", "竖线 | 或大于号 > 后面不能再写字。", "把文字写到下一行并缩进。"),
    ("cannot start any token", "文字不能以这个符号开头。", _QUOTE_IT),
    (
        "unknown escape character",
        "英文双引号里的反斜杠 \\ 有特别的意思。",
        "去掉反斜杠，或者把外面的双引号换成英文单引号。",
    ),
    ("a simple key", "冒号前面的名字太长，或者多了一个冒号。", _QUOTE_IT),
)

_TYPED_WRONG: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"\s*[\u3000\u00a0]"),
        "行首的空格是全角空格或不间断空格。",
        "删掉行首的空格，换成英文（半角）空格，和相邻几行对齐。",
    ),
    (re.compile(r"\s*[－—–‐]\s*\S"), "开头的横线不是英文减号。", "换成英文减号“-”，后面空一格。"),
    (re.compile(r"[^\"'#]*[｛｝［］]"), "花括号或方括号是全角的。", "换成英文的 { } [ ]。"),
    (
        re.compile(r"\s*(- )?[A-Za-z_]+："),
        "名字后面的冒号是全角“：”。",
        "换成英文冒号，后面空一格，写成“名字: 内容”。",
    ),
    (
        re.compile(r"[^\"'#]*[{，][^\"'#]*，\s*[A-Za-z_]+\s*[:：]"),
        "花括号里两项之间的逗号是全角“，”。",
        "换成英文逗号，后面空一格。",
    ),
    (
        re.compile(r"\s*(- )?[A-Za-z_]+:[^\s:/]"),
        "冒号后面少了一个空格。",
        "写成“名字: 内容”，冒号后面空一格。",
    ),
    (re.compile(r"\s*-[A-Za-z]"), "减号后面少了一个空格。", "写成“- 内容”，减号后面空一格。"),
)
"""What a Chinese keyboard does to a line: pattern at its beginning, message and suggestion."""

_BEGINS_WHERE_IT_IS_WRONG = ("while scanning a quoted scalar", "could not find expected ':'")
"""Mistakes that the parser notices lines later than they were made."""


@dataclass(frozen=True)
class Lined:
    """The data of a file, and the line (from 1) on which each value begins."""

    data: Data
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """The line of a value, or of the nearest thing around it that has one.

        Parts of ``location`` that are not in the file (a validator adds some) are passed over.
        """
        found: Location = ()
        for part in location:
            if (*found, part) in self.lines:
                found = (*found, part)
        return self.lines.get(found, 1)


class YamlError(ContentError):
    """The file is not text we accept; ``line`` says where and ``suggestion`` how to mend it."""

    def __init__(self, code: str, message: str, line: int, suggestion: str = "") -> None:
        super().__init__(message, code=code, line=line)
        self.line = line
        self.suggestion = suggestion


def too_large(size: int) -> YamlError:
    """What is said about a file of ``size`` bytes, which is then not read at all."""
    message = f"文件有 {size / 1e6:.1f} MB，超过 1 MB，没有读取。"
    return YamlError("E101", message, 1, "请拆成几个文件。")


def read_text(raw: bytes) -> str:
    """The text of a file; raises ``YamlError``: too large, not UTF-8, hidden characters."""
    if len(raw) > MOST_BYTES:
        raise too_large(len(raw))
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "文件不是 UTF-8 编码，没有读取。"
        raise YamlError("E102", message, line, "请用“另存为”，编码选 UTF-8。") from error
    if hidden := _INVISIBLE.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        message = f"这一行有看不见的控制字符（U+{ord(hidden.group()):04X}）。"
        raise YamlError("E102", message, line, "删掉这一行，重新输入一遍。")
    return text


def load_yaml(text: str, first_line: int = 1) -> Lined:
    """Read one YAML document; ``first_line`` is where the text stands in its file."""
    tab = text.find("\t")
    if tab >= 0:
        line = text.count("\n", 0, tab) + first_line
        raise YamlError("E104", "这一行里有 Tab 键。", line, "请全部换成空格，每一级缩进两个空格。")
    try:
        loader: Any = yaml.CSafeLoader(text)  # its events carry the lines; nothing is constructed
        return _Builder(first_line, text).build(iter(loader.get_event, None))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if any(part in str(error) for part in _BEGINS_WHERE_IT_IS_WRONG):
            mark = error.context_mark or mark
        line = min(mark.line if mark else 0, text.count("\n")) + first_line
        raise _typed_wrong(text, line, first_line) or YamlError(
            "E103", *_explain(str(error), line)
        ) from error
    except yaml.YAMLError as error:  # the reader's errors carry no mark
        raise YamlError("E103", *_explain(str(error), first_line)) from error


def _typed_wrong(text: str, line: int, first_line: int) -> YamlError | None:
    """A slip of the keyboard on the line that cannot be read, or on the one above it."""
    lines = text.split("\n")
    for number in (line, line - 1):
        place = number - first_line
        for pattern, message, suggestion in _TYPED_WRONG if 0 <= place < len(lines) else ():
            if pattern.match(lines[place]):
                return YamlError("E103", message, number, suggestion)
    return None


def _explain(problem: str, line: int) -> tuple[str, int, str]:
    for pattern, message, suggestion in _EXPLANATIONS:
        if pattern in problem:
            return message, line, suggestion
    return "这里的格式读不懂。", line, "检查这一行和上一行的缩进、引号和冒号。"


class _Builder:
    """Turns the event stream into data; refuses as soon as something is wrong."""

    def __init__(self, first_line: int, text: str) -> None:
        self._first_line = first_line
        self._written = text.split("\n") if " #" in text else []
        self._lines: dict[Location, int] = {}

    def build(self, events: Iterator[Any]) -> Lined:
        data: Data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "一个文件里只能有一份内容。"
                    raise YamlError("E109", message, self._line(event), "删掉这一行“---”。")
            elif isinstance(event, yaml.StreamEndEvent):
                break
            elif isinstance(event, yaml.NodeEvent):
                data = self._node(event, events, ())
        return Lined(data, self._lines)

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first_line

    def _node(self, event: Any, events: Iterator[Any], location: Location) -> Data:
        line = self._line(event)
        self._refuse_unsafe(event, line, location)
        self._lines[location] = line
        kind = type(event)
        if kind is yaml.ScalarEvent:
            plain = event.style in (None, "")
            if plain and self._written:
                self._refuse_cut(event)
            return None if plain and event.value in _SAYS_NOTHING else str(event.value)
        if kind is yaml.SequenceStartEvent:
            return self._sequence(events, location)
        return self._mapping(events, location)

    def _refuse_unsafe(self, event: Any, line: int, location: Location) -> None:
        if event.anchor is not None:  # an alias carries its name there too
            raise YamlError("E106", "不能使用 & 和 * 引用。", line, _QUOTE_IT)
        if event.tag is not None and event.tag != "!":
            raise YamlError("E105", "不能使用 ! 标签。", line, _QUOTE_IT)
        if len(location) > MOST_DEPTH:
            message = f"嵌套超过 {MOST_DEPTH} 层，没有读取。"
            raise YamlError("E108", message, line, "减少缩进的层数。")
        if len(self._lines) > MOST_VALUES:
            message = f"内容超过 {MOST_VALUES} 项，没有读取。"
            raise YamlError("E108", message, line, "请拆成几个文件。")

    def _refuse_cut(self, event: Any) -> None:
        """Text behind `` #`` is a comment to YAML; without a space behind it, it was meant."""
        mark = event.end_mark
        if mark.line < len(self._written) and _CUT.match(self._written[mark.line], mark.column):
            message = "“#”后面的字会被当成说明，学生看不到。"
            hint = "如果是文字，请给整段文字加上英文引号；如果是说明，在 # 后面空一格。"
            raise YamlError("E112", message, int(mark.line) + self._first_line, hint)

    def _sequence(self, events: Iterator[Any], location: Location) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self._node(event, events, (*location, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], location: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                break
            line = self._line(event)
            if type(event) is not yaml.ScalarEvent:
                if type(event) is yaml.AliasEvent:
                    raise YamlError("E106", "不能使用 & 和 * 引用。", line, _QUOTE_IT)
                raise YamlError("E103", "冒号前面只能是一个名字。", line, _QUOTE_IT)
            self._refuse_unsafe(event, line, location)
            name = str(event.value)
            if name in found:
                before = self._lines[(*location, name)]
                message = f"“{name}”写了两次：第 {before} 行和第 {line} 行。"
                raise YamlError("E107", message, line, "删掉其中一个。")
            found[name] = self._node(next(events), events, (*location, name))
            self._lines[(*location, name)] = line
        return found
