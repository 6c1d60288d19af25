"""The curriculum behind the same shell as the app."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from edu_core.live.shell import STATIC, PageShell

app = st.App(
    Path(__file__).parent / "curriculum_script.py",
    routes=[Mount("/edu/static", StaticFiles(directory=STATIC))],
    middleware=[Middleware(PageShell)],
)
