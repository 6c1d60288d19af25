"""What teachers really type, and whether the answer names line, question, mistake and cure."""

import os
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_core.content.check import check_content
from edu_core.content.fix import fix_content, fix_text
from edu_core.content.library import ContentStore
from edu_core.content.problems import Problem
from edu_core.content.yaml_lines import YamlError, load_yaml

TODAY = date(2026, 11, 24)

QUIZ = """\
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
  - id: b2
    kind: true_false
    stem: 这句话对吗
    correct: false
    explanation: 因为不对。
"""  # noqa: E501 - one line, as authors write it

MORE = "  - {id: b3, stem: 几, explanation: 无, "


def problems(root: Path, file: str) -> list[Problem]:
    """What the check says about one file; every sentence is Chinese and says what to do."""
    found = check_content(root, today=TODAY).errors
    for problem in found:
        assert problem.suggestion, problem
        assert re.search("[一-鿿]", problem.message), problem
        assert "Value error" not in str(problem)
        assert "Traceback" not in str(problem)
    return [problem for problem in found if problem.file == file]


def quiz(root: Path, text: str | bytes) -> list[Problem]:
    raw = text if isinstance(text, bytes) else text.encode()
    (root / "quizzes/broken.yaml").write_bytes(raw)
    found = problems(root, "quizzes/broken.yaml")
    fix_content(root)  # never raises, whatever it is given
    return found


# what is typed, what it stands for, line, code, what the sentence must name
SLIPS = [
    ("    stem: 选一个", "    stem：选一个", 8, "E103", "全角“：”"),
    ("title: 测验", "title：测验", 2, "E103", "全角“：”"),
    ("{text: 甲, correct", "{text：甲, correct", 10, "E202", "英文冒号"),
    ("甲, correct: true", "甲，correct: true", 10, "E103", "全角“，”"),
    ("{text: 甲, correct: true}", "｛text: 甲, correct: true｝", 10, "E103", "全角"),
    ("  - id: b2", "  － id: b2", 13, "E103", "英文减号"),
    ("    stem: 选一个", "　　stem: 选一个", 8, "E103", "全角空格"),
    ("    stem: 选一个", "\u00a0\u00a0\u00a0\u00a0stem: 选一个", 8, "E103", "全角空格"),
    ("title: 测验", "title:测验", 2, "E103", "少了一个空格"),
    ("    stem: 选一个", "    stem:选一个", 8, "E103", "少了一个空格"),
    ("  - id: b2", "  -id: b2", 13, "E103", "减号后面少了一个空格"),
    ("    stem: 选一个", "\tstem: 选一个", 8, "E104", "Tab"),
    ("stem: 选一个", 'stem: "选一个', 8, "E103", "引号没有成对"),
    ("stem: 选一个", 'stem: "C:\\选"', 8, "E103", "反斜杠"),
    ("stem: 选一个", "stem: 第 #1 个", 8, "E112", "学生看不到"),
    ("stem: 选一个", "stem: **选**一个", 8, "E103", "文字不能以 * 开头"),
    ("就是甲。", "就\0是甲。", 12, "E102", "控制字符"),
    ("    explanation: 就是甲。\n", "", 6, "E201", "解析"),
    ("explanation: 就是甲。", "explanation:", 12, "E204", "是空的"),
    ("explanation: 就是甲。", 'explanation: "  "', 12, "E204", "是空的"),
    ("correct: false", "correct: 对", 16, "E203", "true 或 false"),
    ("correct: false", "correct: yes", 16, "E203", "true 或 false"),
    ("乙, feedback: 再想想", "乙, correct: true", 9, "E210", "一个正确项"),
    (", correct: true", "", 9, "E210", "一个正确项"),
    ("kind: single_choice", "kind: 单选题", 7, "E205", "single_choice"),
    ("level: apply", "level: 应用", 4, "E205", "是不是想写“apply”"),
    ("band: junior", "band: 初中", 3, "E205", "是不是想写“junior”"),
    ("id: b2", "id: b1", 13, "E401", "写了两次"),
    ("[{id: anti-drug-law}]", "anti-drug-law", 4, "E203", "sources: [{id: anti-drug-law"),
    ("[{id: anti-drug-law}]", "[anti-drug-law]", 4, "E203", "sources: [{id: anti-drug-law"),
    ("2026-11-24", "2026/11/24", 4, "E203", "2026/11/24"),
    ("2026-11-24", "2026-02-30", 4, "E203", "2026-02-30"),
    ("2026-11-24", "２０２６-１１-２４", 4, "E203", "不是日期"),
    ("    kind: true_false", "    retired:\n    kind: true_false", 14, "E203", "停用的原因"),
    ("    kind: true_false", "    retired: 是\n    kind: true_false", 14, "E203", "停用的原因"),
    ("    kind: true_false", "    points: 2分\n    kind: true_false", 14, "E203", "只写数字"),
    ("    kind: true_false", f"    points: {'9' * 5000}\n    kind: true_false", 14, "E203", "太大"),
    ("    kind: true_false", "    facts: D-001\n    kind: true_false", 14, "E203", "[D-001"),
    ("    correct: false", "    correct: false\n    options: [a]", 17, "E202", "判断题"),
    ("    kind: single_choice", "    <<: {points: 2}\n    kind: single_choice", 7, "E202", "<<"),
    ("title: 测验", "title: !!python/object:os.system 测验", 2, "E105", "标签"),
    ("band: junior", "band: junior\nsettings: {counts: 最好}", 4, "E205", "best"),
]


