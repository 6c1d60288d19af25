"""The lesson between the questions of a live game: the one that the quiz belongs to."""

from dataclasses import dataclass

from edu_core.domain.errors import Conflict, NotFound
from edu_core.domain.game_commands import ShowSlide
from edu_core.domain.game_state import Game
from edu_core.domain.slides import Slide, slides_of
from edu_core.services.context import Edu


@dataclass(frozen=True)
class OpenSlide:
    """A slide that is on the shared screen, and whether its answer is out."""

    slide: Slide
    revealed: bool


def slides_of_game(edu: Edu, game: Game) -> tuple[Slide, ...]:
    """The slides of the game's lesson as it is now; empty for a quiz without a lesson."""
    lesson = edu.library().find_lesson_of(game.quiz)
    return () if lesson is None else slides_of(lesson)


def require_slide(edu: Edu, game: Game, command: ShowSlide) -> None:
    """Raise ``Conflict`` for a slide that the lesson does not have."""
    count = len(slides_of_game(edu, game))
    if not count:
        raise Conflict("这份测验没有配课文，大屏幕没有变。", code="no-lesson")
    if command.slide >= count:
        raise Conflict("没有这一页课文，大屏幕没有变。请刷新页面。", code="slide-unknown")


def open_slide(edu: Edu, game: Game, place: int) -> OpenSlide:
    """The slide on the shared screen of a game as it is stored; raises ``NotFound`` for any other
    one, so that nobody reads ahead.
    """
    slides, shown = slides_of_game(edu, game), game.slides
    if not shown.shown or shown.place != place or place >= len(slides):
        raise NotFound("大屏幕上现在没有这一页。", code="slide-not-shown")
    return OpenSlide(slides[place], shown.revealed)
