"""A response beside the right one, in words."""

import pytest

from edu_core.domain.interaction import (
    Arrange,
    Arranged,
    Blank,
    Branch,
    Choose,
    Chosen,
    Fill,
    Filled,
    Interaction,
    Pair,
    Paired,
    Part,
    Response,
    SceneChoice,
    SceneNode,
    Walked,
    Write,
    Written,
)
from edu_core.domain.items import ITEM_ADAPTER, KINDS
from edu_core.ui.present_response import (
    KEY,
    NOT_YET,
    RIGHT,
    PresentedLine,
    present_response,
)

OPTIONS = (Part(id="a", text="甲"), Part(id="b", text="乙"), Part(id="c", text="丙"))
GROUPS = (Part(id="g1", text="事实"), Part(id="g2", text="误会"))
SCENE = Branch(
    start="s",
    nodes=(
        SceneNode(id="s", text="开头", choices=(SceneChoice(id="x", text="离开", to="e"),)),
        SceneNode(id="e", text="结尾"),
    ),
)


def signs(interaction: Interaction, given: Response | None, right: Response | None) -> list[str]:
    return [line.sign for line in present_response(interaction, given, right)]


def test_a_wrong_choice_stands_beside_the_right_one() -> None:
    lines = present_response(
        Choose(options=OPTIONS), Chosen(options=("a",)), Chosen(options=("b",))
    )
    assert lines == (
        PresentedLine(NOT_YET, "甲", "你选了"),
        PresentedLine(KEY, "乙", "正确答案"),
    )


def test_a_missed_option_of_several_is_named() -> None:
    interaction = Choose(options=OPTIONS, multiple=True)
    lines = present_response(interaction, Chosen(options=("a",)), Chosen(options=("a", "b")))
    assert [line.sign for line in lines] == [RIGHT, KEY]
    assert "你没有选" in lines[1].note


def test_a_wrong_place_says_where_it_was_put() -> None:
    lines = present_response(
        Arrange(parts=OPTIONS),
        Arranged(order=("b", "a", "c")),
        Arranged(order=("a", "b", "c")),
    )
    assert [(line.sign, line.text) for line in lines] == [
        (NOT_YET, "1. 甲"),
        (NOT_YET, "2. 乙"),
        (RIGHT, "3. 丙"),
    ]
    assert lines[0].note == "你排在第 2"


def test_a_wrong_group_says_where_it_was_put() -> None:
    interaction = Pair(left=OPTIONS[:2], right=GROUPS, reuse=True)
    given = Paired(pairs={"a": "g1", "b": "g1"})
    lines = present_response(interaction, given, Paired(pairs={"a": "g1", "b": "g2"}))
    assert lines == (
        PresentedLine(RIGHT, "甲 — 事实"),
        PresentedLine(NOT_YET, "乙 — 误会", "你放的是“事实”"),
    )


def test_a_blank_shows_what_was_typed_and_the_key_with_the_unit() -> None:
    interaction = Fill(blanks=(Blank(id="n", unit="%"),))
    lines = present_response(interaction, Filled(texts={"n": "9"}), Filled(texts={"n": "94"}))
    assert [line.text for line in lines] == ["9%", "94%"]


def test_a_right_blank_is_not_repeated() -> None:
    interaction = Fill(blanks=(Blank(id="n"),))
    assert signs(interaction, Filled(texts={"n": "110"}), Filled(texts={"n": "110"})) == [""]


def test_a_text_stands_beside_the_model() -> None:
    lines = present_response(Write(), Written(text="我写的"), Written(text="参考"))
    assert [line.text for line in lines] == ["我写的", "参考"]


def test_a_scene_tells_the_steps_taken_and_no_other_way() -> None:
    lines = present_response(SCENE, Walked(path=("x",)), Walked(path=("x",)))
    assert [line.text for line in lines] == ["1. 离开"]


@pytest.mark.parametrize(
    ("interaction", "right"),
    [
        (Choose(options=OPTIONS), Chosen(options=("b",))),
        (Arrange(parts=OPTIONS), Arranged(order=("a", "b", "c"))),
        (Pair(left=OPTIONS[:2], right=GROUPS), Paired(pairs={"a": "g1", "b": "g2"})),
        (Fill(blanks=(Blank(id="n"),)), Filled(texts={"n": "110"})),
    ],
)
def test_without_an_answer_the_key_alone_is_told(interaction: Interaction, right: Response) -> None:
    assert set(signs(interaction, None, right)) == {KEY}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_told(kind: str) -> None:
    item = ITEM_ADAPTER.validate_python(
        {
            "id": "q",
            "kind": kind,
            "stem": "题",
            "explanation": "解析",
            "topic": "t",
            "band": "junior",
            "level": "apply",
            "sources": [{"id": "law"}],
            "reviewed_on": "2026-11-24",
            **getattr(KINDS[kind], "SAMPLE"),  # noqa: B009
        }
    )
    right = item.correct_response()
    assert present_response(item.interaction(), right, right)
