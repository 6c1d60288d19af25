"""Class lists from whatever a teacher has: pasted text, CSV or an Excel file.

Spreadsheets turn student numbers into ``20260101.0`` and cut 18-digit numbers to 15 digits;
so everything is read as text where the file has text, whole numbers lose their ``.0``, and a
number that has already lost digits is refused with a sentence.
"""

import csv
import io
import re
from dataclasses import dataclass

import python_calamine

from edu_core.domain.errors import BadInput
from edu_core.domain.people import clean_name

MOST_BYTES = 2_000_000
MOST_ROWS = 500
_SAFE_INTEGER = 2**53
_NUMBER_HEADS = ("学号", "座号", "序号", "编号", "号")
_NAME_HEADS = ("姓名", "名字", "学生姓名", "学生")
_NUMBER = re.compile(r"[A-Za-z]?\d{1,15}")


@dataclass(frozen=True)
class RosterLine:
    """One pupil as read; ``line`` is where in the source, from 1."""

    line: int
    name: str
    number: str


@dataclass(frozen=True)
class RosterReading:
    """What was understood, and one sentence for everything that was not."""

    lines: tuple[RosterLine, ...]
    problems: tuple[str, ...]


def read_pasted(text: str) -> RosterReading:
    """Names from pasted text: a name a line, with a number before or behind it, or columns."""
    if len(text.encode()) > MOST_BYTES:
        raise BadInput("粘贴的内容太长，没有读取。请一次只贴一个班。")
    rows = [re.split(r"[\t,，;；|]| {1,}|\u3000", line.strip()) for line in text.splitlines()]
    return _read([[cell for cell in row if cell] for row in rows])


def read_file(data: bytes, name: str) -> RosterReading:
    """Names from an uploaded .xlsx, .xls, .ods or .csv file; raises ``BadInput``."""
    if len(data) > MOST_BYTES:
        raise BadInput("文件超过 2 MB，没有读取。请只保留一个班的名单再上传。")
    if name.lower().endswith((".csv", ".txt")):
        return _read(list(csv.reader(io.StringIO(_decoded(data)))))
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except Exception as error:  # the reader raises many kinds for damaged files
        raise BadInput(
            "这个文件打不开，没有读取。请在 Excel 里另存为 .xlsx，或者直接把姓名粘贴进来。",
            cause=str(error),
        ) from error
    return _read([[_cell(cell) for cell in row] for row in rows[: MOST_ROWS + 10]])


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("文件的文字编码读不懂，没有读取。请在 Excel 里另存为 .xlsx 再上传。")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        if abs(value) >= _SAFE_INTEGER:
            return f"!{value:.0f}"  # digits are already lost: told apart below
        return str(int(value))
    return str(value)


def _read(rows: list[list[str]]) -> RosterReading:
    found: list[RosterLine] = []
    problems: list[str] = []
    name_column, number_column, first = _columns(rows)
    for line, row in enumerate(rows[first:], start=first + 1):
        cells = [clean_name(cell) for cell in row]
        if not any(cells):
            continue
        if len(found) >= MOST_ROWS:
            problems.append(f"名单超过 {MOST_ROWS} 行，第 {line} 行以后没有读取。")
            break
        name, number = _pick(cells, name_column, number_column)
        if number.startswith("!"):
            problems.append(
                f"第 {line} 行的学号太长，表格已经丢了末尾的数字。请把那一列设成“文本”再重新填写。"
            )
            number = ""
        if not name:
            problems.append(f"第 {line} 行没有看到姓名，已跳过。")
            continue
        found.append(RosterLine(line, name, number))
    return RosterReading(tuple(found), tuple(problems + _doubled(found)))


def _columns(rows: list[list[str]]) -> tuple[int | None, int | None, int]:
    """The columns of name and number by their heading, and the first row below it."""
    for place, row in enumerate(rows[:10]):
        heads = [clean_name(cell) for cell in row]
        name = next((i for i, head in enumerate(heads) if head in _NAME_HEADS), None)
        if name is not None:
            number = next((i for i, head in enumerate(heads) if head in _NUMBER_HEADS), None)
            return name, number, place + 1
    return None, None, 0


def _pick(cells: list[str], name_column: int | None, number_column: int | None) -> tuple[str, str]:
    if name_column is not None:
        name = cells[name_column] if name_column < len(cells) else ""
        has_number = number_column is not None and number_column < len(cells)
        return name, cells[number_column] if has_number and number_column is not None else ""
    number = next((cell for cell in cells if _NUMBER.fullmatch(cell) or cell.startswith("!")), "")
    words = [cell for cell in cells if cell and cell != number]
    return (words[0] if words else ""), number


def _doubled(found: list[RosterLine]) -> list[str]:
    """Same numbers are mistakes; same names happen, and are only mentioned."""
    problems: list[str] = []
    numbers: dict[str, int] = {}
    names: dict[str, int] = {}
    for line in found:
        if line.number and line.number in numbers:
            problems.append(
                f"学号 {line.number} 在第 {numbers[line.number]} 行和第 {line.line} 行重复。"
            )
        numbers.setdefault(line.number, line.line)
        if line.name in names:
            problems.append(
                f"“{line.name}”在第 {names[line.name]} 行和第 {line.line} 行都有。"
                "如果是同名的两个人，可以照常导入，登录时用学号。"
            )
        names.setdefault(line.name, line.line)
    return problems
