"""What a pupil sees of a closed question: right or not yet, why, and where it can be looked up."""

import streamlit as st

from edu_core.domain.attempt import Disclosure
from edu_core.domain.interaction import Choose
from edu_core.domain.items import Item
from edu_core.domain.items.base import Remark
from edu_core.domain.register import Source
from edu_core.domain.words import source_lines
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown, plain_text
from edu_core.ui.present import reviewed_line, verdict
from edu_core.ui.present_response import PresentedLine, present_response

_ENCOURAGEMENT = "没关系，看看为什么，下次就记住了。"
_NEARLY = "已经对了一部分，看看还差哪里。"


def draw_disclosure(
    item: Item, disclosure: Disclosure, sources: dict[str, Source], key: str
) -> None:
    """Draw a closed question below its stem: the verdict, both answers, the reason, the sources."""
    interaction = item.interaction()
    judged = verdict(disclosure)
    with st.container(key=widget_key(f"verdict-{judged.hook}", key)):
        st.markdown(f"{judged.sign}　**{escape_markdown(judged.words)}**")
        words = _remarks(item, disclosure.remarks)
        if not words and judged.hook == "again":
            outcome = disclosure.outcome
            words = _NEARLY if outcome is not None and outcome.score else _ENCOURAGEMENT
        if words:
            st.markdown(words)
        if disclosure.comment:
            st.markdown("**老师的话**　" + escape_markdown(disclosure.comment))
    lines = present_response(interaction, disclosure.response, disclosure.correct_response)
    if lines:
        with st.container(key=widget_key("given", key)):
            st.markdown("\n".join(f"- {_line(line)}" for line in lines))
    with st.container(key=widget_key("why", key)):
        st.markdown("**为什么**　" + escape_markdown(disclosure.explanation))
    with st.expander("出处"):
        told = [f"- {escape_markdown(line)}" for line in source_lines(disclosure.sources, sources)]
        st.markdown("\n".join(told))
        st.caption(reviewed_line(item))


def _remarks(item: Item, remarks: tuple[Remark, ...]) -> str:
    """The thoughts behind what was given; several name the option they speak of."""
    interaction = item.interaction()
    texts = (
        {option.id: option.text for option in interaction.options}
        if isinstance(interaction, Choose) and len(remarks) > 1
        else {}
    )
    return "\n\n".join(
        escape_markdown(
            f"“{plain_text(texts[remark.part])}”：{remark.text}"
            if remark.part in texts
            else remark.text
        )
        for remark in remarks
    )


def _line(line: PresentedLine) -> str:
    """One line of the list: sign, text, and the note behind it."""
    sign = line.sign or "·"
    note = f"　*{escape_markdown(line.note)}*" if line.note else ""
    return f"`{sign}`{escape_markdown(line.text)}{note}".replace("  \n", "  \n  ")
