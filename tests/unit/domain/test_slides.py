"""A lesson cut into slides."""

from hypothesis import given
from hypothesis import strategies as st

from edu_core.content.library import load_library
from edu_core.domain.slides import MOST_CHARACTERS, pieces_of, slides_of
from tools.server import ROOT


def test_short_paragraphs_share_a_slide_and_long_ones_do_not() -> None:
    short, long = "短。" * 10, "这是一个很长的段落。" * 9
    assert pieces_of(f"{short}\n\n{short}") == [f"{short}\n\n{short}"]
    assert pieces_of(f"{long}\n\n{long}") == [long, long]


def test_a_long_list_is_cut_between_its_items_and_stays_a_list() -> None:
    items = [f"- 第{number}条，" + "说得清楚一点。" * 6 for number in range(4)]
    pieces = pieces_of("\n".join(items))
    assert len(pieces) > 1
    assert "\n".join(pieces).split("\n") == items


@given(st.lists(st.text("字，。\n- *1.", min_size=1, max_size=200), max_size=6))
def test_no_character_is_lost(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    kept = "".join("".join(pieces_of(text)).split())
    assert kept == "".join(text.split())


def test_every_shipped_lesson_becomes_slides_of_a_readable_size() -> None:
    for lesson in load_library(ROOT).lessons.values():
        slides = slides_of(lesson)
        assert slides[0].opening
        assert [slide.check for slide in slides if slide.check] == list(lesson.checks)
        shown = [slide.illustration for slide in slides if slide.illustration]
        assert shown == list(lesson.illustrations)
        for slide in slides:
            assert len(slide.markdown) < 2.5 * MOST_CHARACTERS, (lesson.id, slide.title)
