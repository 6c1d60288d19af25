"""Pinyin above the text."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from edu_core.content.pinyin import SYLLABLES
from edu_core.content.readings import Syllable, syllables
from tools.syllables import table_of_syllables


def test_every_character_gets_its_reading_and_the_rest_stays() -> None:
    assert syllables("不吃，打 120！", {}) == [
        Syllable("不", "bù"),
        Syllable("吃", "chī"),
        Syllable("，"),
        Syllable("打", "dǎ"),
        Syllable(" 120！"),
    ]


def test_a_word_of_the_table_wins_over_what_is_generated() -> None:
    assert [one.reading for one in syllables("我长大了", {"长大": "zhǎng dà"})] == [
        "wǒ",
        "zhǎng",
        "dà",
        "le",
    ]


def test_the_longest_word_of_the_table_wins() -> None:
    table = {"重": "zhòng", "重新": "chóng xīn"}
    assert [one.reading for one in syllables("重新", table)] == ["chóng", "xīn"]


def test_the_tone_of_one_and_not_is_the_one_of_the_schoolbook() -> None:
    assert [one.reading for one in syllables("不会一直", {})] == ["bù", "huì", "yī", "zhí"]


@given(st.text(max_size=60))
def test_nothing_is_lost_or_added(text: str) -> None:
    assert "".join(one.text for one in syllables(text, {"长大": "zhǎng dà"})) == text


def test_names_are_read_without_pypinyin() -> None:
    script = (
        "import sys\n"
        "from edu_core.content.pinyin import plain_pinyin, toned_pinyin\n"
        "print(plain_pinyin('行长 a1，'), 'pypinyin' in sys.modules)\n"
        "print(*toned_pinyin('银行行长'), 'pypinyin' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["xingzhang a1， False", "yín háng háng zhǎng True"]


def test_the_table_of_syllables_is_what_pypinyin_says() -> None:
    assert SYLLABLES.read_text(encoding="utf-8") == table_of_syllables()
    assert len(SYLLABLES.read_text(encoding="utf-8").splitlines()) > 400
