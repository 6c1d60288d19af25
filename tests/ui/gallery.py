"""All widgets on one page, for looking at them and for the browser tests."""

import json

import plotly.graph_objects as go
import streamlit as st

from edu_core.domain.attempt import Disclosure
from edu_core.domain.interaction import Arranged, Branch, Walked, Written
from edu_core.domain.items import ITEM_ADAPTER, Item, grade
from edu_core.domain.window_flower import flower, flower_svg
from edu_core.ui.svg import draw_svg
from edu_core.ui.widgets.feedback import draw_disclosure
from edu_core.ui.widgets.gestures import draw_branch, walked
from edu_core.ui.widgets.question import ask

COMMON = {
    "explanation": "毒品是法律概念：看的是国家有没有把它列入管制，不看名字，也不看包装。",
    "topic": "drug-definition",
    "band": "junior",
    "level": "understand",
    "sources": [{"id": "anti-drug-law", "article": "第二条"}],
    "reviewed_on": "2026-11-24",
}


def item(**fields: object) -> Item:
    """A question of the gallery."""
    return ITEM_ADAPTER.validate_python({**COMMON, **fields})


ITEMS: dict[str, Item] = {
    made.id: made
    for made in (
        item(
            id="single",
            kind="single_choice",
            stem="判断一样东西是不是毒品，最根本要看什么？",
            options=[
                {
                    "text": "包装是不是漂亮，名字是不是像零食",
                    "feedback": "包装说明不了里面是什么，它正是用来骗人的。",
                },
                {"text": "国家有没有把它列入管制", "correct": True},
                {"text": "身边的人是不是都说“没事”"},
                {"text": "价格贵不贵：$5 和 $50 有什么不同？"},
            ],
        ),
        item(
            id="several",
            kind="multiple_choice",
            stem="有人在聚会上递来一杯“奶茶粉”，下面哪些做法能保护自己？",
            options=[
                {"text": "说“不用，谢谢”，放下杯子", "correct": True},
                {"text": "借口家里有事，马上离开", "correct": True},
                {"text": "只喝一小口，不会怎么样"},
                {"text": "给信得过的大人打电话", "correct": True},
            ],
        ),
        item(
            id="true",
            kind="true_false",
            stem="处方药按医嘱吃，也算吸毒。",
            correct=False,
        ),
        item(
            id="fill",
            kind="fill_in",
            stem="遇到危险要报警，电话是（　　）；要急救，电话是（　　）。",
            blanks=[
                {"label": "报警", "accept": ["110"]},
                {"label": "急救", "accept": ["120"]},
            ],
        ),
        item(
            id="number",
            kind="numeric",
            stem="全国青少年服务台的号码有几位数字？",
            value="5",
            unit="位",
        ),
        item(
            id="order",
            kind="ordering",
            stem="发现同学可能误食了不明“跳跳糖”，按先后排好该做的事。",
            order=[
                "让他停下，别再吃",
                "马上告诉老师或家长",
                "拨打 120",
                "把剩下的东西交给大人",
            ],
        ),
        item(
            id="match",
            kind="matching",
            stem="把号码和它的用处配成对。",
            pairs=[
                {"left": "110", "right": "报警"},
                {"left": "120", "right": "医疗急救"},
                {"left": "12355", "right": "青少年服务台"},
            ],
            extra=["查询天气"],
        ),
        item(
            id="sort",
            kind="sorting",
            stem="哪些是事实，哪些是误会？把它们放进对的一组。",
            groups=[
                {"name": "事实", "members": ["毒品由国家列管", "第一次就可能成瘾"]},
                {"name": "误会", "members": ["电子烟里什么都没有", "朋友给的就安全"]},
            ],
        ),
        item(
            id="scene",
            kind="scenario",
            stem="周末聚会上的一杯“奶茶”",
            scene={
                "start": {
                    "text": "表哥的朋友递给你一小包粉，说：“泡水喝，提神，大家都喝。”",
                    "steps": [
                        {"text": "“不用，谢谢，我喝水。”", "to": "again", "credit": 2},
                        {
                            "text": "先收下，回头再说",
                            "to": "keep",
                            "feedback": "收下就很难说清。",
                        },
                    ],
                },
                "again": {
                    "text": "他又说：“不给面子？”",
                    "steps": [
                        {"text": "“我妈来接我了，先走。”", "to": "end", "credit": 2},
                        {"text": "“那就一口。”", "to": "keep"},
                    ],
                },
                "keep": {
                    "text": "你手里拿着它，心里不踏实。",
                    "steps": [{"text": "马上交给大人", "to": "end", "credit": 1}],
                },
                "end": {"text": "你把这件事告诉了妈妈。她说：“你做得对。”"},
            },
        ),
        item(
            id="write",
            kind="reflection",
            stem="如果好朋友劝你“就试一次”，你会怎么说？",
            least=10,
            model_answer="我们是朋友，所以我不想，也不想你试。走，打球去。",
        ),
    )
}


