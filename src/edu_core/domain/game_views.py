"""What each screen may see of a game: JSON-able, and without the key before it is revealed.

``view_shared`` is the same for all players and is serialised once; a player's own part stands
under ``me``. A shared view without ``me`` leaves the ``me`` that a phone has as it is: it names
the round of the last answer (``me.answer.round``), so that a phone knows by itself whether the
round on the screen is answered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from edu_core.domain.errors import NotFound
from edu_core.domain.game_cards import classes_out, letters, only_cards_left, open_sheet
from edu_core.domain.game_standings import (
    FORMULAS,
    Distribution,
    distribution,
    player_places,
    team_places,
    topics_to_see_again,
)
from edu_core.domain.game_state import Answer, Game, Phase, Player, Podium, Round, Sheet, TeamMode

View = dict[str, Any]

MOST_NAMES = 200
"""Names in the lobby window; above that the number says enough."""

ON_THE_PODIUM = 5

_SHOWN_AFTER = (Phase.REVEAL, Phase.STANDINGS)
_WITH_QUESTION = (Phase.QUESTION, Phase.DISCUSSION, *_SHOWN_AFTER)


def question_view(sheet: Sheet) -> View:
    """A question as it may be shown while it is open."""
    item = sheet.item
    return {
        "stem": item.stem,
        "image": item.image,
        "label": item.LABEL,
        "hint": item.HINT,
        "points": item.points,
        "interaction": sheet.concealed.shown.model_dump(mode="json"),
    }


def reveal_view(sheet: Sheet) -> View:
    """What is told when the question is closed; ``key`` in the ids that are shown."""
    key = sheet.item.correct_response()
    return {
        "key": None if key is None else sheet.shown(key).model_dump(mode="json"),
        "explanation": sheet.item.explanation,
        "sources": [source.model_dump(mode="json") for source in sheet.item.sources],
    }


def view_shared(game: Game, now: datetime) -> View:
    """What all players and the screen see alike: phase, question, time left; after the question
    is closed also the key, the explanation and the standings.

    ``left`` and ``seconds`` are seconds; ``left`` stands still while ``paused``.
    """
    view: View = {
        "game": game.id,
        "version": game.version,
        "code": game.code,
        "title": game.quiz.title,
        "phase": game.phase,
        "paused": game.paused,
        "locked": game.locked,
        "round": game.place,
        "rounds": _asked_anew(game.rounds),
        "number": _asked_anew(game.rounds[: game.place + 1]),
        "team_mode": game.rules.team_mode,
        "teams": list(game.rules.teams),
        "scoring": game.rules.scoring,
        "formula": FORMULAS[game.rules.scoring],
        "players": len(game.active),
        "muted": game.rules.muted,
        "slides": game.slides.shown,
        "last": game.place + 1 >= len(game.rounds),
    }
    current = game.round
    if current is not None and game.phase in _WITH_QUESTION:
        sheet = game.sheets[current.item_id]
        view["question"] = question_view(sheet)
        view["again"] = current.again_of is not None
        view["voided"] = current.voided
        view["seconds"] = game.rules.seconds
        view["left"] = game.seconds_left(now)
        view["cards_only"] = only_cards_left(game)
        if game.phase in _SHOWN_AFTER and game.told:
            view["reveal"] = reveal_view(sheet)
    if game.phase in (Phase.STANDINGS, Phase.FINISHED) and game.rules.standings_shown:
        view["standings"] = standings_view(game)
    return view


def _asked_anew(rounds: Sequence[Round]) -> int:
    """How many questions these are: one that is asked again keeps its number."""
    return sum(one.again_of is None for one in rounds)


def view_for_player(game: Game, player_id: str, now: datetime) -> View:
    """The shared view with the player's own part under ``me``; raises ``NotFound``."""
    return {**view_shared(game, now), "me": me_view(game, player_id)}


def me_view(game: Game, player_id: str) -> View:
    """What only this player sees: name, points after the closed rounds, own answer, extra time.

    ``answer`` is the answer to the round on the screen, with outcome and remarks once its key is
    out.
    """
    player = game.players.get(player_id)
    if player is None:
        raise NotFound("你还没有加入这场比赛。请输入名字加入。", player=player_id)
    stands = game.table.get(player_id)
    me: View = {
        "id": player.id,
        "nickname": player.nickname,
        "team": player.team,
        "removed": player.removed,
        "extra": player.extra_time,
        "points": stands.points if stands else 0.0,
        "rank": stands.rank if stands and game.phase is not Phase.LOBBY else None,
        "of": len(game.active),
        "right": stands.right if stands else 0,
        "streak": stands.streak if stands else 0,
        "answer": None,
    }
    answer = game.answers_of(game.place).get(player_id)
    if answer is not None and game.phase is not Phase.FINISHED:
        me["answer"] = _own_answer(game, answer)
    return me


