"""The addresses of a live quiz: joining, the player's page, the host's page, the shared screen."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from edu_core.domain.errors import (
    EduError,
    NotAllowed,
    NotFound,
    SignInRequired,
    TooManyTries,
    Unavailable,
)
from edu_core.domain.game_commands import Receipt
from edu_core.domain.game_state import Game
from edu_core.domain.game_views import view_for_player
from edu_core.domain.people import Role
from edu_core.live.callers import Callers, status_of
from edu_core.live.cards import CardPages
from edu_core.live.entry import to_staff_door
from edu_core.live.game_pages import (
    address_of,
    flower_picture,
    game_page,
    join_address,
    names_of,
    qr_picture,
    question_picture,
)
from edu_core.live.hub import Hub
from edu_core.live.joining import Joining
from edu_core.live.limits import GUESSES
from edu_core.live.messages import Message, answer_id, read_answer, read_message
from edu_core.live.pages import message_page
from edu_core.live.room import Seat
from edu_core.live.slide_pages import slide_notes, slide_piece
from edu_core.live.sockets import Socket
from edu_core.services.context import Edu
from edu_core.services.game_slides import open_slide, slides_of_game
from edu_core.services.games import get_game, open_screen

_NO_COPY = {"Cache-Control": "no-store"}

Handler = Callable[[Request], Awaitable[Response]]


class LiveGames:
    """The pages and sockets of live games, for one running program."""

    def __init__(self, edu: Callable[[], Edu], hub: Callable[[], Hub]) -> None:
        self._edu = edu
        self._hub = hub
        self._callers = Callers(edu)

    def routes(self) -> list[BaseRoute]:
        """What ``app.py`` mounts."""
        joining = Joining(self._edu, self._hub, self._callers)
        cards = CardPages(self._edu, self._hub, self._callers)
        return [
            Route("/join", self._told(joining.code)),
            Route("/join/{code}", self._told(joining.join), methods=["GET", "POST"]),
            Route("/play/{code}", self._told(self._play)),
            Route("/event/{game:int}/host", self._told(self._host)),
            Route("/event/{game:int}/cards", cards.page, methods=["GET", "POST"]),
            Route("/event/{game:int}/screen/{secret}", self._told(self._screen)),
            Route("/event/{game:int}/screen/{secret}/slide/{place:int}", self._told(self._slide)),
            Route("/play/{code}/view", self._view),
            Route("/play/{code}/answer", self._answer, methods=["POST"]),
            Route("/event/flower/{seed:path}.svg", self._flower),
            Route("/event/picture/{path:path}", self._picture),
        ]

    def sockets(self) -> list[WebSocketRoute]:
        """What ``SocketsFirst`` answers."""
        screen = "/event/{game:int}/screen/{secret}/socket"
        return [
            WebSocketRoute("/play/{code}/socket", Socket(self._hub, self._player_seat)),
            WebSocketRoute("/event/{game:int}/host/socket", Socket(self._hub, self._host_seat)),
            WebSocketRoute(screen, Socket(self._hub, self._screen_seat)),
        ]

    def _told(self, handler: Handler) -> Handler:
        """The handler, with what it refuses told on a page."""

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except EduError as error:
                page = message_page(status_of(error), error.message, link="/join", link_text="再试")
                if isinstance(error, TooManyTries):
                    page.headers["Retry-After"] = str(error.facts["retry_after"])
                return page

        return told

    # -- pages ----------------------------------------------------------------------------

    async def _play(self, request: Request) -> Response:
        game = await self._callers.game(request, request.path_params["code"])
        player_id = await self._callers.player(request, game.id, game.code)
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
        me = await self._callers.person(request)
        if me is None or me.role is Role.PUPIL:
            return to_staff_door(request)
        opened = await run_in_threadpool(get_game, self._edu(), me, request.path_params["game"])
        game = opened.game
        return game_page(
            request,
            "host.html",
            title=game.quiz.title,
            code=game.code,
            game=game.id,
            address=join_address(self._edu()),
            qr=qr_picture(address_of(self._edu(), request.url.path)),
            socket=f"/event/{game.id}/host/socket",
            screen=f"/event/{game.id}/screen/{opened.screen_secret}",
            names=names_of(self._edu().library(), game.quiz),
            slides=slide_notes(slides_of_game(self._edu(), game)),
        )

    async def _slide(self, request: Request) -> Response:
        game, place = await self._screens_game(request), request.path_params["place"]
        return slide_piece(self._edu(), open_slide(self._edu(), game, place))

    async def _screen(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        game = await self._screens_game(request)
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

    async def _screens_game(self, asking: HTTPConnection) -> Game:
        """The game whose link the projector has; guessing links is slowed down."""
        game_id, secret = asking.path_params["game"], asking.path_params["secret"]
        try:
            return await run_in_threadpool(open_screen, self._edu(), game_id, secret)
        except NotFound:
            self._callers.within(asking, "guess", GUESSES)
            raise

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
        except (TooManyTries, Unavailable) as error:
            return _not_now(error)
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
        except (TooManyTries, Unavailable) as error:
            return _not_now(error)
        except EduError as error:
            return _refused(message, error)
        refused = receipt.refused if isinstance(receipt, Receipt) else None
        return _refused(message, refused) if refused else JSONResponse({"ack": answer_id(message)})

    async def _seated(self, asking: HTTPConnection) -> tuple[Game, str]:
        """The game, and whose phone this is; raises ``NotFound``, and ``TooManyTries`` for a phone
        that comes more often than a hand can.
        """
        game = await self._callers.game(asking, asking.path_params["code"])
        player_id = await self._callers.player(asking, game.id, game.code)
        if player_id is None or player_id not in game.players:
            raise NotFound("这台设备还没有加入这场比赛。")
        self._callers.not_too_fast(player_id)
        return game, player_id

    # -- seats of sockets -----------------------------------------------------------------

    async def _player_seat(self, asking: HTTPConnection) -> Seat:
        game, player_id = await self._seated(asking)
        return await self._hub().sit(game.id, player_id=player_id)

    async def _host_seat(self, asking: HTTPConnection) -> Seat:
        me = await self._callers.person(asking)
        if me is None:
            raise SignInRequired("登录已经结束，请重新登录。比赛照常进行。")
        opened = await run_in_threadpool(get_game, self._edu(), me, asking.path_params["game"])
        return await self._hub().sit(opened.game.id, host=me)

    async def _screen_seat(self, asking: HTTPConnection) -> Seat:
        return await self._hub().sit((await self._screens_game(asking)).id)


def _not_now(error: EduError) -> Response:
    """Words without a refusal: the phone keeps its answer and sends it again."""
    return JSONResponse({"words": error.message}, status_of(error), headers=_NO_COPY)


def _refused(message: Message, error: EduError) -> Response:
    said = {"refused": answer_id(message), "words": error.message, "code": error.code}
    return JSONResponse(said)
