"""Advice on content that can be used but could be better. Every code is explained in the manual."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from markdown_it import MarkdownIt

from edu_core.content.library import Library, Loaded
from edu_core.content.problems import Problem, Severity, sorted_problems
from edu_core.content.references import located_items
from edu_core.content.yaml_lines import Location
from edu_core.domain.items import Item, MultipleChoice, SingleChoice
from edu_core.domain.items.base import Band
from edu_core.domain.lesson import Lesson

LONGEST_STEM = {Band.PRIMARY: 50, Band.JUNIOR: 80, Band.SENIOR: 120}
"""Characters a stem may have before the band finds it hard to read."""

LONGEST_SENTENCE = {Band.PRIMARY: 25, Band.JUNIOR: 40, Band.SENIOR: 60}
"""Characters between two stops in a stem."""

MOST_LONGEST_KEYS = 0.3
MOST_ONE_LETTER = 0.4
LEAST_TO_JUDGE = 5
"""Below this many single-choice questions a share says nothing."""

FORBIDDEN_WORDS: dict[str, str] = {
    "瘾君子": "使用毒品的人",
    "大烟鬼": "使用毒品的人",
    "毒虫": "使用毒品的人",
    "吸毒仔": "碰过毒品的同学",
    "戒毒犯": "戒毒人员",
    "丧尸": "合成卡西酮类",
    "飘飘欲仙": "（删去，不描述感受）",
    "过瘾": "（删去，不描述感受）",
    "溜冰": "（删去，不教暗语）",
    "嗨药": "（删去，不教暗语）",
}
_MONEY = re.compile(r"\d[\d,]*\s*(万元|元|克|公斤)|[一二三四五六七八九十百千万]+(元|克|公斤)")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;!?][\u4e00-\u9fff]")
_STOPS = re.compile(r"[。！？；：]")
_MARKDOWN = MarkdownIt("commonmark")


def advice(library: Library, today: date) -> tuple[Problem, ...]:
    """All advice on the content, by file and line."""
    found: list[Problem] = []
    for loaded in library.files.values():
        for item, location in located_items(loaded):
            found.extend(_on_item(library, loaded, item, location, today))
        found.extend(_on_keys(loaded))
        if isinstance(loaded.model, Lesson):
            found.extend(_on_lesson(loaded, loaded.model))
    return sorted_problems(found)


def _advise(
    loaded: Loaded, location: Location, code: str, message: str, suggestion: str, item_id: str = ""
) -> Problem:
    line = loaded.lined.line_of(location)
    return Problem(loaded.file, line, code, message, suggestion, item_id, Severity.ADVICE)


def _texts(item: Item) -> list[str]:
    """All text of a question that a pupil may read."""
    found: list[str] = []
    waiting: list[object] = [item.model_dump(mode="json", exclude={"id", "sources", "facts"})]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, str):
            found.append(part)
    return found


def has_broken_bold(text: str) -> bool:
    """Whether asterisks would be printed: CommonMark wants no punctuation just inside the bold."""
    if "**" not in text:
        return False
    for token in _MARKDOWN.parse(text):
        for child in token.children or ():
            if child.type == "text" and "**" in child.content:
                return True
    return False


def _on_item(
    library: Library, loaded: Loaded, item: Item, location: Location, today: date
) -> Iterator[Problem]:
    stem = (*location, "stem")
    if len(item.stem) > LONGEST_STEM[item.band]:
        most = LONGEST_STEM[item.band]
        yield _advise(
            loaded,
            stem,
            "L301",
            f"题干有 {len(item.stem)} 个字，这个学段最好不超过 {most} 个字。",
            "分成两句，或者把情境移到课文里。",
            item.id,
        )
    longest = max(len(sentence) for sentence in _STOPS.split(item.stem))
    if longest > LONGEST_SENTENCE[item.band]:
        yield _advise(
            loaded, stem, "L302", f"题干里有一句长达 {longest} 个字。", "拆成短句。", item.id
        )
    yield from _on_words(loaded, item, location)
    if isinstance(item, SingleChoice | MultipleChoice):
        yield from _on_options(loaded, item, location)
    if item.explanation == item.stem:
        yield _advise(
            loaded, (*location, "explanation"), "L307", "解析和题干一样。", "说清为什么。", item.id
        )
    for reference in item.sources:
        source = library.sources.get(reference.id)
        if source is not None and source.review_by is not None and source.review_by < today:
            yield _advise(
                loaded,
                (*location, "sources"),
                "L308",
                f"出处“{source.title}”在 {source.review_by} 就该复核了。",
                "复核原文后更新登记里的 reviewed_on 和 review_by。",
                item.id,
            )


def _on_words(loaded: Loaded, item: Item, location: Location) -> Iterator[Problem]:
    texts = _texts(item)
    for text in texts:
        for word, better in FORBIDDEN_WORDS.items():
            if word in text:
                yield _advise(
                    loaded, location, "L303", f"用了“{word}”。", f"改成：{better}", item.id
                )
        if has_broken_bold(text):
            yield _advise(
                loaded, location, "L304", "加粗的星号会原样显示。", "把标点移到 ** 外面。", item.id
            )
        if _HALF_WIDTH.search(text):
            yield _advise(
                loaded, location, "L305", "汉字之间用了半角标点。", "改成全角标点。", item.id
            )
    if item.band is not Band.SENIOR and any(_MONEY.search(text) for text in texts):
        yield _advise(
            loaded,
            location,
            "L309",
            "小学和初中不出现金额和克数。",
            "改成“罚款”“数量”一类的说法。",
            item.id,
        )


def _on_options(
    loaded: Loaded, item: SingleChoice | MultipleChoice, location: Location
) -> Iterator[Problem]:
    texts = [option.text for option in item.options]
    for text, count in Counter(texts).items():
        if count > 1:
            yield _advise(
                loaded,
                (*location, "options"),
                "L306",
                f"有 {count} 个选项都是“{text}”。",
                "改成不同的说法。",
                item.id,
            )
    for place, option in enumerate(item.options):
        if not option.correct and option.feedback is None:
            yield _advise(
                loaded,
                (*location, "options", place),
                "L310",
                f"错误选项“{option.text}”没有反馈。",
                "写一句话回应选它的想法。",
                item.id,
            )


def _on_keys(loaded: Loaded) -> Iterator[Problem]:
    """Keys of the single-choice questions of a file: neither place nor length gives them away."""
    single = [item for item, _ in located_items(loaded) if isinstance(item, SingleChoice)]
    if len(single) < LEAST_TO_JUDGE:
        return
    longest = sum(_key_is_longest(item) for item in single)
    if longest / len(single) > MOST_LONGEST_KEYS:
        yield _advise(
            loaded,
            (),
            "L311",
            f"{len(single)} 道单选题里有 {longest} 道的正确项最长。",
            "把干扰项写得一样完整。",
        )
    letters = Counter(next(iter(item.key())) for item in single)
    letter, count = letters.most_common(1)[0]
    if count / len(single) > MOST_ONE_LETTER:
        yield _advise(
            loaded,
            (),
            "L312",
            f"{len(single)} 道单选题里有 {count} 道的答案是 {letter.upper()}。",
            "调换选项的先后。",
        )


def _key_is_longest(item: SingleChoice) -> bool:
    key = next(option for option in item.options if option.correct)
    return all(len(key.text) > len(other.text) for other in item.options if not other.correct)


def _on_lesson(loaded: Loaded, lesson: Lesson) -> Iterator[Problem]:
    for number, section in enumerate(lesson.sections):
        for place, block in enumerate(section.blocks):
            here: Location = ("sections", number, "blocks", place)
            if block.markdown and has_broken_bold(block.markdown):
                yield _advise(
                    loaded, here, "L304", "加粗的星号会原样显示。", "把标点移到 ** 外面。"
                )
            for word, better in FORBIDDEN_WORDS.items():
                if block.markdown and word in block.markdown:
                    yield _advise(loaded, here, "L303", f"用了“{word}”。", f"改成：{better}")
    if len(lesson.illustrations) < 2:
        yield _advise(loaded, (), "L313", "这一课的插图少于两幅。", "再画一幅。")
    if not lesson.checks:
        yield _advise(loaded, (), "L314", "这一课没有小练习。", "加一两道小练习。")
    if not lesson.what_you_can_do:
        yield _advise(loaded, (), "L315", "没有写“你可以这样做”。", "写上学生能做到的两三件事。")
