"""The answer cards of a class, to print."""

import streamlit as st

from edu_core.domain.people import Classroom, Person
from edu_core.exchange.cards import PerPage, card_sheets
from edu_core.services.cards import issue_cards
from edu_core.services.context import Edu


def draw_card_printing(edu: Edu, me: Person, room: Classroom) -> None:
    """A choice of size and a button that downloads the sheets; cards are given out only then."""
    if not st.toggle("打印答题卡", key="print-cards"):
        return
    st.caption(
        "没有手机也能一起答题：每人一张卡，哪一边朝上就是选哪个。"
        "卡和学号固定对应，以后加人、减人，已经打印的卡照样能用。"
    )
    words = {
        PerPage.TWO: f"每页 2 张（方块 {PerPage.TWO.marker / 10:.0f} 厘米，教室再大也看得清）",
        PerPage.FOUR: f"每页 4 张（方块 {PerPage.FOUR.marker / 10:.0f} 厘米，省纸，适合小教室）",
    }
    per_page = st.radio("大小", list(words), format_func=words.__getitem__, key="cards-per-page")
    cards = issue_cards(edu, me, room.id)
    st.download_button(
        f"下载全班 {len(cards)} 张答题卡（用浏览器打开后打印）",
        card_sheets(cards, room.name, per_page),
        file_name=f"答题卡-{room.name}.html",
        mime="text/html",
        type="primary",
        key="download-cards",
    )
    st.caption("A4 纸，缩放 100 %，双面打印选“沿长边翻转”，沿虚线剪开。")
