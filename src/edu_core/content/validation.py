"""From what pydantic says to what an author understands: file, line, question, what and how."""

import difflib
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from edu_core.content.problems import Problem, Unusable
from edu_core.content.registers import ALL_MODELS
from edu_core.content.sentences import CHOICES, EXAMPLES, OTHER, RULES, WORDS
from edu_core.content.words import field_words
from edu_core.content.yaml_lines import Lined, Location
from edu_core.domain.items import KINDS

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NO_REASON = frozenset(["true", "false", "yes", "no", "是", "否", "对", "停用", "1", "0"])
"""What authors write behind ``retired`` that says nothing about why."""


def validated(
    model: type[BaseModel],
    lined: Lined,
    file: str,
    further_names: Mapping[Location, Sequence[str]] | None = None,
) -> Any:
    """The model made from the data; raises ``Unusable`` with line and suggestion for each mistake.

    ``further_names`` are names an author may write at a place although the model has none of them.
    """
    further = further_names or {}
    loose = list(_loose_scalars(lined.data, (), file, lined))
    try:
        made = model.model_validate(lined.data)
    except ValidationError as error:
        raise Unusable(_unique([*loose, *_problems(error, lined, file, model, further)])) from error
    if loose:
        raise Unusable(_unique(loose))
    return made


def _unique(problems: list[Problem]) -> list[Problem]:
    """Each line and message once: what lies in ``defaults`` is wrong only once."""
    seen: dict[tuple[int, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.line, problem.code, problem.message), problem)
    return list(seen.values())


def _loose_scalars(data: Any, here: Location, file: str, lined: Lined) -> Iterator[Problem]:
    """Text that pydantic would turn into a truth value, a date or a reason too willingly."""
    if isinstance(data, list):
        for place, part in enumerate(cast(list[Any], data)):
            yield from _loose_scalars(part, (*here, place), file, lined)
    elif isinstance(data, dict):
        for name, part in cast(dict[str, Any], data).items():
            if isinstance(part, str):
                if (kind := _loose(name, part)) is not None:
                    place = (*here, name)
                    yield _worded(kind, {}, part, place, file, lined)
            elif part is None:
                if name == "retired":
                    yield _worded("no_reason", {}, part, (*here, name), file, lined)
            else:
                yield from _loose_scalars(part, (*here, name), file, lined)


def _loose(name: str, text: str) -> str | None:
    truths, dates = _strict_names()
    if name in truths and text not in ("true", "false"):
        return "bool_parsing"
    if name in dates and not _DATE.fullmatch(text):
        return "no_date"
    if name == "retired" and text.casefold() in _NO_REASON:
        return "no_reason"
    return None


