"""What a whole curriculum is held to: provenance, goals, parallel forms, words, keys."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from edu_core.cli import main
from edu_core.content.check import Report, check_content
from edu_core.content.library import load_library
from edu_core.content.problems import Severity
from edu_core.content.provenance import count_resting, resting_on
from edu_core.content.statistics import Bank, statistics_lines

TODAY = date(2026, 11, 25)

QUIZ = """\
id: {name}
title: 测验
band: {band}
lesson: {lesson}
defaults:
  topic: disguises
  level: apply
  reviewed_on: 2026-11-24
  objective: {objective}
  facts: [D-001]
  sources: [{{id: anti-drug-law}}]
questions:
  - id: {name}-q1
    kind: true_false
    stem: 名字好听就一定安全。
    correct: false
    explanation: 名字说明不了里面是什么。
    difficulty: {difficulty}
"""

LESSON = """\
---
id: {name}
title: 课
summary: 一句话。
band: {band}
order: {order}
minutes: 6
quiz: {name}-quiz
before: {name}-before
objectives:
  - {{id: {name}-o1, text: 能用法律定义判断, topic: drug-definition}}
key_words:
  - {{word: {word}, meaning: 解释。}}
what_you_can_do: [不认识的东西不吃]
sources: [{{id: anti-drug-law}}]
reviewed_on: 2026-11-24
---

## 一节 {{#{name}-one facts="D-001" sources="anti-drug-law"}}

这里说到精神药品。

```check
id: {name}-c1
kind: true_false
stem: 闻起来香就安全。
correct: false
explanation: 气味说明不了。
facts: [D-001]
objective: {name}-o1
```

