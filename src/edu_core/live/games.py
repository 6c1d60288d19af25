"""The addresses of a live quiz: joining, the player's page, the host's page, the shared screen."""

import re
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from edu_core.config import SESSION_COOKIE
from edu_core.domain.errors import (
    Conflict,
    EduError,
    NotAllowed,
    NotFound,
    SignInRequired,
    TooManyTries,
    Unavailable,
)
from edu_core.domain.game_commands import Receipt
from edu_core.domain.game_state import Game, TeamMode
from edu_core.domain.game_views import view_for_player
from edu_core.domain.nickname import class_and_number
from edu_core.domain.people import Person, Role
from edu_core.live.address import client_address, is_secure
from edu_core.live.entry import form_is_ours, form_text, with_form_token
from edu_core.live.game_pages import (
    flower_picture,
    game_page,
    join_address,
    names_of,
    qr_picture,
    question_picture,
)
from edu_core.live.hub import Hub
from edu_core.live.limits import GUESSES, JOINS, Limits, Rate
from edu_core.live.messages import Message, answer_id, read_answer, read_message
from edu_core.live.pages import html_page, message_page
from edu_core.live.room import Seat
from edu_core.live.sockets import serve
from edu_core.services.accounts import session_person
from edu_core.services.context import Edu
from edu_core.services.game_work import Claimed, ClaimRequest, Joined, JoinRequest
from edu_core.services.games import find_game, get_game, load_game, open_screen, token_owner
from edu_core.services.nicknames import fit_nickname, free_nickname

PLAYER_COOKIE = "edu_player_"
"""With the code of a game: the token of this phone's player."""
CLAIM_COOKIE = "edu_claim_"
"""With the code of a game: the digits this phone shows to the host."""
_COOKIE_SECONDS = 24 * 3600
_NO_COPY = {"Cache-Control": "no-store"}
_MOST_KNOWN = 30
_CODE = re.compile(r"\d{6}")
_SLOW_DOWN = "这里一下子来了太多请求，请过一会儿再试。已经进来的同学不受影响。"

Handler = Callable[[Request], Awaitable[Response]]