@cache
def _strict_names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of the fields that hold truth values, and of those that hold dates."""
    truths: set[str] = set()
    dates: set[str] = set()
    for model in ALL_MODELS:
        for inner in models_inside(model):
            for name, field in inner.model_fields.items():
                said = str(field.annotation)
                if "bool" in said:
                    truths.add(name)
                elif "datetime.date" in said:
                    dates.add(name)
    return frozenset(truths), frozenset(dates)


def models_inside(annotation: Any) -> set[type[BaseModel]]:
    """All models that an annotation reaches."""
    found: set[type[BaseModel]] = set()
    waiting: list[Any] = [annotation]
    while waiting:
        part = waiting.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            if part not in found:
                found.add(part)
                waiting.extend(field.annotation for field in part.model_fields.values())
        else:
            waiting.extend(get_args(part))
    return found


def _problems(
    error: ValidationError,
    lined: Lined,
    file: str,
    model: type[BaseModel],
    further: Mapping[Location, Sequence[str]],
) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    locations = [tuple(detail["loc"]) for detail in details]
    for detail, location in zip(details, locations, strict=True):
        inside = any(other[: len(location)] == location != other for other in locations)
        if detail["type"] in ("too_short", "value_error") and inside:
            continue  # members that failed were dropped before these were counted
        path = data_path(lined.data, location)
        kind, context = detail["type"], dict(detail.get("ctx") or {})
        if kind == "extra_forbidden":
            yield _unknown_field(lined, file, model, location, path, further)
        elif kind == "value_error":
            yield _broken_rule(str(detail["msg"]), path, file, lined)
        elif kind in ("enum", "literal_error"):
            yield _not_among(str(context["expected"]), detail["input"], path, file, lined)
        elif kind == "union_tag_invalid":
            tags = str(context["expected_tags"])
            yield _not_among(tags, context["tag"], (*path, "kind"), file, lined)
        else:
            yield _worded(kind, context, detail["input"], path, file, lined)


def data_path(data: Any, location: Location) -> Location:
    """The location without the parts that pydantic adds: union tags and ``[key]``.

    A missing last part is kept, because it names the field that should be there.
    """
    path: list[str | int] = []
    for part in location:
        if isinstance(data, dict):
            inside = cast(dict[str | int, Any], data)
            if part not in inside and (part == inside.get("kind") or part == "[key]"):
                continue
            data = inside.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            members = cast(list[Any], data)
            data = members[part] if part < len(members) else None
        elif part == "[key]":
            continue
        else:
            data = None
        path.append(part)
    return tuple(path)


def _worded(
    kind: str, context: Mapping[str, Any], given: Any, path: Location, file: str, lined: Lined
) -> Problem:
    name = _name_of(path)
    words = WORDS.get(_kind_for_people(kind, name, given), OTHER)
    values = {
        **{key: str(value) for key, value in context.items()},
        "field": field_words(name),
        "name": name,
        "given": _shortened(given),
        "kind_words": field_words("kind"),
    }
    code, message, suggestion = words
    if kind in _SHAPES and given is not None and name in EXAMPLES:
        suggestion = EXAMPLES[name].replace("{", "{{").replace("}", "}}")
    return _problem(
        file, lined, path, code, message.format_map(values), suggestion.format_map(values)
    )


_SHAPES = frozenset(["tuple_type", "model_type", "model_attributes_type", "dict_type"])


def _kind_for_people(kind: str, name: str, given: Any) -> str:
    """The kind of mistake as people see it: what is empty is not of a wrong type."""
    if kind == "no_reason":
        return kind
    if given is None and kind.endswith("_type"):
        return "empty"
    if kind == "too_short" and name in ("blocks", "sections"):
        return f"no_{name}"
    if kind == "missing" and name == "sections":
        return "missing_sections"
    if kind.startswith("date"):
        return "no_date"
    return "model_type" if kind == "model_attributes_type" else kind


def _name_of(path: Location) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "内容")


def _shortened(given: Any) -> str:
    text = str(given).split("\n")[0]
    return text if len(text) <= 30 else text[:30] + "…"


def _problem(
    file: str, lined: Lined, path: Location, code: str, message: str, suggestion: str
) -> Problem:
    return Problem(file, lined.line_of(path), code, message, suggestion, item_id_at(lined, path))


def _broken_rule(message: str, path: Location, file: str, lined: Lined) -> Problem:
    text = message.removeprefix("Value error, ")
    field, _, detail = text.partition(":")
    where = (*path, field) if (*path, field) in lined.lines else path
    for pattern, code, words, suggestion in RULES:
        if pattern in text:
            said = detail.strip().removeprefix("no way leads to ")
            names = re.findall(r"'([^']*)'", said)
            said = f"“{names[-1]}”" if names and pattern != "these ids stand twice" else said
            return _problem(file, lined, where, code, words.format(detail=said), suggestion)
    return _problem(file, lined, where, "E207", f"这里不成立：{text}。", "对照写作手册里的例子。")


def _not_among(expected: str, given: Any, path: Location, file: str, lined: Lined) -> Problem:
    allowed = {name: _choice_words(name) for name in re.findall(r"'([^']*)'", expected)}
    near = [name for name, words in allowed.items() if words and words in str(given)]
    near += difflib.get_close_matches(str(given), allowed, n=1, cutoff=0.5)
    message = f"{field_words(_name_of(path))} 不能是“{_shortened(given)}”。"
    said = [f"{name}（{words}）" if words else name for name, words in allowed.items()]
    choice = f"可以写：{'、'.join(said)}。"
    suggestion = f"是不是想写“{near[0]}”？{choice}" if near else choice
    return _problem(file, lined, path, "E205", message, suggestion)


def _choice_words(name: str) -> str:
    """What a word that may be chosen means, in Chinese."""
    return KINDS[name].LABEL if name in KINDS else CHOICES.get(name, "")


def _unknown_field(
    lined: Lined,
    file: str,
    model: type[BaseModel],
    location: Location,
    path: Location,
    further: Mapping[Location, Sequence[str]],
) -> Problem:
    wrong = str(path[-1])
    if wrong == "<<":
        hint = "每道题都一样的内容写进 defaults，其余的写在每道题里。"
        return _problem(file, lined, path, "E202", "不能用 << 引用别处的内容。", hint)
    if not re.fullmatch(r"[A-Za-z0-9_ -]+", wrong):
        message = f"“{_shortened(wrong)}”被当成了一个名字。"
        suggestion = "花括号里的文字有英文逗号或冒号时，请改成全角，或者给整段文字加上英文引号。"
        if re.match(r"[a-z_]+：", wrong):
            suggestion = "名字后面要用英文冒号，再空一格，例如“text: 文字”。"
        return _problem(file, lined, path, "E202", message, suggestion)
    known = [*fields_at(model, location[:-1]), *further.get(path[:-1], ())]
    kind = next((part for part in location if part in KINDS), None)
    if kind is not None and any(wrong in other.model_fields for other in KINDS.values()):
        message = f"{KINDS[str(kind)].LABEL}题（{kind}）里没有“{wrong}”这一项。"
        return _problem(file, lined, path, "E202", message, "删掉它，或者检查 kind 写对了没有。")
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    suggestion = f"是不是想写“{near[0]}”？" if near else f"这里可以写：{'、'.join(known)}。"
    return _problem(file, lined, path, "E202", f"这里没有“{wrong}”这一项。", suggestion)


def fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """The field names that may stand at a pydantic location below a model."""
    annotation: Any = model
    for part in location:
        annotation = _step(annotation, part)
    found = [part for part in _members(annotation) if issubclass(part, BaseModel)]
    return list(found[0].model_fields) if found else []


def _members(annotation: Any) -> list[type[Any]]:
    """The classes an annotation may stand for."""
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [found for part in get_args(annotation) for found in _members(part)]
    return [annotation] if isinstance(annotation, type) else []


def _step(annotation: Any, part: str | int) -> Any:
    """The annotation one location part further down."""
    if isinstance(part, str) and part in KINDS and len(_members(annotation)) > 1:
        return KINDS[part]
    models = [found for found in _members(annotation) if issubclass(found, BaseModel)]
    if models and isinstance(part, str) and part in models[0].model_fields:
        return models[0].model_fields[part].annotation
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and arguments:
        return arguments[0]
    if get_origin(annotation) is dict and arguments:
        return arguments[1]
    return annotation


def item_id_at(lined: Lined, path: Location) -> str:
    """The id of the question that a place lies in, if any."""
    data: Any = lined.data
    found = ""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and ("stem" in data or "kind" in data):
            name = cast(dict[str, Any], data).get("id")
            found = name if isinstance(name, str) else found
    return found