```check
id: {name}-c2
kind: true_false
stem: 包装好看就安全。
correct: false
explanation: 包装说明不了。
facts: [D-001]
objective: {name}-o1
```
"""


@pytest.fixture
def root(content_root: Path) -> Path:
    """The sample with one whole lesson beside it: a quiz after it and a form before it."""
    write(content_root, "whole", "senior", 50, "精神药品")
    return content_root


def write(root: Path, name: str, band: str, order: int, word: str) -> None:
    lesson = LESSON.format(name=name, band=band, order=order, word=word)
    (root / f"lessons/{name}.md").write_text(lesson, encoding="utf-8")
    for part in ("quiz", "before"):
        text = QUIZ.format(
            name=f"{name}-{part}", band=band, lesson=name, objective=f"{name}-o1", difficulty=1
        )
        (root / f"quizzes/{name}-{part}.yaml").write_text(text, encoding="utf-8")


def checked(root: Path) -> Report:
    return check_content(root, today=TODAY, strict=True)


def codes(root: Path, file: str) -> set[str]:
    return {one.code for one in checked(root).problems if one.file == file}


def change(root: Path, file: str, old: str, new: str) -> set[str]:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return codes(root, file)


QUIZ_FILE, LESSON_FILE = "quizzes/whole-quiz.yaml", "lessons/whole.md"
OF_A_CURRICULUM = {f"L{number}" for number in (305, *range(404, 413))}


def test_a_whole_lesson_gets_no_such_advice(root: Path) -> None:
    for file in (QUIZ_FILE, LESSON_FILE, "quizzes/whole-before.yaml"):
        assert codes(root, file) & OF_A_CURRICULUM == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (QUIZ_FILE, "  facts: [D-001]\n", "", "L404"),
        (LESSON_FILE, 'facts="D-001" ', "", "L405"),
        (QUIZ_FILE, "  objective: whole-o1\n", "", "L406"),
        (LESSON_FILE, "before: whole-before\n", "", "L410"),
        (LESSON_FILE, "id: whole-c2\nkind", "id: whole-c2\nimage: a.svg\nkind", "L412"),
    ],
)
def test_what_is_left_out_is_advised(root: Path, file: str, old: str, new: str, code: str) -> None:
    assert code in change(root, file, old, new)


def test_a_source_that_no_fact_carries_is_advised(root: Path) -> None:
    register = root / "lessons/facts.yaml"
    text = register.read_text(encoding="utf-8")
    sources = (root / "lessons/sources.yaml").read_text(encoding="utf-8")
    assert "id: anti-drug-law" in sources
    (root / "lessons/sources.yaml").write_text(
        sources.rstrip() + "\n  - {id: other, title: 别的, kind: 公告, publisher: 机关, "
        "dated: 2020 年, reviewed_on: 2026-11-23}\n",
        encoding="utf-8",
    )
    register.write_text(text.replace("anti-drug-law", "other"), encoding="utf-8")
    assert "L305" in codes(root, QUIZ_FILE)


def test_forms_that_are_not_parallel_and_goals_nobody_asks_are_advised(root: Path) -> None:
    change(root, "quizzes/whole-before.yaml", "difficulty: 1", "difficulty: 3")
    assert "L407" in codes(root, LESSON_FILE)
    goal = "  - {id: whole-o2, text: 能拒绝, topic: disguises}\nkey_words:"
    change(root, LESSON_FILE, "key_words:", goal)
    assert "L408" in codes(root, QUIZ_FILE)


def test_one_check_is_too_few(root: Path) -> None:
    path = root / LESSON_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("```check\nid: whole-c2")], encoding="utf-8")
    assert "L409" in codes(root, LESSON_FILE)


def test_a_term_of_older_pupils_is_explained_to_children(root: Path) -> None:
    write(root, "little", "primary", 1, "别的词")
    assert "L411" in codes(root, "lessons/little.md")
    assert "L411" not in change(root, "lessons/little.md", "别的词", "精神药品")


def test_a_replaced_or_overdue_source_fails_the_check(root: Path) -> None:
    register = root / "lessons/sources.yaml"
    text = register.read_text(encoding="utf-8")
    newer = (
        "\n  - {id: newer, title: 新法, kind: 法律, publisher: 人大, dated: 2026 年, "
        "reviewed_on: 2026-11-23, review_by: 2026-11-01}\n"
    )
    place = text.index("reviewed_on", text.index("id: anti-drug-law"))
    replaced = text[:place] + "replaced_by: newer, " + text[place:]
    if "{id: anti-drug-law" not in text:
        replaced = text[:place] + "replaced_by: newer\n    " + text[place:]
    register.write_text(replaced.rstrip() + newer, encoding="utf-8")
    report = check_content(root, today=TODAY)
    assert not report.ok
    errors = {one.code for one in report.errors}
    assert {"E408", "E409"} <= errors


def _single(number: int, place: int, longest: bool) -> str:
    options = [f"{{text: 选项{number}号{letter}, feedback: 想一想}}" for letter in "甲乙丙丁"]
    tail = "而且写得特别长" if longest else ""
    options[place] = f"{{text: 选项{number}号对{tail}, correct: true}}"
    return (
        f"  - {{id: many-{number}, kind: single_choice, stem: 第{number}题选哪个？, "
        f"options: [{', '.join(options)}], explanation: 就是这个。, topic: disguises, "
        "level: apply, reviewed_on: 2026-11-24, facts: [D-001], sources: [{id: anti-drug-law}]}\n"
    )


@pytest.mark.parametrize(
    ("same_place", "longest", "code"), [(True, False, "L217"), (False, True, "L218")]
)
def test_keys_that_give_themselves_away_over_the_bank_are_advised(
    root: Path, same_place: bool, longest: bool, code: str
) -> None:
    items = "".join(
        _single(number, 0 if same_place else number % 4, longest) for number in range(60)
    )
    text = f"id: many\ntitle: 很多\nband: junior\nquestions:\n{items}"
    (root / "quizzes/many.yaml").write_text(text, encoding="utf-8")
    found = {one.code for one in checked(root).problems if one.file == "quizzes"}
    assert found == {code}
    bank = Bank(load_library(root))
    assert len(bank.longest_keys) >= (60 if longest else 0)


def test_what_rests_on_a_source_is_found_by_itself_and_through_facts(root: Path) -> None:
    library = load_library(root)
    found = resting_on(library, "anti-drug-law")
    names = {(one.noun, one.name) for one in found}
    assert {("题", "whole-quiz-q1"), ("小节", "whole#whole-one"), ("事实", "D-001")} <= names
    assert count_resting(library)["anti-drug-law"] > 3
    lines = (root / QUIZ_FILE).read_text(encoding="utf-8").split("\n")
    place = next(one for one in found if one.name == "whole-quiz-q1")
    assert "whole-quiz-q1" in lines[place.line - 1]


def test_the_commands_say_it_in_the_terminal(root: Path) -> None:
    run = CliRunner().invoke
    told = run(main, ["sources", "anti-drug-law", str(root)])
    assert told.exit_code == 0
    assert "题 whole-quiz-q1" in told.output
    assert "一共" in told.output
    assert "anti-drug-law" in run(main, ["sources", "", str(root)]).output
    unknown = run(main, ["sources", "no-law", str(root)])
    assert unknown.exit_code != 0
    assert "没有登记出处“no-law”" in unknown.output
    assert run(main, ["stats", str(root)]).output.strip() == "\n".join(
        statistics_lines(load_library(root))
    )


def test_advice_is_no_error(root: Path) -> None:
    change(root, QUIZ_FILE, "  facts: [D-001]\n", "")
    report = check_content(root, today=TODAY)
    assert {one.severity for one in report.problems} == {Severity.ADVICE}
    assert report.ok
    assert not checked(root).ok
