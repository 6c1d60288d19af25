"""The gallery behind the same shell as the app: ``streamlit run tests/ui/gallery_app.py``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from edu_core.live.shell import STATIC, PageShell

app = st.App(
    Path(__file__).parent / "gallery.py",
    routes=[Mount("/edu/static", StaticFiles(directory=STATIC))],
    middleware=[Middleware(PageShell)],
)
