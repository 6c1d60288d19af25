"""The buttons above a lesson: reading aloud, pinyin, the size of the letters."""

import streamlit as st


def draw_aids_bar(*, with_pinyin: bool) -> None:
    """Buttons for reading aloud, pinyin and the size of the letters; the browser does the rest."""
    pinyin = '<button type="button" data-edu-deed="pinyin">拼音</button>' if with_pinyin else ""
    st.html(
        '<p class="edu-aids">'
        '<button type="button" data-edu-deed="read" aria-pressed="false">朗读</button>'
        f'{pinyin}<button type="button" data-edu-deed="size">字号</button></p>'
    )
