"""The text of a lesson with its words explained and pinyin above."""

from hypothesis import given
from hypothesis import strategies as st

from edu_core.content.lesson_html import Aids, lesson_html, with_aids


def test_a_word_is_explained_at_its_first_place_only() -> None:
    aids = Aids(words={"列管": "写进目录，依法管起来"})
    html = lesson_html("**列管**是什么？列管就是……\n\n- 列管", aids)
    assert html.count('class="edu-meaning"') == 1
    assert "写进目录，依法管起来" in html
    assert aids.explained == {"列管"}


def test_a_word_inside_a_longer_word_is_not_cut_out() -> None:
    html = with_aids("国家禁毒办", Aids(words={"禁毒": "一", "国家禁毒办": "二"}))
    assert "二" in html
    assert "一" not in html


def test_pinyin_stands_above_every_character_and_respects_the_table() -> None:
    html = with_aids("长大", Aids(readings={"长大": "zhǎng dà"}))
    assert html == "<ruby>长<rt>zhǎng</rt></ruby><ruby>大<rt>dà</rt></ruby>"
    assert "<ruby>" not in with_aids("长大", Aids())


def test_markup_in_words_stays_words() -> None:
    aids = Aids(words={"词": "<b>&</b>"})
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in with_aids("词", aids)
    assert with_aids("<script>", Aids()) == "&lt;script&gt;"
    assert "<b>" not in lesson_html("a <b>粗</b>", Aids())


@given(st.text("列管是什么<&>长大 \n", max_size=40))
def test_nothing_is_lost(text: str) -> None:
    plain = with_aids(text, Aids(words={"列管": ""}))
    for mark in ('<span class="edu-term" tabindex="0">', "</span>"):
        plain = plain.replace(mark, "")
    for mark in ('<span class="edu-only-heard">（词语解释：', '<span class="edu-only-heard">）'):
        plain = plain.replace(mark, "")
    plain = plain.replace('<span class="edu-meaning" role="tooltip">', "")
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == text