class LiveGames:
    """The pages and sockets of live games, for one running program."""

    def __init__(self, edu: Callable[[], Edu], hub: Callable[[], Hub]) -> None:
        self._edu = edu
        self._hub = hub
        self._limits = Limits()
        self._known: dict[str, Game] = {}

    def routes(self) -> list[BaseRoute]:
        """What ``app.py`` mounts."""
        return [
            Route("/join", self._told(self._code)),
            Route("/join/{code}", self._told(self._join), methods=["GET", "POST"]),
            Route("/play/{code}", self._told(self._play)),
            Route("/event/{game:int}/host", self._told(self._host)),
            Route("/event/{game:int}/screen/{secret}", self._told(self._screen)),
            Route("/play/{code}/view", self._view),
            Route("/play/{code}/answer", self._answer, methods=["POST"]),
            WebSocketRoute("/play/{code}/socket", self._player_socket),
            WebSocketRoute("/event/{game:int}/host/socket", self._host_socket),
            WebSocketRoute("/event/{game:int}/screen/{secret}/socket", self._screen_socket),
            Route("/event/flower/{seed:path}.svg", self._flower),
            Route("/event/picture/{path:path}", self._picture),
        ]

    def _told(self, handler: Handler) -> Handler:
        """The handler, with what it refuses told on a page."""

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except EduError as error:
                return message_page(_status(error), error.message, link="/join", link_text="再试")

        return told

    # -- joining --------------------------------------------------------------------------

    async def _code(self, request: Request) -> Response:
        typed = "".join(re.findall(r"\d", request.query_params.get("code", "")[:40]))
        if not typed:
            return self._form(request, step="code", code="")
        try:
            await self._game(request, typed)
        except NotFound as error:
            return self._form(request, step="code", code=typed, error=error.message, status=404)
        return RedirectResponse(f"/join/{typed}", status_code=303)

    async def _join(self, request: Request) -> Response:
        game = await self._game(request, request.path_params["code"])
        if await self._player(request, game.id, game.code) is not None:
            return RedirectResponse(f"/play/{game.code}", status_code=303)
        claim = request.cookies.get(CLAIM_COOKIE + game.code, "")
        if re.fullmatch(r"\d{4}", claim) and claim in game.claims and request.method != "POST":
            return self._waiting(request, game, claim)
        pupil = await self._pupil(request)
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
        self._within(request, "join", JOINS)
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
        self._remember(request, response, PLAYER_COOKIE + game.code, joined.token)
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
        self._remember(request, response, PLAYER_COOKIE + game.code, claimed.token)
        self._remember(request, response, CLAIM_COOKIE + game.code, claimed.code)
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
            status=_status(refused) if refused is not None else status,
        )

    def _form(self, request: Request, *, status: int = 200, **shown: object) -> Response:
        shown = {"title": "加入现场赛", "error": "", **shown}

        def page(form_token: str) -> Response:
            return html_page("join.html", status, form_token=form_token, **shown)

        return with_form_token(request, self._edu().settings, page)

    # -- pages ----------------------------------------------------------------------------

    async def _play(self, request: Request) -> Response:
        game = await self._game(request, request.path_params["code"])
        player_id = await self._player(request, game.id, game.code)
        player = game.players.get(player_id or "")
        if player is None:
            return RedirectResponse(f"/join/{game.code}", status_code=303)
        return game_page(
            request,
            "play.html",
            title=game.quiz.title,
            code=game.code,
            player=player.id,
            nickname=player.nickname,
            names=names_of(self._edu().library(), game.quiz),
        )

    async def _host(self, request: Request) -> Response:
        me = await self._person(request)
        if me is None or me.role is Role.PUPIL:
            return RedirectResponse("/staff", status_code=303)
        opened = await run_in_threadpool(get_game, self._edu(), me, request.path_params["game"])
        game = opened.game
        return game_page(
            request,
            "host.html",
            title=game.quiz.title,
            code=game.code,
            game=game.id,
            address=join_address(self._edu()),
            socket=f"/event/{game.id}/host/socket",
            screen=f"/event/{game.id}/screen/{opened.screen_secret}",
            names=names_of(self._edu().library(), game.quiz),
        )

    async def _screen(self, request: Request) -> Response:
        game_id, secret = request.path_params["game"], request.path_params["secret"]
        try:
            game = await run_in_threadpool(open_screen, self._edu(), game_id, secret)
        except NotFound:
            self._within(request, "guess", GUESSES)
            raise
        address = join_address(self._edu())
        return game_page(
            request,
            "screen.html",
            title=game.quiz.title,
            code=game.code,
            address=address,
            qr=qr_picture(f"{address}/{game.code}"),
            socket=f"/event/{game.id}/screen/{secret}/socket",
            names=names_of(self._edu().library(), game.quiz),
        )

    def _flower(self, request: Request) -> Response:  # in a thread: drawing takes milliseconds
        return flower_picture(request.path_params["seed"])

    def _picture(self, request: Request) -> Response:
        return question_picture(self._edu(), request.path_params["path"])

    # -- without a socket -----------------------------------------------------------------

    async def _view(self, request: Request) -> Response:
        """What a phone sees, for networks that break sockets."""
        try:
            game, player_id = await self._seated(request)
        except (NotAllowed, NotFound) as error:
            return JSONResponse({"gone": True, "words": error.message}, headers=_NO_COPY)
        view = view_for_player(game, player_id, self._edu().now())
        return JSONResponse({"view": view}, headers=_NO_COPY)

    async def _answer(self, request: Request) -> Response:
        """An answer by a plain request: stored like any other before it is acknowledged."""
        received_at = self._edu().now()
        message: Message = {}
        try:
            text = (await request.body()).decode("utf-8", "replace")
            message = read_message(text)
            game, player_id = await self._seated(request)
            given = read_answer(message, player_id, received_at, 0.0)
            receipt = await self._hub().do(game.id, given)
        except EduError as error:
            return _refused(message, error)
        refused = receipt.refused if isinstance(receipt, Receipt) else None
        return _refused(message, refused) if refused else JSONResponse({"ack": answer_id(message)})

    async def _seated(self, asking: HTTPConnection) -> tuple[Game, str]:
        """The game, and whose phone this is; raises ``NotFound``."""
        game = await self._game(asking, asking.path_params["code"])
        player_id = await self._player(asking, game.id, game.code)
        if player_id is None or player_id not in game.players:
            raise NotFound("这台设备还没有加入这场比赛。")
        return game, player_id

    # -- sockets --------------------------------------------------------------------------

    async def _player_socket(self, socket: WebSocket) -> None:
        async def sit() -> Seat:
            game, player_id = await self._seated(socket)
            return await self._hub().sit(game.id, player_id=player_id)

        await serve(socket, self._hub(), sit)

    async def _host_socket(self, socket: WebSocket) -> None:
        async def sit() -> Seat:
            me = await self._person(socket)
            if me is None:
                raise SignInRequired("登录已经结束，请重新登录。比赛照常进行。")
            opened = await run_in_threadpool(get_game, self._edu(), me, socket.path_params["game"])
            return await self._hub().sit(opened.game.id, host=me)

        await serve(socket, self._hub(), sit)

    async def _screen_socket(self, socket: WebSocket) -> None:
        async def sit() -> Seat:
            game_id, secret = socket.path_params["game"], socket.path_params["secret"]
            await run_in_threadpool(open_screen, self._edu(), game_id, secret)
            return await self._hub().sit(game_id)

        await serve(socket, self._hub(), sit)

    # -- who asks -------------------------------------------------------------------------

    async def _game(self, asking: HTTPConnection, code: str) -> Game:
        """The game with this code as it is stored; guessing codes is slowed down."""
        known = self._known.get(code)
        try:
            if not _CODE.fullmatch(code):
                raise NotFound("没有这个数字的比赛。请看大屏幕，核对六位数字。")
            if known is None:
                game = await run_in_threadpool(find_game, self._edu(), code)
            else:  # reads only what came after
                game = await run_in_threadpool(load_game, self._edu(), known.id, known)
        except NotFound:
            self._known.pop(code, None)
            self._within(asking, "guess", GUESSES)
            raise
        self._known[code] = game
        while len(self._known) > _MOST_KNOWN:
            self._known.pop(next(iter(self._known)))
        return game

    async def _player(self, asking: HTTPConnection, game_id: int, code: str) -> str | None:
        token = asking.cookies.get(PLAYER_COOKIE + code, "")
        if not token:
            return None
        return await run_in_threadpool(token_owner, self._edu(), game_id, token)

    async def _person(self, asking: HTTPConnection) -> Person | None:
        token = asking.cookies.get(SESSION_COOKIE)
        return await run_in_threadpool(session_person, self._edu(), token)

    async def _pupil(self, request: Request) -> Person | None:
        person = await self._person(request)
        return person if person is not None and person.role is Role.PUPIL else None

    def _within(self, asking: HTTPConnection, kind: str, rate: Rate) -> None:
        """Raise ``TooManyTries`` where an address does something too often."""
        address = client_address(asking, self._edu().settings)
        if not self._limits.take(kind, address, rate, self._edu().now().timestamp()):
            raise TooManyTries(_SLOW_DOWN, retry_after=30)

    def _remember(self, request: Request, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=_COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=is_secure(request, self._edu().settings),
        )


def _refused(message: Message, error: EduError) -> Response:
    said = {"refused": answer_id(message), "words": error.message, "code": error.code}
    return JSONResponse(said)


def _keys(game: Game) -> set[str]:
    return {player.name_key for player in game.players.values()}


def _status(error: EduError) -> int:
    if isinstance(error, TooManyTries):
        return 429
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, Conflict):
        return 409
    return 503 if isinstance(error, Unavailable) else 400
