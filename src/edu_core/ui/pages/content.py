"""Lessons and quizzes as they are in use, and what is wrong with their files."""

import streamlit as st

from edu_core.content.problems import Severity
from edu_core.domain.access import Deed, require
from edu_core.domain.people import Person
from edu_core.domain.quiz import Quiz
from edu_core.services.context import Edu
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.present import (
    BAND_WORDS,
    lines_of,
    reviewed_line,
    source_lines,
)


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    require(me, Deed.SEE_CONTENT)
    library = edu.library()
    st.title("课与测验", anchor=False)
    errors = [p for p in library.problems if p.severity is Severity.ERROR]
    if errors:
        st.warning(
            f"有 {len(errors)} 处内容有问题。出问题的文件暂时用上一次的好版本，学生不受影响。"
            "改好文件保存，就会自动更新。"
        )
        for problem in errors:
            st.markdown(f"- {escape_markdown(str(problem))}")
    if not library.lessons and not library.quizzes:
        st.info(
            "还没有课和测验。把课文放进 lessons 文件夹，把测验放进 quizzes 文件夹，"
            "保存后这里就会出现。"
        )
    for lesson in sorted(library.lessons.values(), key=lambda found: (found.band, found.order)):
        with st.container(border=True, key=widget_key("lesson", lesson.id)):
            st.markdown(f"#### {escape_markdown(lesson.title)}")
            st.markdown(escape_markdown(lesson.summary))
            st.caption(
                f"{BAND_WORDS[lesson.band]}　约 {lesson.minutes} 分钟　{len(lesson.sections)} 节　"
                f"{len(lesson.checks)} 道小练习　核对日期 {lesson.reviewed_on}"
            )
            if lesson.teacher_notes:
                with st.expander("上课建议"):
                    st.markdown(lesson.teacher_notes)
            quiz = library.quizzes.get(lesson.quiz or "")
            if quiz is not None:
                with st.expander(f"测验：{quiz.title}（{len(quiz.items)} 题）"):
                    _draw_quiz(edu, quiz)
    lone = [quiz for quiz in library.quizzes.values() if quiz.lesson not in library.lessons]
    for quiz in lone:
        with st.expander(f"单独的测验：{quiz.title}（{len(quiz.items)} 题）"):
            _draw_quiz(edu, quiz)


def _draw_quiz(edu: Edu, quiz: Quiz) -> None:
    """Questions with their keys, for teachers only."""
    for place, item in enumerate(quiz.items, start=1):
        st.markdown(f"**{place}. {escape_markdown(item.stem)}**　{item.LABEL}")
        right = lines_of(item.interaction(), item.correct_response())
        if right:
            st.markdown("答案：" + "；".join(escape_markdown(line) for line in right))
        st.markdown("解析：" + escape_markdown(item.explanation))
        lines = source_lines(item.sources, edu.library().sources)
        st.caption(escape_markdown("；".join(lines)) + "　" + reviewed_line(item))
