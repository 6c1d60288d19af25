"""The app: Streamlit pages and our own routes in one process on one port.

``streamlit run app.py``, ``edu serve`` and ``uvicorn app:app`` all serve this object.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

import edu_core
from edu_core.bootstrap import edu
from edu_core.live.announce import announce
from edu_core.live.guard import Guard
from edu_core.live.routes import routes
from edu_core.live.shell import PageShell

# `streamlit run` may have been given a port of its own: what is printed and put on slips follows it
os.environ.setdefault("EDU_PORT", str(st.get_option("server.port")))


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncGenerator[None]:
    """Open the database before the first visitor, and say where the app is."""
    announce(edu())
    yield
    edu().store.close()


app = st.App(
    Path(edu_core.__file__).parent / "ui" / "script" / "main.py",
    routes=routes(),
    middleware=[Middleware(Guard), Middleware(PageShell)],
    lifespan=lifespan,
)
