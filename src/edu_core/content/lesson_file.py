"""Lesson files: front matter and Markdown to models.

A lesson is a front matter between two ``---`` lines, then sections that begin with
``## title {#id facts="…" sources="…"}``. A picture alone on its line is an illustration, a
fenced block called ``check`` is a question. Raw HTML is refused.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from edu_core.content.problems import Problem
from edu_core.content.quiz_file import Unusable, validated
from edu_core.content.yaml_lines import Lined, Location, YamlError, load_yaml, read_text
from edu_core.domain.lesson import Lesson

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_HEADING = re.compile(r"^(?P<title>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*$")
_ATTRIBUTE = re.compile(r"#(?P<id>[A-Za-z0-9-]+)|(?P<name>[a-z]+)=[\"“](?P<value>[^\"”]*)[\"”]")


def load_lesson(raw: bytes, file: str) -> tuple[Lesson, Lined]:
    """A lesson with the lines of its values; raises ``Unusable``."""
    try:
        text = read_text(raw)
        front, body, body_line = _split(text)
        lined = load_yaml(front, first_line=2)
        if not isinstance(lined.data, dict):
            raise YamlError("课文开头两条“---”之间应该写课的信息。", 1)
        lined = _with_sections(lined, body, body_line)
    except YamlError as error:
        raise Unusable([Problem(file, error.line, "E101", error.message)]) from error
    return validated(Lesson, lined, file), lined


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---":
        raise YamlError("课文的第一行应该是“---”，接着写课的信息。", 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise YamlError("课的信息没有结束：缺少第二条“---”。", 1)


def _with_sections(lined: Lined, body: str, body_line: int) -> Lined:
    assert isinstance(lined.data, dict)
    data: dict[str, Any] = dict(lined.data)
    lines: dict[Location, int] = dict(lined.lines)
    reader = _BodyReader(body, body_line, data)
    data["sections"] = reader.read()
    lines.update(reader.lines)
    return Lined(data, lines)


class _BodyReader:
    """Walks over the top-level Markdown tokens and gathers sections and their blocks."""

    def __init__(self, body: str, body_line: int, front: dict[str, Any]) -> None:
        self._source = body.split("\n")
        self._tokens = _MARKDOWN.parse(body)
        self._body_line = body_line
        self._front = front
        self._sections: list[dict[str, Any]] = []
        self.lines: dict[Location, int] = {("sections",): body_line}

    def read(self) -> list[dict[str, Any]]:
        """The sections as data for the model."""
        text_from: int | None = None
        for place, token in enumerate(self._tokens):
            if token.type == "html_block" or _has_raw_html(token):
                raise YamlError("课文里不能写 HTML 标签。", self._line(token))
            if token.level != 0 or token.map is None:
                continue
            start, end = token.map
            if token.type == "heading_open" and token.tag in ("h1", "h2"):
                self._begin(self._tokens[place + 1].content, start)
                text_from = None
            elif token.type == "fence" and token.info.strip() == "check":
                self._add({"check": self._check(token)}, start)
                text_from = None
            elif (picture := _lone_picture(self._tokens, place)) is not None:
                self._add({"illustration": picture}, start)
                text_from = None
            else:
                text_from = self._add_text(text_from, start, end)
        return self._sections

    def _line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + self._body_line

    def _begin(self, heading: str, start: int) -> None:
        match = _HEADING.match(heading)
        assert match is not None  # the pattern takes any line
        section: dict[str, Any] = {"title": match["title"], "blocks": []}
        for attribute in _ATTRIBUTE.finditer(match["attributes"] or ""):
            if attribute["id"]:
                section["id"] = attribute["id"]
            elif attribute["name"] == "facts":
                section["facts"] = attribute["value"].split()
            elif attribute["name"] == "sources":
                section["sources"] = [_source(part) for part in attribute["value"].split()]
            else:
                section[attribute["name"]] = attribute["value"]
        section.setdefault("id", f"section-{len(self._sections) + 1}")
        self.lines["sections", len(self._sections)] = start + self._body_line
        self._sections.append(section)

    def _add(self, block: dict[str, Any], start: int) -> None:
        if not self._sections:
            raise YamlError("课文要先有一个“## 小标题”，再写内容。", start + self._body_line)
        blocks: list[Any] = self._sections[-1]["blocks"]
        here = ("sections", len(self._sections) - 1, "blocks", len(blocks))
        self.lines[here] = start + self._body_line
        blocks.append(block)

    def _add_text(self, text_from: int | None, start: int, end: int) -> int:
        """Neighbouring paragraphs, lists and tables are one piece of text."""
        if text_from is None:
            self._add({"markdown": "\n".join(self._source[start:end]).strip()}, start)
            return start
        blocks = self._sections[-1]["blocks"]
        blocks[-1] = {"markdown": "\n".join(self._source[text_from:end]).strip()}
        return text_from

    def _check(self, token: Token) -> dict[str, Any]:
        lined = load_yaml(token.content, first_line=self._line(token) + 1)
        if not isinstance(lined.data, dict):
            raise YamlError("小练习里应该写一道题。", self._line(token))
        if not self._sections:
            raise YamlError("课文要先有一个“## 小标题”，再写小练习。", self._line(token))
        section = self._sections[-1]
        here: Location = (
            "sections",
            len(self._sections) - 1,
            "blocks",
            len(section["blocks"]),
            "check",
        )
        self.lines.update({(*here, *location): line for location, line in lined.lines.items()})
        return {**self._inherited(section), **lined.data}

    def _inherited(self, section: dict[str, Any]) -> dict[str, Any]:
        objectives = self._front.get("objectives")
        first: Any = objectives[0] if isinstance(objectives, list) and objectives else {}
        inherited = {
            "band": self._front.get("band"),
            "reviewed_on": self._front.get("reviewed_on"),
            "topic": first.get("topic") if isinstance(first, dict) else None,
            "sources": section.get("sources") or self._front.get("sources"),
            "facts": section.get("facts"),
            "level": "understand",
            "role": "practice",
        }
        return {name: value for name, value in inherited.items() if value is not None}


def _source(text: str) -> dict[str, str]:
    name, _, article = text.partition(":")
    return {"id": name, "article": article} if article else {"id": name}


def _has_raw_html(token: Token) -> bool:
    return any(child.type == "html_inline" for child in token.children or ())


def _lone_picture(tokens: list[Token], place: int) -> dict[str, str] | None:
    """The picture, when a paragraph is nothing but one picture."""
    if tokens[place].type != "paragraph_open":
        return None
    children = tokens[place + 1].children or []
    if len(children) != 1 or children[0].type != "image":
        return None
    picture = children[0]
    return {
        "path": str(picture.attrs.get("src", "")),
        "alt": picture.content,
        "caption": str(picture.attrs.get("title", "")),
    }
