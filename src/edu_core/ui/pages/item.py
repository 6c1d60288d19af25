"""One question in one class."""

import streamlit as st

from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.reports import get_item_report
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.pages.roster import asked_id


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    report = get_item_report(edu, me, asked_id(), st.query_params.get("item", ""))
    st.title(escape_markdown(report.item.stem), anchor=False)
