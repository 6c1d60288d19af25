"""Class lists as teachers really have them."""

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from edu_core.domain.errors import BadInput
from edu_core.exchange.sheets import RosterReading, read_file, read_pasted


def _pairs(reading: RosterReading) -> list[tuple[str, str]]:
    return [(line.number, line.name) for line in reading.lines]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("王小明\n李雷", [("", "王小明"), ("", "李雷")]),
        ("1 王小明\n2 李雷", [("1", "王小明"), ("2", "李雷")]),
        ("王小明\t01\n\n李雷\t02", [("01", "王小明"), ("02", "李雷")]),
        ("学号,姓名,性别\n１２,韩梅梅,女", [("12", "韩梅梅")]),
        ("姓名　学号\n欧阳娜娜　20260101", [("20260101", "欧阳娜娜")]),
    ],
)
def test_pasted_lists_are_understood(text: str, pairs: list[tuple[str, str]]) -> None:
    assert _pairs(read_pasted(text)) == pairs


def _sheet(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def test_a_spreadsheet_keeps_its_numbers_whole() -> None:
    rows: list[list[object]] = [
        ["初二（3）班名单"],
        ["学号", "姓名"],
        [20260101, "王小明"],
        ["007", "李雷"],
    ]
    assert _pairs(read_file(_sheet(rows), "名单.xlsx")) == [
        ("20260101", "王小明"),
        ("007", "李雷"),
    ]


def test_a_number_that_lost_its_digits_is_refused_with_a_sentence() -> None:
    rows: list[list[object]] = [["学号", "姓名"], [141102201301011234, "王小明"]]
    reading = read_file(_sheet(rows), "名单.xlsx")
    assert _pairs(reading) == [("", "王小明")]
    assert "丢了末尾" in reading.problems[0]


def test_a_chinese_csv_of_windows_is_read() -> None:
    reading = read_file("学号,姓名\r\n1,王小明\r\n".encode("gb18030"), "名单.csv")
    assert _pairs(reading) == [("1", "王小明")]


def test_doubles_are_told() -> None:
    problems = read_pasted("1 王小明\n1 李雷\n3 王小明").problems
    assert any("学号 1" in problem for problem in problems)
    assert any("王小明" in problem for problem in problems)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\x00" * 100, b"\xff\xfe\x00"])
def test_a_damaged_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInput, match="没有读取"):
        read_file(data, "名单.xlsx")


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(BadInput, match="2 MB"):
        read_file(b"x" * 2_000_001, "名单.csv")


@given(st.text(max_size=200))
def test_any_pasted_text_is_read_without_an_error(text: str) -> None:
    for line in read_pasted(text).lines:
        assert line.name
