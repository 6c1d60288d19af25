"""Illustrations: they must exist, lie inside ``lessons/``, and be harmless SVG."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from edu_core.content.problems import Problem
from edu_core.domain.lesson import Lesson

if TYPE_CHECKING:
    from edu_core.content.library import Library

MOST_PICTURE_BYTES = 300_000
_HARMFUL = re.compile(
    r"<\s*(script|foreignObject|iframe|image|animate|set\b)|\son[a-z]+\s*=|javascript:"
    r"|<!ENTITY|<!DOCTYPE|@import|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)


def picture_path(root: Path, path: str) -> Path | None:
    """The file of an illustration, or ``None`` when it would lie outside ``lessons/``."""
    lessons = (root / "lessons").resolve()
    found = (lessons / path).resolve()
    return found if found.is_relative_to(lessons) and found.suffix == ".svg" else None


def read_picture(root: Path, path: str) -> str:
    """The SVG text of an illustration; raises ``OSError`` when it cannot be read."""
    found = picture_path(root, path)
    if found is None:
        raise FileNotFoundError(path)
    return found.read_text(encoding="utf-8")


def picture_problems(root: Path, library: "Library") -> Iterator[Problem]:
    """What is wrong with the pictures of the lessons."""
    for file, loaded in library.files.items():
        if not isinstance(loaded.model, Lesson):
            continue
        for number, section in enumerate(loaded.model.sections):
            for place, block in enumerate(section.blocks):
                if block.illustration is None:
                    continue
                line = loaded.lined.line_of(("sections", number, "blocks", place))
                words = _wrong_with(root, block.illustration.path)
                if words is not None:
                    yield Problem(file, line, "E206", *words)


def _wrong_with(root: Path, path: str) -> tuple[str, str] | None:
    found = picture_path(root, path)
    if found is None:
        return f"图“{path}”不在 lessons 文件夹里，或者不是 SVG。", "把 SVG 图放进同名文件夹。"
    try:
        if found.stat().st_size > MOST_PICTURE_BYTES:
            return f"图“{path}”超过 300 kB。", "简化图形，或者减少小数位数。"
        text = found.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return f"找不到图“{path}”，或者它不是 UTF-8 文字。", "检查文件名和大小写。"
    if _HARMFUL.search(text):
        return f"图“{path}”里有脚本、外部链接或不允许的元素。", "只保留图形本身。"
    return None
