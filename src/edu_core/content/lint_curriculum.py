"""Advice on a whole curriculum: provenance, goals, forms before and after, words for children.

It speaks only where a curriculum is meant: a bank with a register of facts.
"""

import re
from collections import Counter
from collections.abc import Iterator

from edu_core.content.library import Library, Loaded
from edu_core.content.problems import Problem, Severity
from edu_core.content.references import located_items
from edu_core.content.statistics import Bank
from edu_core.content.yaml_lines import Location
from edu_core.domain.items import Item
from edu_core.domain.items.base import Band
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz

LEAST_CHECKS = 2
MOST_ONE_LETTER = 0.30
MOST_LONGEST_KEYS = 0.30
LEAST_BANK = 40
"""Single-choice questions below which a share over the bank says nothing."""


def curriculum_advice(library: Library) -> Iterator[Problem]:
    """Everything that needs the whole library."""
    if not library.facts:
        return
    for loaded in library.files.values():
        for item, location in located_items(loaded):
            yield from _on_facts(library, loaded, item, location)
        if isinstance(loaded.model, Lesson):
            yield from _on_lesson(library, loaded, loaded.model)
        elif isinstance(loaded.model, Quiz):
            yield from _on_goals(library, loaded, loaded.model)
    yield from _on_bank(library)


def _advise(
    loaded: Loaded, location: Location, code: str, message: str, hint: str, item: str = ""
) -> Problem:
    line = loaded.lined.line_of(location)
    return Problem(loaded.file, line, code, message, hint, item, Severity.ADVICE)


def _on_facts(
    library: Library, loaded: Loaded, item: Item, location: Location
) -> Iterator[Problem]:
    """A question names facts, and its sources are among those of the facts."""
    if not item.facts:
        hint = "写上 facts，每条事实登记在 lessons/facts.yaml。"
        yield _advise(loaded, location, "L404", "这道题没有写依据的事实。", hint, item.id)
        return
    named = {reference.id for reference in item.sources}
    for fact in (library.facts[name] for name in item.facts if name in library.facts):
        known = {reference.id for reference in fact.sources}
        if not named & known:
            message = f"事实 {fact.id} 的出处是 {'、'.join(sorted(known))}，这道题没有写。"
            hint = "把事实的出处写进 sources，或者换一条事实。"
            yield _advise(loaded, (*location, "facts"), "L305", message, hint, item.id)


def _on_lesson(library: Library, loaded: Loaded, lesson: Lesson) -> Iterator[Problem]:
    for number, section in enumerate(lesson.sections):
        if not section.facts or not section.sources:
            message = f"小节“{section.title}”没有写依据的事实或出处。"
            hint = "在标题后面的花括号里写 facts 和 sources。"
            yield _advise(loaded, ("sections", number), "L405", message, hint)
    if len(lesson.checks) < LEAST_CHECKS:
        message = f"这一课有 {len(lesson.checks)} 道小练习。"
        yield _advise(loaded, (), "L409", message, f"至少放 {LEAST_CHECKS} 道。")
    before, after = library.quizzes.get(lesson.before or ""), library.quizzes.get(lesson.quiz or "")
    if before is None:
        message = "这一课没有课前小测（before）。"
        yield _advise(loaded, (), "L410", message, "写一份和课后测验平行的短卷。")
    elif after is not None:
        yield from _on_forms(loaded, before, after)
    if lesson.band is Band.PRIMARY:
        yield from _on_words(library, loaded, lesson)


def _on_forms(loaded: Loaded, before: Quiz, after: Quiz) -> Iterator[Problem]:
    """Every question before has a partner after: the same goal, equally difficult."""
    left = Counter((item.objective, item.difficulty) for item in after.items)
    for item in before.items:
        partner = (item.objective, item.difficulty)
        if left[partner] == 0:
            message = f"课前小测的“{item.id}”在课后测验里没有同一目标、同样难度的题。"
            hint = "让两份卷子平行：同一个 objective，同样的 difficulty。"
            yield _advise(loaded, ("before",), "L407", message, hint, item.id)
        left[partner] -= 1


def _on_goals(library: Library, loaded: Loaded, quiz: Quiz) -> Iterator[Problem]:
    """Questions of a lesson's quiz name the goal they look for, and no goal is forgotten."""
    lesson = library.lessons.get(quiz.lesson or "")
    if lesson is None:
        return
    for item, location in located_items(loaded):
        if item.objective is None:
            hint = "写上 objective：课里 objectives 的一个 id。"
            yield _advise(loaded, location, "L406", "这道题没有写学习目标。", hint, item.id)
    asked = {item.objective for item in quiz.items}
    for objective in lesson.objectives if quiz.id == lesson.quiz else ():
        if objective.id not in asked:
            message = f"没有一道题考查学习目标“{objective.text}”。"
            hint = f"加一道 objective 为 {objective.id} 的题，或者改目标。"
            yield _advise(loaded, (), "L408", message, hint)


def _on_words(library: Library, loaded: Loaded, lesson: Lesson) -> Iterator[Problem]:
    """Terms that other lessons explain are explained for children too, at the latest here."""
    explained = {
        word.word
        for other in library.lessons.values()
        if other.band is lesson.band and other.order <= lesson.order
        for word in other.key_words
    }
    hard = {
        word.word
        for other in library.lessons.values()
        if other.band is not Band.PRIMARY
        for word in other.key_words
    }
    for number, section in enumerate(lesson.sections):
        text = "".join(block.markdown or "" for block in section.blocks)
        for word in sorted(hard - explained):
            if word in text and not _inside_another(word, text, explained):
                message = f"“{word}”在小学的课里没有解释。"
                hint = "写进 key_words，或者换一个孩子懂的说法。"
                yield _advise(loaded, ("sections", number), "L411", message, hint)


def _inside_another(word: str, text: str, explained: set[str]) -> bool:
    """Whether the word stands only inside longer words that are explained."""
    longer = [re.escape(other) for other in explained if word in other]
    return bool(longer) and word not in re.sub("|".join(longer), "", text)


def _on_bank(library: Library) -> Iterator[Problem]:
    """Over the whole bank neither place nor length gives the key away."""
    bank = Bank(library)
    total = len(bank.single)
    if total < LEAST_BANK:
        return
    letter, count = bank.letters.most_common(1)[0]
    if count > MOST_ONE_LETTER * total:
        message = f"全部 {total} 道单选题里有 {count} 道的正确项是 {letter}。"
        yield Problem("quizzes", 1, "L217", message, "调换一些选项。", "", Severity.ADVICE)
    longest = len(bank.longest_keys)
    if longest > MOST_LONGEST_KEYS * total:
        message = f"全部 {total} 道单选题里有 {longest} 道的正确项最长。"
        yield Problem("quizzes", 1, "L218", message, "精简正确项。", "", Severity.ADVICE)
