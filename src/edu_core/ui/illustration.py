"""Pictures of lessons and questions on a page."""

import streamlit as st

from edu_core.content.pictures import read_picture
from edu_core.domain.items import Item
from edu_core.domain.lesson import Illustration
from edu_core.services.context import Edu
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.svg import svg_address


def draw_illustration(edu: Edu, illustration: Illustration, key: str) -> None:
    """Draw the picture with its caption; where the file is gone, the words of its ``alt``."""
    try:
        svg = read_picture(edu.settings.content, illustration.path)
    except OSError:
        st.caption(f"（插图：{escape_markdown(illustration.alt)}）")
        return
    with st.container(key=widget_key("illustration", key)):
        st.image(
            svg_address(svg),
            caption=illustration.caption or None,
            width="stretch",
            alt=illustration.alt,
        )


def draw_item_picture(edu: Edu, item: Item, key: str) -> None:
    """Draw the picture of a question, where it has one."""
    if item.image is not None:
        words = item.image_alt or item.stem
        draw_illustration(edu, Illustration(path=item.image, alt=words), key)
