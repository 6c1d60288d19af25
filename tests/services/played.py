"""A live game that a class has played, with questions right and wrong as a test wants them."""

from collections.abc import Sequence

from edu_core.domain.game_commands import EndEarly, Next, Reveal, Start, SubmitAnswer
from edu_core.domain.game_state import Game, GameRules, Sheet, TeamMode
from edu_core.domain.interaction import Choose, Chosen, Response
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest


def right_response(sheet: Sheet) -> Response:
    """The key as the screens show it."""
    key = sheet.item.correct_response()
    assert key is not None
    return sheet.shown(key)


def wrong_response(sheet: Sheet) -> Response:
    """Something that fits the question and is not right, as the screens show it."""
    right, shown = right_response(sheet), sheet.concealed.shown
    if isinstance(shown, Choose):
        options = [Chosen(options=(part.id,)) for part in shown.options]
        return next(given for given in options if given != right)
    match right.gesture:
        case "arrange":
            return right.model_copy(update={"order": tuple(reversed(right.order))})
        case "pair":
            names, partners = list(right.pairs), list(right.pairs.values())
            turned = [*partners[1:], partners[0]]
            return right.model_copy(update={"pairs": dict(zip(names, turned, strict=True))})
        case "fill":
            return right.model_copy(update={"texts": dict.fromkeys(right.texts, "不知道")})
        case gesture:
            raise AssertionError(f"nothing is wrong for {gesture}")


def play_class(
    edu: Edu,
    host: Person,
    pupils: Sequence[Person],
    rights: str,
    *,
    teams: Sequence[str] = (),
    guests: Sequence[tuple[str, str]] = (),
) -> Game:
    """All answer alike: ``+`` right, ``-`` wrong; the game is ended after the last of them."""
    rules = GameRules(team_mode=TeamMode.CLASS, teams=tuple(teams), close_when_all=False)
    game = games.create_game(edu, host, "every-kind", rules).game
    players = [
        games.join(edu, game.id, JoinRequest("", person_id=pupil.id)).player_id for pupil in pupils
    ]
    players += [games.join(edu, game.id, JoinRequest(*guest)).player_id for guest in guests]
    game = games.host_command(edu, host, game.id, Start()).game
    for place, what in enumerate(rights):
        if place:
            game = games.host_command(edu, host, game.id, Next(place - 1)).game
        sheet = game.sheets[game.rounds[place].item_id]
        given = right_response(sheet) if what == "+" else wrong_response(sheet)
        batch = [SubmitAnswer(name, place, given, edu.now(), f"{name}-{place}") for name in players]
        games.submit_answers(edu, game.id, batch)
        game = games.host_command(edu, host, game.id, Reveal(place)).game
    return games.host_command(edu, host, game.id, EndEarly()).game