@pytest.mark.parametrize(("old", "new", "line", "code", "named"), SLIPS)
def test_a_slip_is_named_where_it_was_made(
    root: Path, old: str, new: str, line: int, code: str, named: str
) -> None:
    assert old in QUIZ
    found = quiz(root, QUIZ.replace(old, new, 1))
    said = [p for p in found if (p.line, p.code) == (line, code) and named in str(p)]
    assert said, [str(p) for p in found]


@pytest.mark.parametrize(
    ("rest", "code", "named"),
    [
        ("kind: numeric, value: 1e999999}", "E207", "普通的数字"),
        ("kind: numeric, value: 1e3}", "E207", "普通的数字"),
        ("kind: numeric, value: nan}", "E203", "有限的数"),
        ("kind: numeric, value: 14岁}", "E203", "单位写在 unit"),
        ("kind: fill_in, accept: 共同}", "E203", "accept: ["),
        ("kind: fill_in, blanks: [{id: x, accept: [a]}, {id: x, accept: [b]}]}", "E207", "两个空"),
        ("kind: ordering, order: [1, 2, 3, 4, 5, 6, 7, 8, 9]}", "E204", "先后顺序"),
        ("kind: matching, pairs: {a: b}}", "E203", "left"),
        (
            "kind: scenario, scene: {start: {text: 甲, steps: [{id: s, text: 走, to: b, credit: 1},"
            " {id: s, text: 跑, to: b}]}, b: {text: 乙}}}",
            "E209",
            "两步的 id 相同",
        ),
    ],
)
def test_what_pupils_could_never_answer_rightly_is_refused(
    root: Path, rest: str, code: str, named: str
) -> None:
    (found,) = quiz(root, QUIZ + MORE + rest + "\n")
    assert (found.line, found.code, found.item_id) == (18, code, "b3")
    assert named in str(found)


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_refused_with_the_way_out(root: Path, encoding: str) -> None:
    (found,) = quiz(root, QUIZ.encode(encoding))
    assert found.code == "E102"
    assert "UTF-8" in found.suggestion


@pytest.mark.parametrize("text", ["\ufeff" + QUIZ, QUIZ.replace("\n", "\r\n")])
def test_what_windows_adds_does_no_harm(root: Path, text: str) -> None:
    assert quiz(root, text) == []


def _quick(root: Path, text: str) -> list[Problem]:
    before = time.process_time()
    found = quiz(root, text)
    # a wide bound against blowing up, not a measure of speed: that is the bench's work
    assert time.process_time() - before < 20
    return found


def test_a_scene_with_more_paths_than_atoms_is_still_looked_at_once(root: Path) -> None:
    steps = ", ".join(f"{{text: {way}, to: n%d, credit: 1}}" for way in "abcde")
    scene = "".join(
        f"      {'start' if n == 0 else f'n{n}'}: {{text: 甲, steps: [{steps % ((n + 1,) * 5)}]}}\n"
        for n in range(38)
    )
    question = "  - id: b3\n    kind: scenario\n    stem: 走\n    explanation: 无\n    scene:\n"
    assert _quick(root, QUIZ + question + scene + "      n38: {text: 完}\n") == []


@pytest.mark.parametrize(
    "body",
    ["[" * 400_000, "*a " * 200_000, "![" * 200_000, "a\n\n" * 200_000, "## a {#a}\n" * 60_000],
    ids=["brackets", "stars", "pictures", "paragraphs", "headings"],
)
def test_a_lesson_that_would_take_minutes_to_read_is_refused(root: Path, body: str) -> None:
    path = root / "lessons/first-steps.md"
    path.write_text(path.read_text("utf-8") + "\n" + body, encoding="utf-8")
    before = time.process_time()
    (found,) = problems(root, "lessons/first-steps.md")
    assert found.code == "E108"
    assert time.process_time() - before < 20


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("quizzes/x.yml", ".yaml"),
        ("quizzes/x.YAML", ".yaml"),
        ("quizzes/x.yaml.txt", "扩展名"),
        ("lessons/x.md.txt", "扩展名"),
        ("quizzes/x.md", "lessons"),
        ("lessons/x.yaml", "quizzes"),
    ],
)
def test_a_file_that_is_not_read_because_of_its_name_is_told(
    root: Path, name: str, named: str
) -> None:
    (root / name).write_text(QUIZ, encoding="utf-8")
    (found,) = problems(root, name)
    assert found.code == "E111"
    assert named in found.suggestion


