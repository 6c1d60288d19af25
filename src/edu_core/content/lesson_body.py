"""The body of a lesson file: Markdown to sections with text, illustrations and checks."""

import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from edu_core.content.problems import Problem
from edu_core.content.yaml_lines import Location, YamlError, load_yaml

MARKDOWN = MarkdownIt("commonmark").enable("table")
"""How lessons are read: CommonMark with tables."""

CHECK = "check"
_HEADING = re.compile(r"(?P<title>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*")
_ATTRIBUTE = re.compile(r"#(?P<id>\S+)|(?P<name>[a-z_]+)=[\"“”](?P<value>[^\"“”]*)[\"“”]")
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_NO_HEADING = re.compile(r"#{1,6}[^#\s]|＃")
_NO_PICTURE = re.compile(r"！\[|!\[[^\]]*\]\s*（|!\[[^\]]*\]\((?:data|javascript):|!［")
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)


class BodyReader:
    """Walks over the top-level Markdown tokens and gathers sections and their blocks.

    ``lines`` and ``problems`` are filled by ``read``; what is wrong does not stop the reading.
    """

    def __init__(self, file: str, body: str, body_line: int, front: dict[str, Any]) -> None:
        self._file = file
        self._source = body.split("\n")
        self._body = body
        self._body_line = body_line
        self._front = front
        self._sections: list[dict[str, Any]] = []
        self._names: set[str] = set()
        self._text: tuple[dict[str, Any], int] | None = None
        self._text_until = 0
        self._lost_text = False
        self.lines: dict[Location, int] = {("sections",): body_line}
        self.problems: list[Problem] = []

    def read(self) -> list[dict[str, Any]]:
        """The sections as data for the model."""
        tokens = MARKDOWN.parse(self._body)
        for place, token in enumerate(tokens):
            self._refuse_inline(token)
            if token.map is None or token.nesting < 0:
                continue
            if token.level > 0:
                self._refuse_nested(token)
            else:
                self._top_level(token, tokens[place + 1] if place + 1 < len(tokens) else token)
        self._close_text()
        return self._sections

    def _top_level(self, token: Token, inside: Token) -> None:
        start, end = cast(tuple[int, int], tuple(token.map or ()))
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            self._begin(token, inside.content, start)
        elif token.type == "fence":
            self._fence(token, start, end)
        elif token.type == "html_block":
            if _COMMENT.sub("", token.content):
                self._html(start)
            self._close_text()
        elif token.type == "code_block":
            message = "这一段前面的空格太多，会显示成代码。"
            self._problem(start, "E310", message, "删掉行首的空格。")
        elif token.type == "paragraph_open" and (pictures := _pictures(inside)):
            for offset, picture in pictures:
                self._illustrate(picture, start + offset)
        else:
            self._typed_wrong(token, inside, start)
            self._add_text(start, end)

    def _typed_wrong(self, token: Token, inside: Token, start: int) -> None:
        """Headings and pictures that stay plain text because of one sign."""
        if token.type != "paragraph_open":
            return
        for place, line in enumerate(inside.content.split("\n"), start=start):
            if _NO_HEADING.match(line):
                hint = "写成“## 标题 {#编号}”：英文井号，后面空一格。"
                self._problem(place, "E303", "这一行想写小节标题，但是没有写对。", hint)
            elif _NO_PICTURE.search(line):
                hint = "写成“![说明](文件夹/图.svg)”，感叹号和括号都用英文的。"
                self._problem(place, "E305", "这一行想放一幅图，但是没有写对。", hint)

    def _problem(self, place: int, code: str, message: str, suggestion: str) -> None:
        line = place + self._body_line
        self.problems.append(Problem(self._file, line, code, message, suggestion))

    def _html(self, place: int) -> None:
        self._problem(place, "E304", "课文里不能写 HTML 标签。", "删掉尖括号和里面的内容。")

    def _refuse_nested(self, token: Token) -> None:
        start = (token.map or [0])[0]
        if token.type == "html_block":
            self._html(start)
        elif token.type == "fence":
            message = "小练习不能放在列表或引用里。"
            self._problem(start, "E309", message, "把 ```check 顶格写。")

    def _refuse_inline(self, token: Token) -> None:
        """Raw HTML, links and pictures that do not stand on a line of their own."""
        if token.type != "inline" or token.map is None:
            return
        place = token.map[0]
        alone = token.level == 1 and _pictures(token)
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                place += 1
            elif child.type == "html_inline":
                self._html(place)
            elif child.type == "link_open":
                message = "课文里不能写链接：学生可能没有网络，也不应被带到别处。"
                self._problem(place, "E311", message, "直接写出内容，出处写在 sources 里。")
            elif child.type == "image" and not alone:
                message = "图要单独占一行。"
                self._problem(place, "E305", message, "把“![…](…)”移到新的一行，上下各空一行。")

    def _begin(self, token: Token, heading: str, start: int) -> None:
        self._close_text()
        if token.tag == "h1" or token.markup != "##":
            message = "小节标题要用两个井号。"
            hint = "写成“## 标题 {#编号}”；如果不是标题，请在“---”上面空一行。"
            self._problem(start, "E303", message, hint)
        match = _HEADING.fullmatch(heading)
        assert match is not None  # the pattern takes any line
        section: dict[str, Any] = {"title": match["title"], "blocks": []}
        attributes = match["attributes"] or ""
        for attribute in _ATTRIBUTE.finditer(attributes):
            self._attribute(section, attribute, start)
        if left := _ATTRIBUTE.sub("", attributes).strip():
            message = f"小节标题后面的“{left}”看不懂。"
            hint = '写成 {#编号 facts="D-001" sources="anti-drug-law:第二条"}。'
            self._problem(start, "E303", message, hint)
        self._name(section, start)
        self.lines["sections", len(self._sections)] = start + self._body_line
        self._sections.append(section)

    def _attribute(self, section: dict[str, Any], found: re.Match[str], start: int) -> None:
        if found["id"]:
            section["id"] = found["id"]
        elif found["name"] == "facts":
            section["facts"] = found["value"].split()
        elif found["name"] == "sources":
            section["sources"] = [_source(part) for part in found["value"].split()]
        else:
            message = f"小节标题后面没有“{found['name']}”这一项。"
            self._problem(start, "E303", message, "这里可以写：#编号、facts、sources。")

    def _name(self, section: dict[str, Any], start: int) -> None:
        name = section.get("id")
        if name is None:
            message = "小节没有编号。"
            self._problem(
                start, "E303", message, "在标题后面写“{#编号}”，用小写字母、数字和连字符。"
            )
        elif not _IDENTIFIER.fullmatch(name):
            message = f"小节编号“{name}”不行。"
            self._problem(start, "E303", message, "只用小写字母、数字和连字符。")
        elif name in self._names:
            message = f"小节编号“{name}”在这一课里用了两次。"
            self._problem(start, "E303", message, "换一个编号。")
        if name is None or not _IDENTIFIER.fullmatch(name):
            section["id"] = f"section-{len(self._sections) + 1}"
        self._names.add(section["id"])

    def _add(self, block: dict[str, Any], start: int) -> bool:
        """Add a block to the section that is being read, if there is one."""
        if not self._sections:
            if not self._lost_text:
                message = "这里还没有小节。"
                self._problem(start, "E302", message, "先写一行“## 小标题 {#编号}”，再写内容。")
            self._lost_text = True
            return False
        blocks: list[Any] = self._sections[-1]["blocks"]
        here = self._here()
        # Every step of the way has its line, so that what is missing inside is found there.
        self.lines.setdefault(here[:-1], start + self._body_line)
        for location in (here, *((*here, name) for name in block)):
            self.lines[location] = start + self._body_line
        blocks.append(block)
        return True

    def _here(self) -> Location:
        """The place of the next block."""
        last = len(self._sections) - 1
        return ("sections", last, "blocks", len(self._sections[last]["blocks"]))

    def _add_text(self, start: int, end: int) -> None:
        """Neighbouring paragraphs, lists and tables are one piece of text."""
        if self._text is None:
            block: dict[str, Any] = {"markdown": ""}
            if not self._add(block, start):
                return
            self._text = (block, start)
        self._text_until = end

    def _close_text(self) -> None:
        """Put what was gathered into its block, once, however many paragraphs it has."""
        if self._text is not None:
            block, start = self._text
            block["markdown"] = "\n".join(self._source[start : self._text_until]).rstrip()
            self._text = None

    def _illustrate(self, picture: Token, place: int) -> None:
        self._close_text()
        alt = picture.content.strip()
        if not alt:
            message = "图没有替代文字，看不见图的学生不知道画了什么。"
            hint = "写成“![画里有什么、想说什么](文件夹/图.svg)”。"
            self._problem(place, "E306", message, hint)
        illustration = {
            "path": unquote(str(picture.attrs.get("src", ""))),
            "alt": alt or "图",
            "caption": str(picture.attrs.get("title", "")),
        }
        self._add({"illustration": illustration}, place)

    def _fence(self, token: Token, start: int, end: int) -> None:
        self._close_text()
        info = token.info.strip()
        if info != CHECK:
            message = f"代码块只能用来写小练习，这里写的是“{info}”。"
            self._problem(start, "E309", message, "把开头一行改成 ```check。")
            return
        if not self._source[end - 1].strip().startswith(token.markup) or end - 1 == start:
            self._problem(start, "E309", "小练习没有结束。", "在最后另起一行写 ```。")
            return
        try:
            lined = load_yaml(token.content, first_line=start + self._body_line + 1)
        except YamlError as error:
            place = error.line - self._body_line
            self._problem(place, error.code, error.message, error.suggestion)
            return
        if not isinstance(lined.data, dict):
            self._problem(start, "E309", "小练习里应该写一道题。", "见写作手册里的例子。")
            return
        inherited = self._inherited(self._sections[-1] if self._sections else {})
        here = (*self._here(), "check") if self._sections else ()
        if self._add({"check": {**inherited, **lined.data}}, start):
            found = {(*here, *location): line for location, line in lined.lines.items()}
            self.lines.update(found)

    def _inherited(self, section: dict[str, Any]) -> dict[str, Any]:
        objectives = self._front.get("objectives")
        first: Any = (
            cast(list[Any], objectives)[0] if isinstance(objectives, list) and objectives else {}
        )
        inherited = {
            "band": self._front.get("band"),
            "reviewed_on": self._front.get("reviewed_on"),
            "topic": cast(dict[str, Any], first).get("topic") if isinstance(first, dict) else None,
            "sources": section.get("sources") or self._front.get("sources"),
            "facts": section.get("facts"),
            "level": "understand",
            "role": "practice",
        }
        return {name: value for name, value in inherited.items() if value is not None}


def _source(text: str) -> dict[str, str]:
    name, _, article = text.replace("：", ":").partition(":")
    return {"id": name, "article": article} if article else {"id": name}


def _pictures(inline: Token) -> list[tuple[int, Token]]:
    """The pictures of a paragraph that is nothing but pictures, each with its line in it."""
    return list(_gathered(inline)) if inline.type == "inline" else []


def _gathered(inline: Token) -> Iterator[tuple[int, Token]]:
    children = inline.children or []
    if any(child.type not in ("image", "softbreak") for child in children):
        return
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type == "softbreak":
            lines.append([])
        else:
            lines[-1].append(child)
    if all(len(line) == 1 for line in lines):
        for place, line in enumerate(lines):
            yield place, line[0]
