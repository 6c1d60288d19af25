"""The app: Streamlit pages and our own routes in one process on one port.

``streamlit run app.py``, ``edu serve`` and ``uvicorn app:app`` all serve this object.
"""

import logging
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

import edu_core
from edu_core.bootstrap import edu
from edu_core.domain.errors import EduError
from edu_core.live.announce import announce
from edu_core.live.guard import Guard
from edu_core.live.routes import hub, routes, sockets
from edu_core.live.shell import PageShell
from edu_core.live.sockets import SocketsFirst
from edu_core.network import allow_many_sockets

_log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.001
"""How long a thread may keep the others waiting. With Python's 5 ms the threads that draw pages and
store answers hold up the sockets of a whole hall: on a busy machine, of 1,000 answers within half
a second 95 of 100 were acknowledged after 371 ms instead of 56 ms.
"""

# `streamlit run` may have been given a port of its own: what is printed and put on slips follows it
os.environ.setdefault("EDU_PORT", str(st.get_option("server.port")))


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncGenerator[None]:
    """Open the database before the first visitor, and say where the app is."""
    # Streamlit turns the log of requests on: a line for each of a class's files hides the claim
    # link in the terminal, and addresses of pupils are nobody's business
    logging.getLogger("uvicorn.access").disabled = True
    allow_many_sockets()
    sys.setswitchinterval(SWITCH_SECONDS)
    announce(edu())
    yield
    await hub().close()
    edu().store.close()


def say_it_in_words(error: Exception) -> bool:
    """What a page shows when it fails in a way nobody thought of; the facts go to the log."""
    _log.error("a page failed", exc_info=error)
    if isinstance(error, EduError):
        st.warning(error.message)
    else:
        st.warning(
            "这一页出了一点问题，已提交的答案都保存好了。请刷新这一页；还是不行的话，请告诉老师。"
        )
    return True


app = st.App(
    Path(edu_core.__file__).parent / "ui" / "script" / "main.py",
    routes=routes(),
    middleware=[
        Middleware(Guard, edu=edu),
        Middleware(SocketsFirst, sockets=sockets()),
        Middleware(PageShell),
    ],
    lifespan=lifespan,
    on_script_error=say_it_in_words,
)