def _own_answer(game: Game, answer: Answer) -> View:
    current = game.rounds[game.place]
    echo = game.sheets[current.item_id].echo(answer.response)
    own: View = {"round": game.place, "answer_id": answer.answer_id, "response": echo.fields}
    if game.told:
        own["right"] = answer.outcome.right
        own["score"] = answer.outcome.score
        own["max_score"] = answer.outcome.max_score
        own["points"] = answer.points if current.counts else 0.0
        own["remarks"] = echo.remarks
    return own


def view_for_screen(game: Game, now: datetime) -> View:
    """The projector: the shared view, who is there, how many answered, what came out (during a
    discussion only what was answered), and which slide is on.
    """
    view = view_shared(game, now)
    view["slide"] = {"place": game.slides.place, "revealed": game.slides.revealed}
    view["answered"] = game.answered(game.place)
    view["of"] = len(game.active)
    view["names_shown"] = game.rules.names_shown
    if game.phase is Phase.LOBBY:
        view["names"] = _names(game)
    if game.rules.team_mode is not TeamMode.NONE:
        view["team_sizes"] = _team_sizes(game)
    current = game.round
    if game.phase is Phase.DISCUSSION:
        view["votes"] = votes_view(distribution(game, game.place))
    if current is not None and game.told and game.phase in _SHOWN_AFTER:
        view["distribution"] = distribution_view(distribution(game, game.place))
        if current.again_of is not None:
            view["before"] = distribution_view(distribution(game, current.again_of))
    if game.phase is Phase.FINISHED:
        view["see_again"] = [
            {"topic": topic, "right": share} for topic, share in topics_to_see_again(game)
        ]
    return view


def view_for_host(game: Game, now: datetime) -> View:
    """The remote control: the screen's view, everybody by name, and what can be done now.

    ``forward`` is the one command of a clicker's key, with the round it means. ``cards`` says
    whether the open question can be answered with cards, and how many classes are waited for.
    """
    view = view_for_screen(game, now)
    given = game.answers_of(game.place)
    view["people"] = [
        _person_view(game, player, player.id in given) for player in game.players.values()
    ]
    view["claims"] = [
        {"code": code, "player": name, "nickname": game.players[name].nickname}
        for code, name in game.claims.items()
    ]
    view["rules"] = game.rules.model_dump(mode="json")
    view["forward"] = forward(game)
    sheet = open_sheet(game)
    fits = sheet is not None and bool(letters(sheet))
    view["cards"] = {"fits": fits, "out": len(classes_out(game))}
    view["done"] = [
        {
            "round": number,
            "stem": game.sheets[current.item_id].item.stem,
            "voided": current.voided,
            "replaced": current.replaced,
        }
        for number, current in enumerate(game.rounds)
        if current.closed_at is not None
    ]
    return view


def forward(game: Game) -> View | None:
    """The command that leads on from here, as a host's page sends it; ``None`` at the end."""
    here: View = {"round": game.place}
    if game.slides.shown:
        return {"name": "leave_slides", "slide": game.slides.place}
    match game.phase:
        case Phase.LOBBY:
            return {"name": "start"}
        case Phase.QUESTION:
            return {"name": "discuss" if game.discusses_first else "reveal", **here}
        case Phase.DISCUSSION:
            return {"name": "ask_again", **here}
        case Phase.REVEAL if game.rules.standings_shown:
            return {"name": "standings", **here}
        case Phase.REVEAL | Phase.STANDINGS:
            return {"name": "next", **here}
        case Phase.FINISHED:
            return None


def _person_view(game: Game, player: Player, answered: bool) -> View:
    stands = game.table.get(player.id)
    return {
        "id": player.id,
        "nickname": player.nickname,
        "team": player.team,
        "known": player.person_id is not None,
        "by_card": player.by_card,
        "removed": player.removed,
        "extra": player.extra_time,
        "answered": answered,
        "points": stands.points if stands else 0.0,
    }


def _names(game: Game) -> list[str]:
    if not game.rules.names_shown:
        return []
    return [player.nickname for player in game.active[-MOST_NAMES:]]


def _team_sizes(game: Game) -> dict[str, int]:
    sizes = dict.fromkeys(game.rules.teams, 0)
    for player in game.active:
        if player.team:
            sizes[player.team] = sizes.get(player.team, 0) + 1
    return sizes


def distribution_view(counts: Distribution) -> View:
    """How a closed round was answered."""
    return {
        "answered": counts.answered,
        "right": counts.right,
        "partly": counts.partly,
        "wrong": counts.wrong,
        "options": dict(counts.options),
    }


def votes_view(counts: Distribution) -> View:
    """How a round was answered, without a word on what is right: not even how many were."""
    return {"answered": counts.answered, "options": dict(counts.options)}


def standings_view(game: Game) -> View:
    """Teams by mean; single players only where the host turned that on."""
    view: View = {"podium": game.rules.podium, "teams": [], "players": []}
    view["teams"] = [
        {"team": row.team, "points": row.points, "members": row.members, "rank": row.rank}
        for row in team_places(game)
    ]
    if game.rules.podium is Podium.PLAYERS and game.rules.names_shown:
        view["players"] = [
            {"nickname": player.nickname, "points": place.points, "rank": place.rank}
            for player, place in player_places(game, ON_THE_PODIUM)
        ]
    return view
