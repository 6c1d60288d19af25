"""The result of an attempt: what I know, what to look at again, every question explained."""

import streamlit as st

from edu_core.domain.errors import NotFound
from edu_core.domain.mastery import Mastery, Standing
from edu_core.domain.people import Person
from edu_core.domain.window_flower import flower, flower_svg
from edu_core.services.context import Edu
from edu_core.services.learning import Home, LessonStanding, get_home
from edu_core.services.sitting import Result, get_result
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.present import percent, verdict
from edu_core.ui.present_result import form_lines, growth_line, score_lines, understood
from edu_core.ui.session import draw_notice, tab
from edu_core.ui.steps import Step, next_standing, next_step, reading_step
from edu_core.ui.svg import draw_svg
from edu_core.ui.widgets.feedback import draw_disclosure

MOST_LESSONS = 3
"""To be read again after a quiz that belongs to none; more is a whole course."""


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    tab().just_answered = tab().asked = None
    asked = st.query_params.get("attempt", "")
    result = get_result(edu, me, int(asked) if asked.isdecimal() else 0)
    attempt = result.attempt
    st.title(escape_markdown(attempt.quiz.title), anchor=False)
    draw_notice()
    home = _home(edu, me)
    standing = _standing(home, attempt.quiz.lesson)
    is_form = standing is not None and standing.lesson.before == attempt.quiz.id
    with st.container(border=True, key="score"):
        for line in form_lines(result) if is_form else score_lines(result):
            st.markdown(line)
        growth = None if is_form else growth_line(result, standing)
        if growth:
            st.markdown(growth)
    if not is_form:
        _draw_ring(home, standing)
    _draw_topics(edu, result)
    if is_form and standing is not None:
        _draw_steps([reading_step(standing), Step("回首页", "", {})])
    else:
        _draw_deeds(result, home)
    st.subheader("每一题", anchor=False)
    for place, disclosure in enumerate(result.disclosures, start=1):
        item = attempt.item(disclosure.item_id)
        judged = verdict(disclosure)
        with st.expander(f"{judged.sign}　{place}. {escape_markdown(item.stem)}"):
            draw_disclosure(
                item,
                disclosure,
                edu.library().sources,
                widget_key("r", disclosure.item_id),
            )


def _home(edu: Edu, me: Person) -> Home | None:
    """The pupil's path; ``None`` for one who is in no class (any more): the result stays."""
    try:
        return get_home(edu, me)
    except NotFound:
        return None


def _standing(home: Home | None, lesson_id: str | None) -> LessonStanding | None:
    """How far the pupil is in the lesson of this quiz."""
    path = home.path if home else ()
    return next((one for one in path if one.lesson.id == lesson_id), None)


def _draw_ring(home: Home | None, done: LessonStanding | None) -> None:
    """The window flower, once the lesson of this quiz is done: the ring that was cut for it."""
    if home is None or done is None or not done.done:
        return
    total = len(home.path)
    drawn = flower(home.enrollment.flower_seed, home.rings, total)
    with st.container(border=True, key="edu-card-new-ring"), st.container(key="new-ring"):
        draw_svg(flower_svg(drawn, f"我的窗花，已剪 {home.rings} 圈，共 {total} 圈"))
        fresh = len(done.finished_attempts) == 1
        words = "这一课学完了，窗花又剪好一圈！" if fresh else "这一课学完了。"
        st.markdown(f"**{words}**\n\n现在一共 {home.rings} / {total} 圈。")


def _draw_topics(edu: Edu, result: Result) -> None:
    known = [mastery for mastery in result.masteries if mastery.standing is Standing.KNOWN]
    again = [mastery for mastery in result.masteries if mastery.standing is Standing.AGAIN]
    left, right = st.columns(2)
    with left:
        st.subheader("✓ 我已经知道", anchor=False)
        _draw_list(edu, known, "再答几次，这里就会多起来。", advise=False)
    with right:
        st.subheader("○ 再看看", anchor=False)
        _draw_list(edu, again, "这次没有需要再看的知识点。", advise=True)


def _draw_list(edu: Edu, masteries: list[Mastery], empty: str, *, advise: bool) -> None:
    if not masteries:
        st.markdown(empty)
    topics = edu.library().topics
    for mastery in masteries:
        title = escape_markdown(edu.library().topic_title(mastery.topic))
        st.markdown(f"**{title}**　{percent(mastery.share)}（{mastery.questions} 题）")
        if advise and mastery.topic in topics:
            st.caption(escape_markdown(topics[mastery.topic].advice))


def _draw_deeds(result: Result, home: Home | None) -> None:
    """Where to go on: read again what was not clear yet, else the next lesson."""
    quiz = result.attempt.quiz
    upcoming = next_standing(home) if home else None
    steps = _reading(result, home)
    if upcoming is not None:
        step = next_step(upcoming)
        steps = [one for one in steps if (one.path, one.query) != (step.path, step.query)]
        words = f"接着学：{upcoming.lesson.title}"
        place = 0 if understood(result) else len(steps)
        steps.insert(place, Step(words, step.path, step.query))
    if result.tries_left != 0:
        steps.append(Step("再答一次", "quiz", {"id": quiz.id}))
    steps.append(Step("回首页", "", {}))
    _draw_steps(steps)


def _reading(result: Result, home: Home | None) -> list[Step]:
    """The lesson of the quiz; where it stands alone, those of the questions that were missed."""
    attempt = result.attempt
    if attempt.quiz.lesson:
        return [Step("再读这一课", "lesson", {"id": attempt.quiz.lesson, "section": 1})]
    known = {name for name, given in attempt.given.items() if given.outcome.right}
    known.update(attempt.waiting())
    missed = [attempt.item(name) for name in attempt.order if name not in known]
    about = home.about(missed) if home else ()
    return [_reading_of(one) for one in about[:MOST_LESSONS]]


def _reading_of(standing: LessonStanding) -> Step:
    step = reading_step(standing)
    word = "再读" if standing.read else "去读"
    return Step(f"{word}：{standing.lesson.title}", step.path, step.query)


def _draw_steps(steps: list[Step]) -> None:
    """The first as the one main action."""
    main, *others = steps
    if st.button(escape_markdown(main.words), type="primary", width="stretch", key="main-step"):
        main.take()
    for place, step in enumerate(others):
        words = escape_markdown(step.words)
        if st.button(words, width="stretch", key=widget_key("step", place)):
            step.take()
