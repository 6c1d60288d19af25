"""Coming into a live game: the code, the team, the name, and one's place on another phone."""

import re
from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from edu_core.domain.errors import EduError, NotFound, Unavailable
from edu_core.domain.game_state import Game, TeamMode
from edu_core.domain.nickname import class_and_number
from edu_core.domain.people import Person
from edu_core.live.callers import PLAYER_COOKIE, Callers, status_of
from edu_core.live.entry import form_is_ours, form_text, with_form_token
from edu_core.live.hub import Hub
from edu_core.live.limits import JOINS
from edu_core.live.pages import html_page
from edu_core.services.context import Edu
from edu_core.services.game_work import Claimed, ClaimRequest, Joined, JoinRequest
from edu_core.services.nicknames import fit_nickname, free_nickname

CLAIM_COOKIE = "edu_claim_"
"""With the code of a game: the digits this phone shows to the host."""


class Joining:
    """The pages on which players join."""

    def __init__(self, edu: Callable[[], Edu], hub: Callable[[], Hub], callers: Callers) -> None:
        self._edu = edu
        self._hub = hub
        self._callers = callers

    async def code(self, request: Request) -> Response:
        """The six digits, typed or scanned."""
        typed = "".join(re.findall(r"\d", request.query_params.get("code", "")[:40]))
        if not typed:
            return self._form(request, step="code", code="")
        try:
            await self._callers.game(request, typed)
        except NotFound as error:
            return self._form(request, step="code", code=typed, error=error.message, status=404)
        return RedirectResponse(f"/join/{typed}", status_code=303)

    async def join(self, request: Request) -> Response:
        """The name, and whatever comes of it."""
        game = await self._callers.game(request, request.path_params["code"])
        if await self._callers.player(request, game.id, game.code) is not None:
            return RedirectResponse(f"/play/{game.code}", status_code=303)
        claim = request.cookies.get(CLAIM_COOKIE + game.code, "")
        if re.fullmatch(r"\d{4}", claim) and claim in game.claims and request.method != "POST":
            return self._waiting(request, game, claim)
        pupil = await self._callers.pupil(request)
        if request.method != "POST":
            return await self._ask_name(request, game, pupil)
        form = await request.form()
        if not form_is_ours(request, form):
            return await self._ask_name(
                request, game, pupil, error="这个页面开得太久了，请再提交一次。", status=403
            )
        if form_text(form, "suggest"):
            name = free_nickname(self._edu(), _keys(game))
            return await self._ask_name(request, game, pupil, nickname=name, form=form)
        self._callers.within(request, "join", JOINS)
        if form_text(form, "claim"):
            return await self._ask_claim(request, game, form)
        return await self._enter(request, game, pupil, form)

    async def _enter(
        self, request: Request, game: Game, pupil: Person | None, form: FormData
    ) -> Response:
        try:
            wanted = self._request_of(game, pupil, form)
            joined = await self._hub().do(game.id, wanted)
        except EduError as error:
            return await self._ask_name(request, game, pupil, form=form, refused=error)
        if not isinstance(joined, Joined):
            raise Unavailable("刚才没有加入成功，请再试一次。")
        response = RedirectResponse(f"/play/{game.code}", status_code=303)
        self._callers.remember(request, response, PLAYER_COOKIE + game.code, joined.token)
        response.delete_cookie(CLAIM_COOKIE + game.code)
        return response

    def _request_of(self, game: Game, pupil: Person | None, form: FormData) -> JoinRequest:
        """What the form asks for; raises for a name that may not be shown."""
        team = form_text(form, "team").strip()
        if pupil is not None and form_text(form, "as") == "pupil":
            return JoinRequest(nickname=pupil.name, team=team, person_id=pupil.id)
        typed = form_text(form, "nickname")
        name, key = fit_nickname(self._edu(), typed)
        if game.rules.team_mode is TeamMode.CLASS and not game.rules.teams:
            team = class_and_number(typed)[0]
        elif game.rules.team_mode is TeamMode.NAMED and not game.rules.teams:
            team, _ = fit_nickname(self._edu(), team)
        return JoinRequest(nickname=name, team=team, name_key=key)

    async def _ask_claim(self, request: Request, game: Game, form: FormData) -> Response:
        """Another phone of somebody who is in the game: the host compares four digits."""
        _, key = fit_nickname(self._edu(), form_text(form, "nickname"))
        claimed = await self._hub().do(game.id, ClaimRequest(key))
        if not isinstance(claimed, Claimed):
            raise Unavailable("刚才没有做成，请再试一次。")
        response = RedirectResponse(f"/join/{game.code}", status_code=303)
        self._callers.remember(request, response, PLAYER_COOKIE + game.code, claimed.token)
        self._callers.remember(request, response, CLAIM_COOKIE + game.code, claimed.code)
        return response

    def _waiting(self, request: Request, game: Game, claim: str) -> Response:
        page = self._form(request, step="claim", code=game.code, claim=claim)
        page.headers["Refresh"] = "3"
        return page

    async def _ask_name(
        self,
        request: Request,
        game: Game,
        pupil: Person | None,
        *,
        nickname: str = "",
        form: FormData | None = None,
        error: str = "",
        refused: EduError | None = None,
        status: int = 200,
    ) -> Response:
        typed = form_text(form, "nickname") if form is not None else ""
        return self._form(
            request,
            step="name",
            code=game.code,
            game_title=game.quiz.title,
            pupil=pupil.name if pupil is not None else "",
            nickname=nickname or typed,
            suggested=free_nickname(self._edu(), _keys(game)),
            team=form_text(form, "team") if form is not None else "",
            teams=game.rules.teams if game.rules.team_mode is not TeamMode.NONE else (),
            ask_team=game.rules.team_mode is TeamMode.NAMED and not game.rules.teams,
            by_number=game.rules.team_mode is TeamMode.CLASS and not game.rules.teams,
            can_claim=refused is not None and refused.code in ("name-taken", "nickname-taken"),
            error=refused.message if refused is not None else error,
            status=status_of(refused) if refused is not None else status,
        )

    def _form(self, request: Request, *, status: int = 200, **shown: object) -> Response:
        shown = {"title": "加入现场赛", "error": "", **shown}

        def page(form_token: str) -> Response:
            return html_page("join.html", status, form_token=form_token, **shown)

        return with_form_token(request, self._edu().settings, page)


def _keys(game: Game) -> set[str]:
    return {player.name_key for player in game.players.values()}
