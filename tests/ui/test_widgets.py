"""The gestures and the feedback on a page, driven by plain widgets."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from edu_core.domain.interaction import Branch
from edu_core.live.shell import STATIC
from edu_core.ui.theme import HOOKS
from tests.ui.gallery import ITEMS

GALLERY = Path(__file__).parent / "gallery.py"


@pytest.fixture(autouse=True)
def plain_widgets_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDU_PLAIN_WIDGETS", "1")


def shown(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(GALLERY), default_timeout=30)
    app.query_params["show"] = name
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def submit(app: AppTest) -> None:
    next(button for button in app.button if button.label == "提交答案").click()
    app.run()
    assert not app.exception


def given(app: AppTest) -> object:
    return app.session_state.get("given", None)


def words(app: AppTest) -> str:
    return "\n".join(text.value for text in app.markdown)


def test_nothing_is_chosen_beforehand_and_an_empty_answer_is_not_taken() -> None:
    app = shown("single")
    assert app.radio[0].value is None
    submit(app)
    assert given(app) is None
    assert "还没有答完整" in app.warning[0].value


def test_one_option_is_chosen_under_its_true_id() -> None:
    app = shown("single")
    app.radio[0].set_value("o2")
    submit(app)
    assert given(app) == {"gesture": "choose", "options": ("b",)}


def test_option_ids_that_are_sent_say_nothing() -> None:
    app = shown("several")
    assert [box.key for box in app.checkbox] == [f"several:o{n}" for n in range(1, 5)]


def test_several_options_are_ticked() -> None:
    app = shown("several")
    app.checkbox[0].check()
    app.checkbox[3].check()
    submit(app)
    assert given(app) == {"gesture": "choose", "options": ("a", "d")}


def test_blanks_are_filled_under_their_labels() -> None:
    app = shown("fill")
    assert [field.label for field in app.text_input] == ["报警", "急救"]
    app.text_input[0].input("110")
    app.text_input[1].input("120")
    submit(app)
    assert given(app) == {
        "gesture": "fill",
        "texts": {"blank1": "110", "blank2": "120"},
    }


def test_a_number_shows_its_unit_and_asks_for_the_number_keyboard() -> None:
    field = shown("number").text_input[0]
    assert field.label == "单位：位"
    script = (STATIC / "shell.js").read_text(encoding="utf-8")
    assert f'placeholder="{field.placeholder}"' in script


def test_parts_are_put_in_order_with_lists() -> None:
    app = shown("order")
    for place, name in enumerate(("p4", "p1", "p3", "p2")):
        app.selectbox[place].set_value(name)
    submit(app)
    assert given(app) == {"gesture": "arrange", "order": ("d", "a", "c", "b")}


def test_a_part_used_twice_is_not_taken() -> None:
    app = shown("order")
    for place in range(4):
        app.selectbox[place].set_value("p1")
    submit(app)
    assert given(app) is None
    assert "选了两次" in app.caption[1].value


def test_pairs_are_made_with_lists() -> None:
    app = shown("match")
    assert [box.label for box in app.selectbox] == ["110", "120", "12355"]
    for place, name in enumerate(("r1", "r2", "r3")):
        app.selectbox[place].set_value(name)
    submit(app)
    assert given(app) == {"gesture": "pair", "pairs": {"1": "a", "2": "b", "3": "c"}}


def test_a_right_part_of_a_matching_serves_once() -> None:
    app = shown("match")
    for place in range(3):
        app.selectbox[place].set_value("r1")
    submit(app)
    assert given(app) is None


def test_a_group_serves_many() -> None:
    app = shown("sort")
    for place in range(4):
        app.selectbox[place].set_value("r1")
    submit(app)
    assert given(app) == {
        "gesture": "pair",
        "pairs": {str(n): "g1" for n in range(1, 5)},
    }


def test_a_text_that_is_too_short_is_not_taken() -> None:
    app = shown("write")
    app.text_area[0].input("不")
    submit(app)
    assert given(app) is None
    app.text_area[0].input("我们走，去操场打球，好不好？")
    submit(app)
    assert given(app) == {"gesture": "write", "text": "我们走，去操场打球，好不好？"}


def test_a_scene_shows_only_what_has_been_reached() -> None:
    app = shown("scene")
    assert "不给面子" not in words(app)
    app.button[0].click().run()
    assert "不给面子" in words(app)
    assert "我选了" in words(app)
    assert "你做得对" not in words(app)
    app.button[0].click().run()
    assert "你做得对" in words(app)
    assert [button.label for button in app.button] == ["走到这里了，看看结果"]


@pytest.mark.parametrize(
    "name", [n for n, i in ITEMS.items() if i.interaction().gesture != "write"]
)
def test_a_wrong_answer_is_told_kindly_with_the_reason(name: str) -> None:
    app = shown(f"told-{name}")
    said = words(app)
    assert "还差一点" in said or "对了一部分" in said
    assert "**为什么**" in said
    assert "✗" not in said
    assert app.expander[0].label == "出处"


@pytest.mark.parametrize("name", ITEMS)
def test_a_right_answer_is_told_with_the_reason(name: str) -> None:
    said = words(shown(f"told-{name}", right="1"))
    assert ("✓　**写好了" if name == "write" else "✓　**答对了") in said
    assert "**为什么**" in said


def test_the_remark_about_a_wrong_option_is_said() -> None:
    assert "正是用来骗人的" in words(shown("told-single"))


def test_the_moving_form_is_offered_where_there_is_one() -> None:
    for name, item in ITEMS.items():
        if isinstance(item.interaction(), Branch):
            continue
        offered = [button.label for button in shown(name).button]
        assert ("换成拖放作答" in offered) == (name in ("order", "match", "sort"))


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_dressed(name: str) -> None:
    assert f"st-key-{name}" in (STATIC / "theme.css").read_text(encoding="utf-8")
