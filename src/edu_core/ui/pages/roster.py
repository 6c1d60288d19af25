"""The roster of a class: add pupils, print slips, give new PINs, take pupils or the class away."""

import streamlit as st

from edu_core.domain.people import Classroom, Enrollment, Person
from edu_core.exchange.sheets import RosterReading, read_file, read_pasted
from edu_core.services.classes import (
    RosterRow,
    get_roster,
    import_roster,
    issue_slips,
    list_classrooms,
    rename_classroom,
)
from edu_core.services.context import Edu
from edu_core.services.deleting import delete_classroom, remove_pupil
from edu_core.ui.card_printing import draw_card_printing
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.refusals import told_in_place
from edu_core.ui.session import tab
from edu_core.ui.slips import draw_slips
from edu_core.ui.tables import draw_table
from edu_core.ui.theme import FORM_WIDTH


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    classroom_id = asked_id()
    pupils = get_roster(edu, me, classroom_id)
    room = next(
        card.classroom for card in list_classrooms(edu, me) if card.classroom.id == classroom_id
    )
    st.title(f"{escape_markdown(room.name)}　花名册", anchor=False)
    st.markdown(f"班级码 **{room.code}**　共 {len(pupils)} 人")
    left, middle, _ = st.columns([1, 1, 3])
    with left:
        if st.button("看班级情况", key="to-class", width="stretch"):
            go("class", id=room.id)
    with middle:
        if st.button("所有班级", key="to-classes", width="stretch"):
            go("")
    if tab().slips:
        draw_slips(edu, tab().slips)
        if st.button("我已经打印好了，收起登录条", key="slips-done"):
            tab().slips = []
            st.rerun()
        return
    _draw_add(edu, me, room, empty=not pupils)
    if pupils:
        _draw_pupils(edu, me, room, pupils)
        draw_card_printing(edu, me, room)
    _draw_class_itself(edu, me, room)


def asked_id(name: str = "id") -> int:
    """The class (or what ``name`` says) named in the address; 0, which never exists, when there is
    none.
    """
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isdecimal() else 0


def _draw_add(edu: Edu, me: Person, room: Classroom, *, empty: bool) -> None:
    with st.expander("添加学生", expanded=empty):
        st.markdown("把姓名从 Excel 或花名册里复制过来，一行一个；有学号就写在姓名前面或后面。")
        pasted = st.text_area(
            "粘贴名单",
            key="pasted",
            height=180,
            placeholder="1 王小明\n2 李雷\n3 韩梅梅",
        )
        uploaded = st.file_uploader(
            "或者上传表格（.xlsx、.xls、.csv）",
            type=["xlsx", "xls", "ods", "csv", "txt"],
            key="sheet",
        )
        reading: RosterReading | None = None
        if uploaded is not None:
            reading = read_file(uploaded.getvalue(), uploaded.name)
        elif pasted.strip():
            reading = read_pasted(pasted)
        if reading is None:
            return
        for problem in reading.problems:
            st.warning(problem)
        if not reading.lines:
            return
        draw_table(
            {
                "学号": [line.number or "（自动编号）" for line in reading.lines],
                "姓名": [line.name for line in reading.lines],
            },
            height=220,
        )
        if st.button(f"导入这 {len(reading.lines)} 人", type="primary", key="import"):
            rows = [RosterRow(line.name, line.number) for line in reading.lines]
            with told_in_place():
                with st.spinner("正在导入并生成 PIN……"):
                    tab().slips = import_roster(edu, me, room.id, rows)
                st.rerun()


def _draw_pupils(edu: Edu, me: Person, room: Classroom, pupils: list[Enrollment]) -> None:
    words = {pupil.person_id: f"{pupil.number}　{pupil.name}" for pupil in pupils}
    draw_table(
        {"学号": [p.number for p in pupils], "姓名": [p.name for p in pupils]},
    )
    chosen = st.multiselect(
        "选择学生（不选就是全班）",
        list(words),
        format_func=words.__getitem__,
        placeholder="全班",
        key="chosen",
    )
    who = f"{len(chosen)} 人" if chosen else "全班"
    st.caption("PIN 只保存为密文，所以打印登录条会发新的 PIN，旧的登录条随即失效。答题记录都保留。")
    agreed = bool(chosen) or st.checkbox(
        "全班旧的登录条都会失效，正在登录的学生要重新登录", key="sure-slips"
    )
    if st.button(
        f"给{who}发新 PIN 并打印登录条", key="new-slips", type="primary", disabled=not agreed
    ):
        with st.spinner("正在生成 PIN……"):
            tab().slips = issue_slips(edu, me, room.id, chosen or None)
        st.rerun()
    if len(chosen) == 1:
        name = words[chosen[0]]
        sure = st.checkbox(f"删除 {name} 和他/她的全部记录，不能恢复", key="sure-remove")
        if st.button("删除这位学生", key="remove", disabled=not sure):
            remove_pupil(edu, me, room.id, chosen[0])
            st.rerun()


def _draw_class_itself(edu: Edu, me: Person, room: Classroom) -> None:
    with st.expander("改班名，或者删除这个班"):
        with st.form("rename", border=False, width=FORM_WIDTH):
            name = st.text_input("班名", value=room.name, max_chars=32)
            if st.form_submit_button("保存班名"):
                with told_in_place():
                    rename_classroom(edu, me, room.id, name)
                    st.rerun()
        st.markdown(
            "删除班级会一起删除全班的账号、阅读进度和答题记录，**不能恢复**。要删除，请输入班名确认。"
        )
        typed = st.text_input("输入班名", key="typed-name")
        if st.button("删除这个班", key="delete-class", disabled=not typed):
            with told_in_place():
                delete_classroom(edu, me, room.id, typed)
                go("")
