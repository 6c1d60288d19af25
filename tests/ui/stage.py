"""What a page under test is drawn with; the test sets it, the script of the page reads it."""

from dataclasses import dataclass

from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.ui.navigation import Row


@dataclass
class Stage:
    """The page, the program and the person of one test."""

    row: Row
    edu: Edu
    me: Person


SET: list[Stage] = []


def draw() -> None:
    """Draw the page that was set last."""
    stage = SET[-1]
    stage.row.draw(stage.edu, stage.me)