def test_only_plain_files_inside_the_folder_are_read(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: 123456", encoding="utf-8")
    (root / "quizzes/link.yaml").symlink_to(secret)
    (root / "quizzes/folder.yaml").mkdir()
    os.mkfifo(root / "quizzes/pipe.yaml")
    (root / "quizzes/loop.yaml").symlink_to("loop.yaml")
    for name in ("link", "folder", "pipe", "loop"):
        (found,) = problems(root, f"quizzes/{name}.yaml")
        assert found.code == "E111"
        assert "password" not in str(found)
    assert fix_content(root) == ()


def test_a_broken_file_is_not_also_called_missing(root: Path) -> None:
    lesson = root / "lessons/first-steps.md"
    lesson.write_text(lesson.read_text("utf-8").replace("title:", "titel:"), encoding="utf-8")
    assert {p.file for p in check_content(root, today=TODAY).errors} == {"lessons/first-steps.md"}


@pytest.mark.parametrize("name", ["topics", "sources"])
def test_a_missing_register_is_one_sentence_not_hundreds(root: Path, name: str) -> None:
    register = root / f"lessons/{name}.yaml"
    register.unlink()
    (found,) = check_content(root, today=TODAY).errors
    assert found.file == f"lessons/{name}.yaml"
    register.write_text(f"{name}: [", encoding="utf-8")
    (found,) = check_content(root, today=TODAY).errors
    assert (found.file, found.code) == (f"lessons/{name}.yaml", "E103")


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "named"),
    [
        ("## 二", "##二", 28, "E303", "井号"),
        ("## 二", "＃＃ 二", 28, "E303", "井号"),
        ("再来一段文字。", "！[一幅画](first-steps/x.svg)", 30, "E305", "感叹号"),
        ("再来一段文字。", "![一幅画](data:image/svg+xml,x)", 30, "E305", "感叹号"),
        ("再来一段文字。", "", 28, "E204", "什么都没有"),
        ("id: lc1\n", "", 21, "E201", "编号"),
        ("stem: 名字", "stem：名字", 23, "E103", "全角“：”"),
    ],
)
def test_a_slip_in_a_lesson_is_named_on_its_line(
    root: Path, old: str, new: str, line: int, code: str, named: str
) -> None:
    lesson = root / "lessons/first-steps.md"
    text = lesson.read_text("utf-8")
    assert old in text
    lesson.write_text(text.replace(old, new), encoding="utf-8")
    found = problems(root, "lessons/first-steps.md")
    assert [p for p in found if (p.line, p.code) == (line, code) and named in str(p)], found


@pytest.mark.parametrize("style", ['@im<![CDATA[port "x"]]>', "@import 'x'", "a{fill:url(//x)}"])
def test_a_style_cannot_load_even_in_pieces(root: Path, style: str) -> None:
    lesson = root / "lessons/first-steps.md"
    lesson.write_text(
        lesson.read_text("utf-8") + "\n![一幅画](first-steps/x.svg)\n", encoding="utf-8"
    )
    (root / "lessons/first-steps").mkdir()
    (root / "lessons/first-steps/x.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>{style}</style></svg>',
        encoding="utf-8",
    )
    (found,) = problems(root, "lessons/first-steps.md")
    assert found.code == "E308"


def test_a_file_that_becomes_a_folder_keeps_its_last_good_version(root: Path) -> None:
    store = ContentStore(root)
    assert "at-the-end" in store.library().quizzes
    path = root / "quizzes/at-the-end.yaml"
    path.unlink()
    path.mkdir()
    library = store.library(look_now=True)
    assert "at-the-end" in library.quizzes
    assert [p.code for p in library.problems] == ["E111"]


SIGNS = st.text(alphabet="甲乙a1 ,.:;!?()*“”\"'#，。：（）", max_size=30)


@given(SIGNS)
def test_mending_once_is_enough_and_changes_nothing_but_punctuation(written: str) -> None:
    before = QUIZ.replace("就是甲。", f"就是{written}甲")
    after = fix_text(before, "quizzes/broken.yaml")
    assert fix_text(after, "quizzes/broken.yaml") == after
    try:
        meant = load_yaml(before).data
    except YamlError:
        assert after == before  # what cannot be read is left alone
        return
    assert _letters(load_yaml(after).data) == _letters(meant)


def _letters(data: object) -> object:
    """The data without punctuation and spaces: what mending may never touch."""
    return re.sub(r"[^\w\[\]{}]", "", repr(data))
