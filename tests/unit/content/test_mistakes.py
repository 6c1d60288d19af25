"""Every mistake is found with its line and code; nothing an author writes breaks the reader."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_core.content.check import check_content, format_report
from edu_core.content.fix import fix_text
from edu_core.content.library import ContentStore
from edu_core.content.problems import Severity
from edu_core.content.templates import write_new_lesson
from edu_core.content.yaml_lines import YamlError, load_yaml, read_text
from edu_core.domain.errors import BadInput, Conflict

TODAY = date(2026, 11, 24)

GOOD = """\
id: broken
title: 测验
band: junior
defaults: {topic: disguises, level: apply, reviewed_on: 2026-11-24, facts: [D-001], sources: [{id: anti-drug-law}]}
questions:
  - id: b1
    kind: single_choice
    stem: 选一个
    options:
      - {text: 甲, correct: true}
      - {text: 乙, feedback: 再想想}
    explanation: 就是甲。
"""  # noqa: E501 - one line, as authors write it


def _problems(root: Path, text: str | bytes) -> list[tuple[int, str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    (root / "quizzes" / "broken.yaml").write_bytes(raw)
    report = check_content(root, today=TODAY)
    for problem in report.problems:
        assert problem.message
        assert str(problem) in format_report(report)
    return [(p.line, p.code) for p in report.problems if p.file == "quizzes/broken.yaml"]


def test_a_good_file_has_no_problem(root: Path) -> None:
    assert _problems(root, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("title: 测验", "titel: 测验", 2, "E202"),
        ("title: 测验\n", "", 1, "E201"),
        ("kind: single_choice", "kind: singel_choice", 7, "E205"),
        ("stem: 选一个", "stem:", 8, "E204"),
        ("correct: true", "feedback: 无", 9, "E210"),
        ("乙, feedback: 再想想", "乙, correct: true", 9, "E210"),
        ("id: b1", "id: 第一题", 6, "E206"),
        ("topic: disguises", "topic: disguise", 4, "E402"),
        ("{id: anti-drug-law}", "{id: anti-drug-lew}", 4, "E403"),
        ("id: b1", "id: lc1", 6, "E401"),
        ("title: 测验", "title: 测验\ntitle: 又一个", 3, "E107"),
        ("title: 测验", "title: &x 测验", 2, "E106"),
        ("title: 测验", "title: !!python/object:os.system 测验", 2, "E105"),
        ("    stem: 选一个", "\tstem: 选一个", 8, "E104"),
        ("title: 测验", "title: “测验: 一", 2, "E103"),
        ("questions:", "---\nquestions:", 5, "E109"),
    ],
)
def test_a_mistake_is_found_on_its_line(
    root: Path, old: str, new: str, line: int, code: str
) -> None:
    assert old in GOOD
    found = _problems(root, GOOD.replace(old, new, 1))
    assert code in {kind for _, kind in found}, found
    assert line in {at for at, kind in found if kind == code}, found


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("乙, feedback: 再想想", "甲, feedback: 再想想", "L203"),
        ("就是甲。", "看**就是。**甲", "L207"),
        ("就是甲。", "就是,甲。", "L208"),
        ("就是甲。", "瘾君子的说法不好。", "L206"),
        ("乙, feedback: 再想想", "乙", "L209"),
        ("就是甲。", "罚款 3000 元。", "L210"),
        ("选一个", "选" + "很长" * 60, "L204"),
        ("就是甲。", "选一个", "L211"),
    ],
)
def test_what_could_be_better_is_advised_and_does_not_stop_the_file(
    root: Path, old: str, new: str, code: str
) -> None:
    assert code in {kind for _, kind in _problems(root, GOOD.replace(old, new, 1))}
    report = check_content(root, today=TODAY)
    assert report.ok
    assert not check_content(root, today=TODAY, strict=True).ok
    assert "broken" in ContentStore(root).library().quizzes


def test_text_stays_text() -> None:
    text = "a: no\nb: 012\nc: 12:30\nd: yes\ne: 2026-06-26\nf: 1e3\ng: null\nh: ~\ni: ''\nj: on"
    assert load_yaml(text).data == {
        "a": "no",
        "b": "012",
        "c": "12:30",
        "d": "yes",
        "e": "2026-06-26",
        "f": "1e3",
        "g": None,
        "h": None,
        "i": "",
        "j": "on",
    }


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(raw: bytes) -> None:
    told = "read"
    try:
        load_yaml(read_text(raw))
    except YamlError as error:
        told = error.message if error.line >= 1 else ""
    assert told


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    "text",
    [BOMB, "[" * 100_000, "{a: " * 50_000, "x" * 10_000_000, "a: b\n" * 150_000],
    ids=["aliases", "brackets", "braces", "ten megabytes", "one key for ever"],
)
def test_bombs_are_refused_with_a_sentence_before_they_grow(root: Path, text: str) -> None:
    before = time.process_time()
    assert _problems(root, text)
    # a wide bound against blowing up, not a measure of speed: that is the bench's work
    assert time.process_time() - before < 20


def test_a_file_that_breaks_keeps_its_last_good_version(root: Path) -> None:
    seconds = [0.0]
    store = ContentStore(root, clock=lambda: seconds[0])
    path = root / "quizzes" / "at-the-end.yaml"
    good = path.read_text(encoding="utf-8")
    assert store.library().quizzes["at-the-end"].title == "最后一起看"
    path.write_text(good.replace("title:", "titel:"), encoding="utf-8")
    assert store.library().problems == ()  # looked at again only after a second
    seconds[0] += 1.5
    library = store.library()
    assert library.quizzes["at-the-end"].title == "最后一起看"
    assert [p.file for p in library.problems if p.severity is Severity.ERROR]
    path.write_text(good.replace("最后一起看", "改好了的"), encoding="utf-8")
    seconds[0] += 1.5
    assert store.library().quizzes["at-the-end"].title == "改好了的"
    assert store.library().problems == ()


def test_a_file_that_is_gone_is_gone(root: Path) -> None:
    store = ContentStore(root)
    assert "at-the-end" in store.library().quizzes
    (root / "quizzes" / "at-the-end.yaml").unlink()
    assert "at-the-end" not in store.library(look_now=True).quizzes


@pytest.mark.parametrize(
    "picture",
    [
        "<svg><script>alert(1)</script></svg>",
        '<svg onload="alert(1)"></svg>',
        '<svg><image href="http://example.org/x.png"/></svg>',
        "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
        "<svg><foreignObject/></svg>",
        "not a picture",
    ],
)
def test_a_picture_that_could_do_harm_is_refused(root: Path, picture: str) -> None:
    lesson = root / "lessons" / "first-steps.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text + "\n![一幅画](first-steps/x.svg)\n", encoding="utf-8")
    (root / "lessons" / "first-steps").mkdir()
    (root / "lessons" / "first-steps" / "x.svg").write_text(picture, encoding="utf-8")
    report = check_content(root, today=TODAY)
    assert [p.file for p in report.errors] == ["lessons/first-steps.md"]


@pytest.mark.parametrize("path", ["../../secret.svg", "/etc/passwd", "first-steps/none.svg"])
def test_a_picture_must_be_there_and_inside(root: Path, path: str) -> None:
    lesson = root / "lessons" / "first-steps.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text + f"\n![一幅画]({path})\n", encoding="utf-8")
    assert not check_content(root, today=TODAY).ok


def test_html_in_a_lesson_is_refused(root: Path) -> None:
    lesson = root / "lessons" / "first-steps.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text + "\n<b onclick='x'>粗</b>\n", encoding="utf-8")
    assert "E304" in {p.code for p in check_content(root, today=TODAY).errors}


def test_mending_changes_what_is_safe_and_keeps_the_comments() -> None:
    before = GOOD.replace("就是甲。", "看**就是。**甲,乙").replace(
        "title: 测验", "title: 测验  # 注释"
    )
    after = fix_text(before, "quizzes/broken.yaml")
    assert "看**就是**。甲，乙" in after
    assert "# 注释" in after
    assert after.count("\n") == before.count("\n")
    assert fix_text(after, "quizzes/broken.yaml") == after


def test_a_new_lesson_passes_the_check_as_it_is_written(root: Path) -> None:
    written = write_new_lesson(root, "new-one", TODAY)
    assert len(written) == 5
    names = {path.relative_to(root).as_posix() for path in written}
    found = check_content(root, today=TODAY, strict=True).problems
    assert [str(p) for p in found if p.file in names] == []  # not even advice
    with pytest.raises(Conflict, match="已经有了"):
        write_new_lesson(root, "new-one", TODAY)
    with pytest.raises(BadInput, match="编号"):
        write_new_lesson(root, "../evil", TODAY)
