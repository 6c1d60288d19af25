"""SVG that our own code drew or checked, on a page.

``st.html`` takes SVG elements out of what it is given, so a drawing travels as the source of an
image; scripts inside an image never run.
"""

import base64
import re
from html import escape, unescape

import streamlit as st

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DARK = "<style>@media (prefers-color-scheme:dark){path[fill='#B4161B']{fill:#E5484D}}</style>"
"""Flowers are brighter on the night window."""


def draw_svg(svg: str) -> None:
    """Draw an SVG that carries its own title, as wide as its place allows."""
    titled = _TITLE.search(svg)
    words = unescape(titled.group(1)) if titled else ""
    drawing = svg.replace("</title>", f"</title>{_DARK}", 1)
    st.html(f'<img class="edu-svg" alt="{escape(words)}" src="{svg_address(drawing)}">')


def svg_address(svg: str) -> str:
    """The SVG as an address for ``st.image``, which never runs anything inside it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
