"""What can be wrong with content: errors stop a file from being used, advice does not."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ValidationError

from edu_core.content.yaml_lines import Lined


class Severity(StrEnum):
    """Whether the file can be used all the same."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where, which question, what, and how."""

    file: str
    line: int
    code: str
    message: str
    suggestion: str = ""
    item_id: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        words = {Severity.ERROR: "错误", Severity.ADVICE: "建议"}[self.severity]
        item = f" [{self.item_id}]" if self.item_id else ""
        advice = f"  → {self.suggestion}" if self.suggestion else ""
        return f"{self.file}:{self.line}  {words} {self.code}{item}  {self.message}{advice}"


_WORDS: dict[str, str] = {
    "missing": "缺少“{field}”。",
    "extra_forbidden": "不认识“{field}”这一项。",
    "string_type": "“{field}”应该是文字。",
    "string_too_short": "“{field}”是空的。",
    "string_too_long": "“{field}”太长了。",
    "string_pattern_mismatch": "“{field}”只能用小写字母、数字和连字符。",
    "int_parsing": "“{field}”应该是整数。",
    "int_type": "“{field}”应该是整数。",
    "decimal_parsing": "“{field}”应该是数字。",
    "decimal_type": "“{field}”应该是数字。",
    "bool_parsing": "“{field}”只能是 true 或 false。",
    "bool_type": "“{field}”只能是 true 或 false。",
    "date_from_datetime_parsing": "“{field}”应该是日期，例如 2026-11-24。",
    "date_parsing": "“{field}”应该是日期，例如 2026-11-24。",
    "date_type": "“{field}”应该是日期，例如 2026-11-24。",
    "too_short": "“{field}”的项数太少。",
    "too_long": "“{field}”的项数太多。",
    "tuple_type": "“{field}”应该是一个列表（每项以“- ”开头）。",
    "list_type": "“{field}”应该是一个列表（每项以“- ”开头）。",
    "model_type": "“{field}”应该是几行“名字: 内容”。",
    "model_attributes_type": "“{field}”应该是几行“名字: 内容”。",
    "dict_type": "“{field}”应该是几行“名字: 内容”。",
    "union_tag_not_found": "缺少题型 kind。",
    "greater_than_equal": "“{field}”太小，至少是 {ge}。",
    "less_than_equal": "“{field}”太大，最多是 {le}。",
    "enum": "“{field}”只能是 {expected}。",
    "literal_error": "“{field}”只能是 {expected}。",
    "union_tag_invalid": "没有“{tag}”这种题型，可以用：{expected_tags}。",
}

_RULES: tuple[tuple[str, str], ...] = (
    ("exactly one option must be correct", "单选题要有且只有一个选项写 correct: true。"),
    ("at least one option must be correct", "多选题至少有一个选项写 correct: true。"),
    ("two options have the same id", "有两个选项的 id 相同。"),
    ("two parts have the same text", "有两项的文字完全相同，学生分不清。"),
    ("one thing stands in two groups", "同一项放进了两个组。"),
    ("two groups have the same name", "有两个组同名。"),
    (
        "give either accept",
        "填空题要么写 accept（一个空），要么写 blanks（几个空），不能都写或都不写。",
    ),
    ("an accepted answer is only punctuation", "有一个可接受的答案只有标点或空格。"),
    ("these ids stand twice", "题目 id 重复：{detail}。"),
    ("every question is retired", "这份测验的题全都停用了（retired）。"),
    ("draw: asks for", "draw 抽的题比这一节里能用的题还多。"),
    ("the start", "情景缺少起点 start。"),
    ("no way leads to", "情景里这些地方走不到：{detail}。"),
    ("leads to", "情景里有一步的 to 指向不存在的地方：{detail}。"),
    ("a way leads back", "情景绕回了走过的地方，永远走不完：{detail}。"),
    ("no step carries credit", "情景里没有一步写了 credit，无法计分。"),
)


def problems_from(
    error: ValidationError,
    lined: Lined,
    file: str,
    model: type[BaseModel],
    names: Sequence[str] = (),
) -> list[Problem]:
    """A validation error in words, with the line of each mistake.

    ``names`` are further field names that may have been meant by an unknown one.
    """
    found = []
    for detail in error.errors(include_url=False):
        location = tuple(detail["loc"])
        found.append(
            Problem(
                file=file,
                line=lined.line_of(location),
                code="E102",
                message=_message(detail),
                suggestion=_suggestion(detail, model, names),
                item_id=_item_id(lined, location),
            )
        )
    return found


def _message(detail: Any) -> str:
    kind, location = detail["type"], detail["loc"]
    if kind == "value_error":
        text = str(detail["msg"]).removeprefix("Value error, ")
        for pattern, words in _RULES:
            if pattern in text:
                return words.format(detail=text.split(":", 1)[-1].strip())
        return text
    field = next((str(part) for part in reversed(location) if isinstance(part, str)), "内容")
    context = {"ge": "", "le": "", "expected": "", "tag": "", "expected_tags": ""}
    context |= {name: str(value) for name, value in (detail.get("ctx") or {}).items()}
    words = _WORDS.get(kind, "“{field}”的内容不合要求。")
    return words.format(field=field, **{k: v for k, v in context.items() if k != "field"})


def _suggestion(detail: Any, model: type[BaseModel], names: Sequence[str]) -> str:
    if detail["type"] == "extra_forbidden":
        wrong = str(detail["loc"][-1])
        near = difflib.get_close_matches(wrong, [*_all_fields(model), *names], n=1, cutoff=0.6)
        return f"是不是想写“{near[0]}”？" if near else "请删掉它，或者对照写作手册。"
    if detail["type"] == "union_tag_invalid":
        tags = str(detail["ctx"]["expected_tags"]).replace("'", "").split(", ")
        near = difflib.get_close_matches(str(detail["ctx"]["tag"]), tags, n=1, cutoff=0.5)
        return f"是不是想写“{near[0]}”？" if near else ""
    if detail["type"] == "missing":
        return f"请补上一行“{detail['loc'][-1]}: …”。"
    return ""


def _all_fields(model: type[BaseModel]) -> set[str]:
    """The field names of a model and of all models inside it."""
    names: set[str] = set()
    waiting: list[Any] = [model.model_json_schema()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            names |= set(part.get("properties", {}))
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return names


def _item_id(lined: Lined, location: tuple[str | int, ...]) -> str:
    """The id of the question that a location lies in, if any."""
    data: Any = lined.data
    found = ""
    for part in location:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            continue
        if isinstance(data, dict) and isinstance(data.get("id"), str) and "stem" in data:
            found = data["id"]
    return found


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and line, each once."""
    return tuple(sorted(set(problems)))
