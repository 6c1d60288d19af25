"""A process that draws the teacher's pages with tables and charts, and says what it had to load."""

import sys
import tempfile
from pathlib import Path

import streamlit as st

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.services.accounts import claim_administrator, offer_claim
from edu_core.services.classes import list_classrooms
from edu_core.services.demonstration import load_demonstration
from edu_core.ui.pages import classroom, event, roster
from tools import played_game
from tools.server import ROOT


def main() -> None:
    """Draw them without a browser."""
    with tempfile.TemporaryDirectory() as data:
        edu = build(Settings(data=Path(data), content=ROOT))
        claim = offer_claim(edu)
        assert claim is not None
        me = claim_administrator(edu, claim, "李老师", "li", "correct horse 1", "10.0.0.1").person
        load_demonstration(edu, me)
        game = played_game.play(edu, me).game
        room = list_classrooms(edu, me)[0].classroom
        for draw, asked in ((event, game.id), (classroom, room.id), (roster, room.id)):
            st.query_params["id"] = str(asked)
            draw.page(edu, me)
        edu.store.close()
    print(*sorted({"pandas", "pyarrow", "plotly.graph_objs"} & set(sys.modules)))


if __name__ == "__main__":
    main()
