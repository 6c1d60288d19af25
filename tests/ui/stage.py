"""What a page under test is drawn with; the test sets it, the script of the page reads it."""

from dataclasses import dataclass

from edu_core.domain.errors import EduError
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.ui.navigation import Row


@dataclass
class Stage:
    """The page, the program and the person of one test; ``refused`` is what the page raised."""

    row: Row
    edu: Edu
    me: Person
    refused: EduError | None = None


SET: list[Stage] = []


def draw() -> None:
    """Draw the page that was set last; keep what it raised, because Streamlit shows no details."""
    stage = SET[-1]
    try:
        stage.row.draw(stage.edu, stage.me)
    except EduError as error:
        stage.refused = error
