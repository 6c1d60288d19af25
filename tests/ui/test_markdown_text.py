"""Content text in Markdown: literal, only bold kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from edu_core.ui.markdown_text import escape_markdown, plain_text


def rendered(text: str) -> str:
    return MarkdownIt("commonmark").enable("strikethrough").render(escape_markdown(text)).strip()


@pytest.mark.parametrize(
    "text",
    [
        "价格 $5 和 $50",
        ":red[不是颜色]",
        "[链接](javascript:alert(1))",
        "~~不划掉~~ a_b_c `code`",
        "# 不是标题",
        "1. 不是列表",
        "- 不是列表",
        "    不是代码",
        "a*b*c",
        "<b>不是标签</b> &amp;",
        "![图](x)",
        "12:30",
    ],
)
def test_text_is_shown_as_it_is_written(text: str) -> None:
    shown = rendered(text)
    literal = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown == f"<p>{literal}</p>"


def test_bold_stays_bold() -> None:
    assert rendered("这是**法律**概念") == "<p>这是<strong>法律</strong>概念</p>"


@pytest.mark.parametrize(
    "text", ["说**“不用”**就好", "看**（列管）**吧", "**C+**级", "一**《法》**二"]
)
def test_bold_beside_punctuation_is_bold_and_no_asterisk_is_printed(text: str) -> None:
    shown = rendered(text)
    assert "*" not in shown
    assert "<strong>" in shown


def test_lines_stay_lines() -> None:
    assert rendered("一\n二") == "<p>一<br />\n二</p>"


def test_an_emoji_name_in_colons_is_broken_up() -> None:
    assert ":smile:" not in escape_markdown("a:smile:b").replace("\\", "")


def test_plain_text_drops_only_the_bold_marks() -> None:
    assert plain_text("这是**法律**概念 2*3") == "这是法律概念 2*3"


@given(st.text(alphabet="a中。*_`$:[](){}<>!#-+~|\\ .&^=1", max_size=30))
def test_any_text_without_bold_keeps_its_letters(text: str) -> None:
    escaped = escape_markdown(text.replace("**", "*"))
    shown = MarkdownIt("commonmark").render(escaped)
    assert "<em>" not in shown
    assert "<strong>" not in shown
    assert "<a " not in shown
    assert shown.count("中") == text.replace("**", "*").count("中")
