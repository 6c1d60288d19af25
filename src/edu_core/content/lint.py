"""Advice on content that can be used but could be better. Every code is explained in the manual."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, cast

from edu_core.content import wording
from edu_core.content.library import Library, Loaded
from edu_core.content.lint_curriculum import curriculum_advice
from edu_core.content.problems import Problem, Severity, sorted_problems
from edu_core.content.references import located_items, located_sources
from edu_core.content.registers import SourceRegister
from edu_core.content.statistics import key_is_longest
from edu_core.content.yaml_lines import Location
from edu_core.domain.items import Item, MultipleChoice, SingleChoice
from edu_core.domain.items.base import Band
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz

MOST_LONGEST_KEYS = 0.3
MOST_ONE_LETTER = 0.4
LEAST_TO_JUDGE = 5
"""Below this many single-choice questions a share says nothing."""

_NOT_READ = frozenset(
    [
        "id",
        "kind",
        "band",
        "topic",
        "level",
        "role",
        "sources",
        "facts",
        "reviewed_on",
        "image",
        "path",
        "retired",
        "marking",
        "start",
        "to",
        "lesson",
        "quiz",
        "before",
        "objective",
        "settings",
        "accept",
        "value",
        "tolerance",
    ]
)
"""Fields that hold no sentence for people."""

_TEACHERS_ONLY = frozenset({"teacher_notes", "skill"})
_ALLOWED = re.compile(r"(?:#|<!--)\s*(?P<all>全文)?允许(?P<codes>(?:[\s、,，]*L\d{3})+)")


def advice(library: Library, today: date) -> tuple[Problem, ...]:
    """All advice on the content, by file and line, without what an author has allowed."""
    found: list[Problem] = []
    for loaded in library.files.values():
        given = [
            *file_advice(loaded),
            *_on_sources(library, loaded),
            *_on_dates(library, loaded, today),
        ]
        found.extend(_without_allowed(loaded, given) if "允许" in loaded.text else given)
    found.extend(curriculum_advice(library))
    return sorted_problems(found)


def file_advice(loaded: Loaded) -> Iterator[Problem]:
    """The advice that needs nothing but the file."""
    yield from _on_texts(loaded)
    for item, location in located_items(loaded):
        yield from _on_item(loaded, item, location)
    yield from _on_keys(loaded)
    model = loaded.model
    if isinstance(model, Lesson):
        yield from _on_lesson(loaded, model)
    if isinstance(model, Lesson | Quiz) and PurePath(loaded.file).stem != model.id:
        message = f"文件名和 id “{model.id}”不一样。"
        yield _advise(loaded, ("id",), "L213", message, "让两者相同，找起来方便。")
    if not isinstance(model, Lesson):
        for number, line in enumerate(loaded.text.split("\n"), start=1):
            if line.endswith(" "):
                yield _at(loaded, number, "L212", "行末有多余的空格。", "删掉空格。")


def _without_allowed(loaded: Loaded, given: list[Problem]) -> Iterator[Problem]:
    """Drop advice that a comment ``允许 L206`` on its line or the line above has answered."""
    everywhere: set[str] = set()
    here: dict[int, set[str]] = {}
    for number, line in enumerate(loaded.text.split("\n"), start=1):
        for found in _ALLOWED.finditer(line):
            codes = set(re.findall(r"L\d{3}", found["codes"]))
            if found["all"]:
                everywhere |= codes
            here.setdefault(number, set()).update(codes)
            here.setdefault(number + 1, set()).update(codes)
    for problem in given:
        if problem.code not in everywhere and problem.code not in here.get(problem.line, ()):
            yield problem


def _at(
    loaded: Loaded, line: int, code: str, message: str, suggestion: str, item_id: str = ""
) -> Problem:
    return Problem(loaded.file, line, code, message, suggestion, item_id, Severity.ADVICE)


def _advise(
    loaded: Loaded, location: Location, code: str, message: str, suggestion: str, item_id: str = ""
) -> Problem:
    return _at(loaded, loaded.lined.line_of(location), code, message, suggestion, item_id)


@dataclass(frozen=True)
class _Text:
    """A piece of text with its field, its place, and the question and band it belongs to."""

    text: str
    field: str
    location: Location
    item_id: str
    band: Band | None


def _texts(data: Any) -> list[_Text]:
    """All text of a file that people read."""
    found: list[_Text] = []
    waiting: list[tuple[Any, Location, str, str, Band | None]] = [(data, (), "", "", None)]
    while waiting:
        part, here, field, item_id, band = waiting.pop()
        if isinstance(part, str):
            found.append(_Text(part, field, here, item_id, band))
        elif isinstance(part, list):
            members = enumerate(cast(list[Any], part))
            waiting.extend(
                (member, (*here, place), field, item_id, band) for place, member in members
            )
        elif isinstance(part, dict):
            inside = cast(dict[str, Any], part)
            if "band" in inside:
                band = Band(inside["band"])
            if "stem" in inside:
                item_id = str(inside.get("id", ""))
            waiting.extend(
                (member, (*here, name), name, item_id, band)
                for name, member in inside.items()
                if name not in _NOT_READ
            )
    return found


def _on_texts(loaded: Loaded) -> Iterator[Problem]:
    if isinstance(loaded.model, SourceRegister):
        return  # titles of laws are quoted as they are
    for piece in _texts(loaded.lined.data):
        prose = piece.field == "markdown"
        for offset in wording.broken_bold_lines(piece.text):
            hint = "把标点移到 ** 外面，例如“**文字**”。"
            yield _on(loaded, piece, offset if prose else 0, "L207", "加粗的星号会原样显示。", hint)
        for offset, text in enumerate(piece.text.split("\n") if prose else [piece.text]):
            for code, message, hint in _on_text(text, piece):
                yield _on(loaded, piece, offset, code, message, hint)
        if prose and (sign := wording.printed_differently(piece.text)):
            message = f"这一段里有几个“{sign}”，网页上会变成公式或删除线。"
            yield _on(loaded, piece, 0, "L216", message, "改成文字，例如“元”“至”。")


def _on(
    loaded: Loaded, piece: _Text, offset: int, code: str, message: str, suggestion: str
) -> Problem:
    line = loaded.lined.line_of(piece.location) + offset
    return _at(loaded, line, code, message, suggestion, piece.item_id)


def _on_text(text: str, piece: _Text) -> Iterator[tuple[str, str, str]]:
    """Code, message and suggestion for each thing a text could do better."""
    if around := wording.half_width_in(text):
        yield "L208", f"汉字之间用了半角标点：“{around}”。", "改成全角标点。"
    if piece.field in _TEACHERS_ONLY:
        return
    for word, instead in wording.discouraged_words(text):
        yield "L206", f"用了“{word}”。", f"改成：{instead}。"
    if piece.band is None:
        return
    if amount := wording.amount_in(text, piece.band):
        message = f"小学和初中不出现具体的金额、克数（小学也不出现刑期）：“{amount}”。"
        yield "L210", message, "改成“罚款”“数量”一类的说法。"
    target = wording.SENTENCE[piece.band]
    if len(text) > target * wording.PATIENCE:
        longest, beginning = wording.longest_sentence(text)
        if longest > target * wording.PATIENCE:
            message = f"“{beginning}…”这一句有 {longest} 个字，这个学段一句约 {target} 个字。"
            yield "L205", message, "拆成短句。"


def _on_item(loaded: Loaded, item: Item, location: Location) -> Iterator[Problem]:
    most = wording.LONGEST_STEM[item.band]
    if len(item.stem) > most and (count := wording.length(item.stem)) > most:
        message = f"题干有 {count} 个字，这个学段最好不超过 {most} 个字。"
        hint = "删去不需要的话，或者把情境移到课文里。"
        yield _advise(loaded, (*location, "stem"), "L204", message, hint, item.id)
    if _bare(item.explanation) == _bare(item.stem):
        here = (*location, "explanation")
        yield _advise(loaded, here, "L211", "解析和题干一样。", "说清为什么。", item.id)
    yield from _on_picture(loaded, item, location)
    if isinstance(item, SingleChoice | MultipleChoice):
        yield from _on_options(loaded, item, location)


def _on_picture(loaded: Loaded, item: Item, location: Location) -> Iterator[Problem]:
    if item.image is not None and item.image_alt is None:
        hint = "加上 image_alt：图里画了什么、答题要看的是什么。"
        here = (*location, "image")
        yield _advise(loaded, here, "L412", "题目的图没有文字说明。", hint, item.id)


def _on_options(
    loaded: Loaded, item: SingleChoice | MultipleChoice, location: Location
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for place, option in enumerate(item.options):
        here = (*location, "options", place)
        if (bare := _bare(option.text)) in seen:
            message = f"第 {seen[bare] + 1} 个和第 {place + 1} 个选项一样：“{option.text}”。"
            yield _advise(loaded, here, "L203", message, "改成不同的说法。", item.id)
        seen.setdefault(bare, place)
        if not option.correct and option.feedback is None:
            message = f"错误选项“{option.text}”没有 feedback。"
            hint = "写一句话，回应选它的同学是怎么想的。"
            yield _advise(loaded, here, "L209", message, hint, item.id)
    keys = len(item.key())
    if isinstance(item, MultipleChoice) and not 2 <= keys < len(item.options):
        message = f"多选题的 {len(item.options)} 个选项里有 {keys} 个正确。"
        hint = "至少两个正确、一个错误；只有一个正确就用 single_choice。"
        yield _advise(loaded, (*location, "options"), "L214", message, hint, item.id)


def _bare(text: str) -> str:
    """The text without what makes no difference to a reader."""
    return re.sub(r"[\s，。！？；：“”\"'*]+", "", text).casefold()


def _on_keys(loaded: Loaded) -> Iterator[Problem]:
    """Keys of the single-choice questions of a file: neither place nor length gives them away."""
    single = [item for item, _ in located_items(loaded) if isinstance(item, SingleChoice)]
    if len(single) < LEAST_TO_JUDGE:
        return
    places = {item.id: location for item, location in located_items(loaded)}
    first = places[single[0].id]
    longest = [item for item in single if key_is_longest(item)]
    if len(longest) > MOST_LONGEST_KEYS * len(single):
        message = f"{len(single)} 道单选题里有 {len(longest)} 道的正确项最长，看长短就能猜。"
        names = "、".join(item.id for item in longest)
        hint = f"把干扰项写得一样完整，或者精简正确项：{names}。"
        yield _advise(loaded, places[longest[0].id], "L201", message, hint)
    letters = Counter(next(iter(item.key())) for item in single)
    letter, count = letters.most_common(1)[0]
    if count > MOST_ONE_LETTER * len(single):
        message = f"{len(single)} 道单选题里有 {count} 道的正确项是 {letter.upper()}。"
        yield _advise(loaded, first, "L202", message, "调换几道题里选项的先后。")


def _on_lesson(loaded: Loaded, lesson: Lesson) -> Iterator[Problem]:
    if len(lesson.illustrations) < 2:
        message = f"这一课有 {len(lesson.illustrations)} 幅插图。"
        yield _advise(loaded, (), "L401", message, "至少配两幅剪纸风格的插图。")
    if not lesson.checks:
        yield _advise(loaded, (), "L402", "这一课没有小练习。", "加一两道 ```check 小练习。")
    if not lesson.what_you_can_do:
        message = "没有写“你可以这样做”（what_you_can_do）。"
        yield _advise(loaded, (), "L403", message, "写上学生能做到的两三件事。")


def _on_sources(library: Library, loaded: Loaded) -> Iterator[Problem]:
    for reference, location, item_id in located_sources(loaded):
        source = library.sources.get(reference.id)
        if source is not None and source.replaced_by is not None:
            newer = library.source_title(source.replaced_by)
            message = f"出处“{source.title}”已经被“{newer}”代替。"
            hint = f"对照新的规定核对内容，再把出处改成 {source.replaced_by}。"
            line = loaded.lined.line_of(location)
            yield Problem(loaded.file, line, "E408", message, hint, item_id)


def _on_dates(library: Library, loaded: Loaded, today: date) -> Iterator[Problem]:
    model = loaded.model
    if isinstance(model, SourceRegister):
        for place, source in enumerate(model.sources):
            if source.review_by is not None and source.review_by < today:
                message = f"出处“{source.title}”应在 {source.review_by} 前复核，已经过期。"
                hint = "重读原文，再更新 reviewed_on 和 review_by。"
                line = loaded.lined.line_of(("sources", place, "review_by"))
                yield Problem(loaded.file, line, "E409", message, hint)
        return
    for item, location in located_items(loaded):
        here = (*location, "reviewed_on")
        if item.reviewed_on > today:
            message = f"核对日期 {item.reviewed_on} 还没有到。"
            yield _advise(loaded, here, "L303", message, "写真正核对的那一天。", item.id)
        for reference in item.sources:
            source = library.sources.get(reference.id)
            if source is not None and source.in_force and item.reviewed_on < source.in_force:
                message = (
                    f"这道题在 {item.reviewed_on} 核对，"
                    f"而“{source.title}”{source.in_force} 才施行。"
                )
                yield _advise(loaded, here, "L304", message, "对照现行文本重新核对。", item.id)
