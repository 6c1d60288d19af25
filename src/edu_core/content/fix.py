"""``edu check --fix``: mend what can be mended without asking, in place.

Only characters inside lines change, so comments and layout stay. Every single change is taken
back unless the file still says the same afterwards, but for the punctuation that was meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from edu_core.content import wording
from edu_core.content.lesson_body import BodyReader
from edu_core.content.lesson_file import split_lesson
from edu_core.content.library import content_files, readable
from edu_core.content.yaml_lines import YamlError, load_yaml, read_text

_FULL_WIDTH = str.maketrans(",;:!?.()", "，；：！？。（）")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_STOPS = "，。！？；：、…"
_PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "「": "」", "【": "】"}


@dataclass(frozen=True)
class Mended:
    """A line that was changed, with what stood there and what stands there now."""

    file: str
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  “{self.before.strip()}” 改成 “{self.after.strip()}”"


@dataclass(frozen=True)
class _Edit:
    line: int
    start: int
    end: int
    text: str


def fix_content(root: Path) -> tuple[Mended, ...]:
    """Mend all content files below a folder; files that cannot be read are left alone."""
    mended: list[Mended] = []
    for path in content_files(root):
        if not readable(root, path):
            continue
        try:
            raw = path.read_bytes()
            before = read_text(raw)
        except (OSError, YamlError):
            continue
        file = path.relative_to(root).as_posix()
        after = fix_text(before, file)
        if after == before:
            continue
        if b"\r\n" in raw:
            path.write_bytes(after.replace("\n", "\r\n").encode())
        else:
            path.write_bytes(after.encode())
        pairs = zip(before.split("\n"), after.split("\n"), strict=True)
        mended += [
            Mended(file, number, old, new)
            for number, (old, new) in enumerate(pairs, start=1)
            if old != new
        ]
    return tuple(mended)


def fix_text(text: str, file: str) -> str:
    """The text of a content file with everything mended that is safe; same lines, same data."""
    lesson = file.endswith(".md")
    try:
        meaning = _meaning(text, lesson)
    except (YamlError, RecursionError):
        return text
    edits = list(_edits(text, lesson))
    together = _applied(text, edits)
    if _means(together, lesson, meaning):
        return together
    for edit in reversed(edits):  # from the end, so that the places of the others stay right
        candidate = _applied(text, [edit])
        if _means(candidate, lesson, meaning):
            text = candidate
    return text


def _means(text: str, lesson: bool, meaning: Any) -> bool:
    try:
        return _meaning(text, lesson) == meaning
    except (YamlError, RecursionError):
        return False


def _meaning(text: str, lesson: bool) -> Any:
    """The data of a file without the differences that mending makes."""
    if not lesson:
        return _canonical(load_yaml(text).data)
    front, body, line = split_lesson(text)
    data = load_yaml(front).data
    reader = BodyReader("", body, line, data if isinstance(data, dict) else {})
    sections = reader.read()
    return _canonical([data, sections, len(reader.problems)])


def _canonical(data: Any) -> Any:
    if isinstance(data, str):
        return " ".join(data.replace("**", "").translate(_FULL_WIDTH).split())
    if isinstance(data, list):
        return [_canonical(part) for part in cast(list[Any], data)]
    if isinstance(data, dict):
        return {name: _canonical(part) for name, part in cast(dict[str, Any], data).items()}
    return data


def _applied(text: str, edits: list[_Edit]) -> str:
    lines = text.split("\n")
    for edit in reversed(edits):
        line = lines[edit.line]
        lines[edit.line] = line[: edit.start] + edit.text + line[edit.end :]
    return "\n".join(lines)


def _edits(text: str, lesson: bool) -> Iterator[_Edit]:
    """What might be changed, from first to last, no two of them overlapping."""
    for number, line in enumerate(text.split("\n")):
        if line.lstrip().startswith("#") and not line.lstrip().startswith("##"):
            continue  # a comment
        taken = 0
        comment = line.find(" #") if " #" in line else len(line)
        for edit in sorted(_edits_of_line(line, number, lesson), key=lambda edit: edit.start):
            if edit.start >= taken and (edit.start < comment or not edit.text):
                yield edit
                taken = edit.end


def _edits_of_line(line: str, number: int, lesson: bool) -> Iterator[_Edit]:
    for found in wording.HALF_WIDTH.finditer(line):
        sign = found.group().translate(_FULL_WIDTH)
        yield _Edit(number, found.start(), found.end(), sign)
    for found in wording.HALF_WIDTH_BRACKETS.finditer(line):
        yield _Edit(number, found.start(), found.start() + 1, "（")
        yield _Edit(number, found.end() - 1, found.end(), "）")
    if wording.has_broken_bold(line):
        for found in _BOLD.finditer(line):
            mended = _bold_outside(found.group(1))
            around = line[: found.start()][-1:] + mended + line[found.end() :][:1]
            if mended != found.group() and not wording.has_broken_bold(around):
                yield _Edit(number, found.start(), found.end(), mended)
    # Two spaces at the end of a line mean something in Markdown.
    if not lesson and (bare := line.rstrip(" ")) != line:
        yield _Edit(number, len(bare), len(line), "")


def _bold_outside(inner: str) -> str:
    """The bold text with the punctuation at its ends moved outside."""
    before, after = "", ""
    while inner:
        if inner[-1] in _STOPS:
            inner, after = inner[:-1], inner[-1] + after
        elif inner[0] in _STOPS:
            inner, before = inner[1:], before + inner[0]
        elif _encloses(inner):
            before, after = before + inner[0], inner[-1] + after
            inner = inner[1:-1]
        elif inner != inner.strip():
            inner = inner.strip()
        else:
            break
    return f"{before}**{inner}**{after}" if inner else before + after


def _encloses(text: str) -> bool:
    """Whether the first and the last sign are one pair around everything between them."""
    closing = _PAIRS.get(text[0])
    return (
        closing is not None and len(text) > 2 and text[-1] == closing and closing not in text[1:-1]
    )
