"""The bank in numbers (``edu stats``): counts, and whether place or length gives keys away."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from edu_core.content.library import Library
from edu_core.domain.items import Item, SingleChoice
from edu_core.domain.items.base import Band

_Words = dict[str, str]

BANDS: _Words = {"primary": "小学高年级", "junior": "初中", "senior": "高中"}
LEVELS: _Words = {"remember": "识记", "understand": "理解", "apply": "应用", "analyse": "分析"}


@dataclass(frozen=True)
class Bank:
    """All questions that may be asked, those inside lessons included."""

    library: Library

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The questions that are not retired."""
        found = [item for quiz in self.library.quizzes.values() for item in quiz.items]
        found += [item for lesson in self.library.lessons.values() for item in lesson.checks]
        return tuple(item for item in found if item.retired is None)

    @cached_property
    def single(self) -> tuple[SingleChoice, ...]:
        """The single-choice questions."""
        return tuple(item for item in self.items if isinstance(item, SingleChoice))

    def count(self, what: Callable[[Item], str]) -> Counter[str]:
        """How many questions there are of each."""
        return Counter(what(item) for item in self.items)

    @cached_property
    def letters(self) -> Counter[str]:
        """Letter of the place at which the key is stored, to how often."""
        return Counter("ABCDEFGHIJ"[key_place(item)] for item in self.single)

    @cached_property
    def longest_keys(self) -> tuple[SingleChoice, ...]:
        """The single-choice questions whose key is longer than every other option."""
        return tuple(item for item in self.single if key_is_longest(item))


def key_place(item: SingleChoice) -> int:
    """The place of the key among the options as stored, from 0."""
    return next(place for place, option in enumerate(item.options) if option.correct)


def key_is_longest(item: SingleChoice) -> bool:
    """Whether the right option is longer than every other one."""
    key = item.options[key_place(item)]
    return all(len(key.text) > len(other.text) for other in item.options if not other.correct)


def statistics_lines(library: Library) -> list[str]:
    """The numbers for a terminal."""
    bank = Bank(library)
    lines = [
        f"课 {len(library.lessons)}，测验 {len(library.quizzes)}，题 {len(bank.items)}"
        f"（其中课文里的小练习 {sum(len(one.checks) for one in library.lessons.values())}），"
        f"插图 {sum(len(one.illustrations) for one in library.lessons.values())}，"
        f"事实 {len(library.facts)}，出处 {len(library.sources)}"
    ]
    lessons = Counter(str(lesson.band) for lesson in library.lessons.values())
    lines += _table("各学段的课", lessons, BANDS)
    lines += _table("各学段的题", bank.count(lambda item: str(item.band)), BANDS)
    labels = {item.kind: item.LABEL for item in bank.items}
    lines += _by_band("题型", bank, lambda item: item.kind, labels)
    lines += _by_band("认知层次", bank, lambda item: str(item.level), LEVELS)
    topics = {topic.id: topic.title for topic in library.topics.values()}
    lines += _by_band("知识点", bank, lambda item: item.topic, topics)
    lines += _table("用途", bank.count(lambda item: str(item.role)), {})
    lines += _key_lines(bank)
    named = Counter(reference.id for item in bank.items for reference in item.sources)
    titles = {source.id: source.title for source in library.sources.values()}
    lines += _table("出处被多少道题引用", named, titles)
    return lines


def _key_lines(bank: Bank) -> Iterator[str]:
    total = len(bank.single)
    yield ""
    yield f"单选题 {total} 道"
    for letter, count in sorted(bank.letters.items()):
        yield f"  正确项是 {letter}：{count}（{count / total:.0%}）"
    if total:
        count = len(bank.longest_keys)
        yield f"  正确项最长：{count}（{count / total:.0%}）"


def _table(title: str, counts: Counter[str], words: _Words) -> list[str]:
    return ["", title, *(f"  {words.get(name, name)}：{n}" for name, n in counts.most_common())]


def _by_band(title: str, bank: Bank, what: Callable[[Item], str], words: _Words) -> Sequence[str]:
    """One line each: the sum, then the three bands."""
    lines = ["", f"{title}（合计｜{'｜'.join(BANDS.values())}）"]
    for name, total in bank.count(what).most_common():
        bands = [
            sum(what(item) == name and item.band is band for item in bank.items) for band in Band
        ]
        numbers = "｜".join(str(number) for number in bands)
        lines.append(f"  {words.get(name, name)}：{total}｜{numbers}")
    return lines
