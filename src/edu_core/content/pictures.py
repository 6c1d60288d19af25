"""Illustrations: they must exist, lie inside ``lessons/``, and be harmless SVG."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from edu_core.content.problems import Problem
from edu_core.content.references import located_items
from edu_core.domain.lesson import Lesson

if TYPE_CHECKING:
    from edu_core.content.library import Library

MOST_PICTURE_BYTES = 300_000
_SVG = "http://www.w3.org/2000/svg"
_DRAWING = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "linearGradient",
        "radialGradient",
        "stop",
        "style",
    ]
)
"""What may stand in a picture: drawing and nothing else."""

_REACHES_OUT = re.compile(
    r"url\(\s*[\"']?(?!#)|@import|javascript:|expression\(|\\|</", re.IGNORECASE
)
"""Text in a style or an attribute that loads or runs something."""

ENTITY_HINT = "在画图软件里另存为“普通 SVG”，或者删掉开头的 <!DOCTYPE …>。"


class UnsafePicture(OSError):
    """The file is not a harmless SVG and must not be shown."""


def picture_path(root: Path, path: str) -> Path | None:
    """The file of an illustration, or ``None`` when it would lie outside ``lessons/``."""
    try:
        lessons = (root / "lessons").resolve()
        found = (lessons / path).resolve()
    except (OSError, ValueError):
        return None
    inside = found.is_relative_to(lessons) and ".." not in Path(path).parts
    return found if inside and found.suffix == ".svg" else None


def read_picture(root: Path, path: str) -> str:
    """The SVG text of an illustration; raises ``OSError`` when it is missing or not harmless."""
    found = picture_path(root, path)
    if found is None:
        raise FileNotFoundError(path)
    try:
        text = found.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnsafePicture(path) from error
    if len(text) > MOST_PICTURE_BYTES or harm_in(text) is not None:
        raise UnsafePicture(path)
    return text


def picture_problems(root: Path, library: "Library") -> Iterator[Problem]:
    """What is wrong with the pictures of lessons and questions, at the line that names them."""
    for file, loaded in library.files.items():
        if isinstance(loaded.model, Lesson):
            for number, section in enumerate(loaded.model.sections):
                for place, block in enumerate(section.blocks):
                    if block.illustration is not None:
                        line = loaded.lined.line_of(("sections", number, "blocks", place))
                        yield from _problems_of(root, file, line, block.illustration.path, "")
        for item, location in located_items(loaded):
            if item.image is not None:
                line = loaded.lined.line_of((*location, "image"))
                yield from _problems_of(root, file, line, item.image, item.id)


def _problems_of(root: Path, file: str, line: int, path: str, item_id: str) -> Iterator[Problem]:
    found = picture_path(root, path)
    if found is None:
        message = f"图“{path}”不在 lessons 文件夹里，或者不是 SVG。"
        hint = "把 SVG 图放进和课同名的文件夹，写成“课的编号/图.svg”。"
        yield Problem(file, line, "E307", message, hint, item_id)
        return
    try:
        if found.stat().st_size > MOST_PICTURE_BYTES:
            hint = "在画图软件里简化图形，减少小数位数。"
            yield Problem(file, line, "E308", f"图“{path}”超过 300 kB。", hint, item_id)
            return
        text = found.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = f"图“{path}”不是 UTF-8 编码的 SVG。"
        yield Problem(file, line, "E308", message, "重新另存为 SVG。", item_id)
        return
    except OSError:
        message = f"找不到图“{path}”。"
        yield Problem(file, line, "E307", message, "检查文件名、文件夹和大小写。", item_id)
        return
    if (harm := harm_in(text)) is not None:
        what, hint, place = harm
        message = f"图“{path}”第 {place} 行{what}，没有使用。"
        yield Problem(file, line, "E308", message, hint, item_id)


@lru_cache(maxsize=512)
def harm_in(svg: str) -> tuple[str, str, int] | None:
    """What stops an SVG from being shown, how to mend it, and its line; ``None`` if nothing."""
    return _Inspector().inspect(svg)


class _Inspector:
    """Reads an SVG once and keeps the first thing that is not drawing."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(encoding="UTF-8", namespace_separator=" ")
        self._found: tuple[str, str, int] | None = None
        self._depth = 0
        self._in_style = False
        self._style = ""

    def inspect(self, svg: str) -> tuple[str, str, int] | None:
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        # A document type could define entities that grow without end, so it is never read.
        if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
            before = svg.partition("<!")[0]
            return "有文档类型声明", ENTITY_HINT, before.count("\n") + 1
        try:
            parser.Parse(svg.encode(), True)
        except expat.ExpatError as error:
            return self._found or ("不是完整的 SVG", "重新另存为 SVG。", error.lineno)
        return self._found

    def _say(self, what: str, hint: str) -> None:
        if self._found is None:
            self._found = (what, hint, self._parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space != _SVG or local not in _DRAWING:
            self._say(f"有不允许的元素 <{local}>", "只保留图形和文字，另存为“普通 SVG”。")
        elif self._depth == 0 and local != "svg":
            self._say("不是以 <svg> 开头", "重新另存为 SVG。")
        elif self._depth == 0 and "viewBox" not in attributes:
            self._say("缺少 viewBox，图不能随屏幕缩放", '在 <svg> 里写 viewBox="0 0 宽 高"。')
        for attribute, value in attributes.items():
            self._attribute(attribute.rpartition(" ")[2], value)
        self._depth += 1
        self._in_style = local == "style"

    def _attribute(self, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self._say(f"有事件 {name}", "删掉这个属性。")
        elif (name == "href" and not value.startswith("#")) or name == "base":
            self._say(f"引用了外部内容（{name}）", "只能引用图里的元素，例如 #flower。")
        elif _REACHES_OUT.search(value):
            self._say(f"的 {name} 引用了外部内容", "只能写 url(#图里的编号)。")

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._in_style and _REACHES_OUT.search(self._style):
            self._say("的 style 引用了外部内容", "删掉 @import 和外部的 url(…)。")
        self._in_style = False
        self._style = ""

    def _text(self, text: str) -> None:
        if self._in_style:
            self._style += text  # it comes in pieces, and a piece alone can look harmless

    def _doctype(self, *_parts: object) -> None:
        self._say("有文档类型声明", ENTITY_HINT)

    def _instruction(self, target: str, _data: str) -> None:
        self._say(f"有处理指令 <?{target}?>", "删掉它。")
