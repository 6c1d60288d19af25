"""What a pupil sees of a closed question: right or not yet, why, and where it can be looked up."""

import streamlit as st

from edu_core.domain.attempt import Disclosure
from edu_core.domain.items import Item
from edu_core.domain.register import Source
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.present import lines_of, reviewed_line, source_lines, verdict


def draw_disclosure(
    item: Item, disclosure: Disclosure, sources: dict[str, Source], key: str
) -> None:
    """Draw a closed question below its stem."""
    interaction = item.interaction()
    judged = verdict(disclosure)
    with st.container(key=widget_key(f"verdict-{judged.hook}", key)):
        st.markdown(f"{judged.sign}　**{judged.words}**")
        for remark in disclosure.remarks:
            st.markdown(escape_markdown(remark.text))
    given = lines_of(interaction, disclosure.response)
    right = lines_of(interaction, disclosure.correct_response)
    if given:
        st.markdown("**我的回答**　" + _joined(given))
    if right and right != given:
        word = "参考写法" if item.kind == "reflection" else "正确答案"
        st.markdown(f"**{word}**　" + _joined(right))
    st.markdown("**为什么**　" + escape_markdown(disclosure.explanation))
    with st.expander("出处"):
        for line in source_lines(disclosure.sources, sources):
            st.markdown("- " + escape_markdown(line))
        st.caption(reviewed_line(item))


def _joined(lines: list[str]) -> str:
    if len(lines) == 1:
        return escape_markdown(lines[0])
    return "\n\n" + "\n".join(f"- {escape_markdown(line)}" for line in lines)
