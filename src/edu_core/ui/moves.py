"""Going from page to page. Apart from ``navigation``, because pages use it and it knows all
pages.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from edu_core.ui.session import tab

_PAGES = "edu_pages"


def remember_pages(pages: Mapping[str, Any]) -> None:
    """Keep the pages of this run, by their address."""
    st.session_state[_PAGES] = pages


def go(path: str, **query: object) -> None:
    """Open another page of this person; the address carries the query, so refresh and back work."""
    if path != "result":
        tab().led_from = None  # somebody goes on by hand
    pages = st.session_state[_PAGES]
    st.switch_page(pages[path], query_params={name: str(value) for name, value in query.items()})