def _question(made: Item) -> None:
    with st.container(key="stem"):
        st.markdown(f"#### {made.stem}")
        st.caption("选一个你认为正确的。")
    interaction = made.interaction()
    if isinstance(interaction, Branch):
        path: tuple[str, ...] = st.session_state.get("path", ())
        longer = draw_branch(interaction, path, made.id)
        if longer != path:
            st.session_state["path"] = longer
            st.rerun()
        if walked(interaction, path):
            st.button("走到这里了，看看结果", type="primary", width="stretch")
        return
    given = ask(made, interaction, made.id)
    if given is not None:
        st.session_state["given"] = given.model_dump()
    if "given" in st.session_state:
        st.text(json.dumps(st.session_state["given"], sort_keys=True))


def _feedback(made: Item, *, right: bool) -> None:
    best = made.correct_response()
    given = best
    if not right:
        interaction = made.interaction()
        match interaction.gesture:
            case "choose":
                given = best.model_copy(update={"options": (interaction.options[0].id,)})  # type: ignore[union-attr]
            case "arrange":
                given = Arranged(order=tuple(reversed(best.order)))  # type: ignore[union-attr]
            case "branch":
                given = Walked(path=("start-2", "keep-1"))
            case "pair":
                names = list(best.pairs.values())  # type: ignore[union-attr]
                pairs = dict(zip(best.pairs, [*names[1:], names[0]], strict=True))  # type: ignore[union-attr]
                given = best.model_copy(update={"pairs": pairs})  # type: ignore[union-attr]
            case "write":
                given = Written(text="我会说：走，打球去。")
            case "fill":
                given = best.model_copy(update={"texts": dict.fromkeys(best.texts, "119")})  # type: ignore[union-attr]
    assert given is not None
    told = Disclosure(
        item_id=made.id,
        response=given,
        outcome=grade(made, given),
        correct_response=best,
        explanation=made.explanation,
        remarks=made.remarks(given),
        sources=made.sources,
    )
    with st.container(key="stem"):
        st.markdown(f"#### {made.stem}")
    draw_disclosure(made, told, {}, f"told-{made.id}")
    st.button("下一题", type="primary", width="stretch")


def _chrome() -> None:
    drawn = flower("gallery", 3, 4)
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left, st.container(key="my-flower"):
        draw_svg(flower_svg(drawn, "我的窗花，已剪 3 圈，共 4 圈"))
    with right:
        st.title("你好，王小花", anchor=False)
        st.markdown("你的窗花已经剪好 **3** 圈，每学完一课再剪一圈。")
    with st.container(border=True, key="next-step"):
        st.markdown("下一步　**会伪装的毒品**")
        st.markdown("“奶茶”“跳跳糖”……名字再好听，也要看它是什么。")
        st.button("开始读（约 6 分钟）", type="primary", width="stretch")
    st.subheader("我的课")
    for place, sign in enumerate("✓◐○"):
        with st.container(border=True, key=f"path-{place}"):
            st.markdown(f"{sign}　**什么是毒品**　　读完了，测验 90%")
            left, right = st.columns(2)
            left.button("再读一遍", key=f"read{place}", width="stretch")
            right.button("测验", key=f"quiz{place}", width="stretch")
    st.info("已保存。")
    st.warning("这道题还没有答完整，请补全以后再提交。")
    st.success("你已经学完了全部的课，窗花剪好了！")
    st.file_uploader("上传名单", type=["xlsx"])
    st.selectbox("选一个班", ["七年级1班", "七年级2班"], index=None, placeholder="请选择")
    st.multiselect("选几个班", ["七年级1班", "七年级2班"])
    st.text_input("名字")
    st.dataframe([{"题": "什么是毒品", "正确率": 0.82}, {"题": "法律怎么说", "正确率": 0.61}])
    st.plotly_chart(go.Figure(go.Bar(x=["甲", "乙"], y=[3, 5])), height=240)
    with st.expander("出处"):
        st.markdown("- 《中华人民共和国禁毒法》第二条")


def _lesson() -> None:
    st.progress(0.4, text="什么是毒品　2 / 5")
    with st.container(key="lesson-text"):
        st.header("一个标题就是一个小节", anchor=False)
        st.markdown(
            "毒品不是一个随便的说法，而是**法律概念**。《中华人民共和国禁毒法》第二条说，毒品是指"
            "鸦片、海洛因、甲基苯丙胺（冰毒）、吗啡、大麻、可卡因，以及国家规定管制的其他能够使人"
            "形成瘾癖的麻醉药品和精神药品。\n\n- 看它有没有被国家列管\n- 不看名字，不看包装"
        )
        st.markdown("> 名字会变，包装会变，危害不变。")


st.set_page_config(page_title="青窗", layout="centered")
shown = st.query_params.get("show", "chrome")
if shown == "chrome":
    _chrome()
elif shown == "lesson":
    _lesson()
elif shown.startswith("told-"):
    _feedback(ITEMS[shown.removeprefix("told-")], right="right" in st.query_params)
else:
    _question(ITEMS[shown])
