"""The lesson on the shared screen of a live game: shown, turned, its questions answered, put away.

Which slides a lesson has is known to whoever shows them; here only where it stands.
"""

from dataclasses import replace
from datetime import datetime

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.game_commands import (
    Event,
    LeaveSlides,
    RevealSlide,
    ShowSlide,
    SlidesChanged,
)
from edu_core.domain.game_state import Game, Phase, Slides

_CHANGED: tuple[Event, ...] = (SlidesChanged(),)


def change_slides(
    game: Game, command: ShowSlide | RevealSlide | LeaveSlides, now: datetime
) -> tuple[Game, tuple[Event, ...]]:
    """The game after a command about its slides, as ``game.apply`` gives it."""
    slides = game.slides
    if isinstance(command, ShowSlide):
        return _show(game, command)
    if not slides.shown or slides.place != command.slide:
        return game, ()  # of a slide already left
    match command:
        case RevealSlide():
            if slides.revealed:
                return game, ()
            return replace(game, slides=replace(slides, revealed=True)), _CHANGED
        case LeaveSlides():
            # what stood there gets its whole time again
            return replace(put_away(game), phase_since=now), _CHANGED


def put_away(game: Game) -> Game:
    """The game without slides on its screen; where the lesson stands is kept."""
    return replace(game, slides=Slides(game.slides.place))


def _show(game: Game, command: ShowSlide) -> tuple[Game, tuple[Event, ...]]:
    if game.phase is Phase.FINISHED or command.round < game.place:
        return game, ()
    if game.phase in (Phase.QUESTION, Phase.DISCUSSION):
        raise Conflict("这道题还没有公布答案，课文没有放出来。请先公布答案。", code="round-open")
    if command.round > game.place or command.slide < 0:
        raise BadInput("没有这一页课文，屏幕没有变。请刷新页面。", code="slide-unknown")
    seen = game.slides.place if game.slides.shown else None
    if command.seen != seen or command.slide == seen:
        return game, ()  # a second click on a slide already turned
    # slides have no time: a pause would only be forgotten under them
    shown = replace(game, slides=Slides(command.slide, shown=True), paused_at=None)
    return shown, _CHANGED
