"""All pages: one row each, with the roles that see it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from edu_core.domain.people import Person, Role
from edu_core.services.context import Edu
from edu_core.ui.moves import remember_pages
from edu_core.ui.pages import (
    cards,
    classroom,
    classrooms,
    content,
    event,
    home,
    item,
    lesson,
    marking,
    preview,
    pupil,
    quiz,
    replay,
    result,
    roster,
    settings,
    slides,
    staff,
)

PageFunction = Callable[[Edu, Person], None]


@dataclass(frozen=True)
class Row:
    """``path`` is the address (empty for the first page), ``listed`` whether the menu names it."""

    path: str
    title: str
    draw: PageFunction
    roles: frozenset[Role]
    listed: bool = True


_PUPIL = frozenset({Role.PUPIL})
_STAFF = frozenset({Role.TEACHER, Role.ADMINISTRATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

ROWS: tuple[Row, ...] = (
    Row("", "首页", home.page, _PUPIL),
    Row("lesson", "课", lesson.page, _PUPIL, listed=False),
    Row("quiz", "测验", quiz.page, _PUPIL, listed=False),
    Row("result", "结果", result.page, _PUPIL, listed=False),
    Row("", "班级", classrooms.page, _STAFF),
    Row("class", "班级情况", classroom.page, _STAFF, listed=False),
    Row("item", "题目分析", item.page, _STAFF, listed=False),
    Row("pupil", "学生情况", pupil.page, _STAFF, listed=False),
    Row("roster", "花名册", roster.page, _STAFF, listed=False),
    Row("cards", "举卡答题", cards.page, _STAFF, listed=False),
    Row("marking", "评分", marking.page, _STAFF, listed=False),
    Row("content", "课与测验", content.page, _STAFF),
    Row("preview", "课的内容", preview.page, _STAFF, listed=False),
    Row("slides", "放映", slides.page, _STAFF, listed=False),
    Row("events", "现场赛", event.page, _STAFF),
    Row("replay", "回放", replay.page, _STAFF, listed=False),
    Row("accounts", "老师账号", staff.page, _ADMINISTRATOR),
    Row("settings", "设置", settings.page, _STAFF),
)


def rows_for(me: Person) -> list[Row]:
    """The pages this person may open."""
    return [row for row in ROWS if me.role in row.roles]


def build(edu: Edu, me: Person) -> Any:
    """The page to run now. Pupils move by buttons on the page and see no menu."""
    pages = [
        st.Page(
            partial(row.draw, edu, me),
            title=row.title,
            url_path=row.path or None,
            default=not row.path,
            visibility="visible" if row.listed else "hidden",
        )
        for row in rows_for(me)
    ]
    by_path = {row.path: page for row, page in zip(rows_for(me), pages, strict=True)}
    remember_pages(by_path)
    return st.navigation(pages, position="hidden" if me.role is Role.PUPIL else "top")
