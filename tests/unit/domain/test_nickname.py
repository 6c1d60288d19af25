"""Names in a hall: what is the same, what is refused, what the program suggests."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.nickname import (
    LONGEST_NICKNAME,
    check_nickname,
    class_and_number,
    clean_nickname,
    is_hurtful,
    nickname_key,
    suggest_nickname,
)

READINGS = {"纱比": "shabi", "王芳": "wangfang", "沙碧": "shabi"}


def _reading(text: str) -> str:
    return READINGS.get(text, text)


@pytest.mark.parametrize(
    "name", ["李雷", "王", "欧阳娜娜", "Li Lei", "买买提·艾力", "三班小明", "😀"]
)
def test_ordinary_names_are_kept_as_typed(name: str) -> None:
    assert check_nickname(name) == name


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert clean_nickname(" \u200b李\u202e雷\ufeff　 ") == "李雷"
    assert clean_nickname("Ｓａｍｅ") == "Same"
    assert clean_nickname("z" + "\u0335" * 30) == "z\u0335"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200d", "\u202e", "---", "\u3164", "\u0301"])
def test_a_name_without_a_visible_sign_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="能看见的字"):
        check_nickname(name)


def test_names_are_limited_in_characters_not_bytes() -> None:
    assert clean_nickname("雷" * LONGEST_NICKNAME) == "雷" * LONGEST_NICKNAME
    for text in ("雷" * (LONGEST_NICKNAME + 1), "x" * 200_000):
        with pytest.raises(BadInput, match="太长"):
            clean_nickname(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Same", "same"),
        ("Same", "Ｓａｍｅ"),
        ("Same", "S a m e"),
        ("Same", "Sаme"),  # a Cyrillic а
        ("国强", "國強"),
        ("小 明", "小·明"),
    ],
)
def test_names_that_look_the_same_collide(one: str, other: str) -> None:
    assert nickname_key(one) == nickname_key(other)
    with pytest.raises(Conflict, match="已经有人用了"):
        check_nickname(other, {nickname_key(one)})


@pytest.mark.parametrize("one", ["😀", "★"])
def test_names_of_signs_alone_have_keys_of_their_own(one: str) -> None:
    assert nickname_key(one) != nickname_key("☀")


@pytest.mark.parametrize(
    "name",
    [
        "傻逼", "傻 逼", "大傻*逼", "傻\u200b逼", "SB", "s.b", "sb250", "ｓｂ", "shabi", "Sha Bi",
        "wo cao ni ma", "fuck", "fuuuuck", "FuСk", "f.u.c.k", "sh1t", "b1tch", "賤人", "吸毒者",
        "卖冰毒", "nmsl", "纱比", "沙碧", "a$$hole",
    ],
)  # fmt: skip
def test_hurtful_names_are_refused_in_any_dress(name: str) -> None:
    assert is_hurtful(name, reading=_reading), name
    with pytest.raises(BadInput, match="不适合放上大屏幕"):
        check_nickname(name, reading=_reading)


@pytest.mark.parametrize(
    "name",
    [
        "沙碧云", "王芳", "Dickens", "Scunthorpe", "马丹", "曹操", "Cassie", "Essex", "坚韧",
        "病毒克星", "毒品远离我", "日照", "小草", "吉巴", "滚滚熊猫", "cao1ying" , "嘎嘎",
    ],
)  # fmt: skip
def test_harmless_names_pass(name: str) -> None:
    assert check_nickname(name, reading=_reading) == name


@pytest.mark.parametrize("name", ["老师", "王老师", "主持人", "Admin", "系统", "host1", "管理员"])
def test_nobody_speaks_with_anothers_voice(name: str) -> None:
    with pytest.raises(BadInput):
        check_nickname(name)


@pytest.mark.parametrize("name", ["13812345678", "我在www.x.com", "QQ12345678", "http://a"])
def test_numbers_and_addresses_of_persons_are_refused(name: str) -> None:
    with pytest.raises(BadInput, match="保护你"):
        check_nickname(name)


def test_a_school_adds_words_of_its_own() -> None:
    assert check_nickname("三胖子") == "三胖子"
    with pytest.raises(BadInput):
        check_nickname("三 胖 子", more_words=["三胖"])


def test_suggested_names_are_fit_and_never_taken() -> None:
    taken: set[str] = set()
    for number in range(1000):
        name = suggest_nickname(str(number), taken)
        assert check_nickname(name, taken) == name
        taken.add(nickname_key(name))
    assert suggest_nickname("a") == suggest_nickname("a")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3班12号", ("3班", 12)),
        ("3-12", ("3班", 12)),
        ("３ 12", ("3班", 12)),
        ("初二（3）班 7", ("初二（3）班", 7)),
        ("初二(3)班7号", ("初二（3）班", 7)),
        ("高一12班5号", ("高一12班", 5)),
        ("三班5号", ("三班", 5)),
    ],
)
def test_class_and_number_are_read_as_pupils_write_them(text: str, read: tuple[str, int]) -> None:
    assert class_and_number(text) == read


@pytest.mark.parametrize("text", ["", "12", "3班", "3班0号", "abc", "3班999号"])
def test_half_a_class_and_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="3班12号"):
        class_and_number(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_in_words_or_safe(text: str) -> None:
    try:
        name = check_nickname(text)
    except (BadInput, Conflict):
        return
    assert 1 <= len(name) <= LONGEST_NICKNAME
    assert not any(unicodedata.category(sign)[0] == "C" for sign in name)
    assert clean_nickname(name) == name
    assert nickname_key(name)
