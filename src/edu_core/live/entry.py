"""The doors: signing in and out, QR slips, and the claim of the first administrator.

These are plain HTML pages of our own, because only a route can set an HttpOnly cookie, and
because a phone opens them at once.
"""

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from edu_core.config import FORM_COOKIE, SESSION_COOKIE, Settings
from edu_core.domain.errors import EduError, NotAllowed, TooManyTries, Unavailable
from edu_core.live.address import client_address, is_secure
from edu_core.live.pages import html_page, message_page
from edu_core.services import accounts
from edu_core.services.accounts import SignedIn
from edu_core.services.context import Edu

Handler = Callable[[Request], Awaitable[Response]]

_WAY_BACK = re.compile("/event/[0-9]{1,18}/(?:host|cards)")
"""Where the door for teachers may lead to: nothing but our own two pages with a number in them."""


class Entry:
    """The routes of the doors, for one running program."""

    def __init__(self, edu: Callable[[], Edu]) -> None:
        self._edu = edu

    def routes(self) -> list[Route]:
        """What ``app.py`` mounts."""
        return [
            Route("/sign-in", self._sign_in, methods=["GET", "POST"]),
            Route("/staff", self._staff, methods=["GET", "POST"]),
            Route("/slip/{token}", self._slip, methods=["GET", "POST"]),
            Route("/claim/{token}", self._claim, methods=["GET", "POST"]),
            Route("/sign-out", self._sign_out, methods=["GET", "POST"]),
        ]

    async def _sign_in(self, request: Request) -> Response:
        if request.method != "POST":
            shown = {"code": request.query_params.get("code", ""), "who": ""}
            return self._page(request, "sign_in.html", "登录", shown)
        form = await request.form()
        code, who, pin = (form_text(form, name) for name in ("code", "who", "pin"))

        def sign_in() -> SignedIn:
            return accounts.sign_in_pupil(self._edu(), code, who, pin, self._address(request))

        again = {"code": code, "who": who}
        return await self._enter(request, form, sign_in, "sign_in.html", "登录", again)

    async def _staff(self, request: Request) -> Response:
        if request.method != "POST":
            shown = {"user_name": "", "back": _way_back(request.query_params.get("back", ""))}
            return self._page(request, "staff.html", "老师登录", shown)
        form = await request.form()
        user_name, password = form_text(form, "user_name"), form_text(form, "password")
        back = _way_back(form_text(form, "back"))

        def sign_in() -> SignedIn:
            return accounts.sign_in_staff(self._edu(), user_name, password, self._address(request))

        again = {"user_name": user_name, "back": back}
        return await self._enter(
            request, form, sign_in, "staff.html", "老师登录", again, goal=back or "/"
        )

    async def _slip(self, request: Request) -> Response:
        token = request.path_params["token"]
        try:
            person = await run_in_threadpool(
                accounts.slip_owner, self._edu(), token, self._address(request)
            )
        except EduError as error:
            return _message(error)
        shown = {"token": token, "name": person.name}
        if request.method != "POST":
            return self._page(request, "slip.html", "欢迎", shown)

        def sign_in() -> SignedIn:
            return accounts.sign_in_with_slip(self._edu(), token, self._address(request))

        form = await request.form()
        return await self._enter(request, form, sign_in, "slip.html", "欢迎", shown)

    async def _claim(self, request: Request) -> Response:
        token = request.path_params["token"]
        shown = {"token": token, "name": "", "user_name": ""}
        if request.method != "POST":
            try:
                is_open = await run_in_threadpool(
                    accounts.claim_is_open, self._edu(), token, self._address(request)
                )
            except EduError as error:
                return _message(error)
            if not is_open:
                return _message(
                    NotAllowed("这个链接已经用过或失效了。重新启动程序，终端里会给出新的链接。")
                )
            return self._page(request, "claim.html", "第一次使用", shown)
        form = await request.form()
        name, user_name = form_text(form, "name"), form_text(form, "user_name")

        def sign_in() -> SignedIn:
            return accounts.claim_administrator(
                self._edu(),
                token,
                name,
                user_name,
                form_text(form, "password"),
                self._address(request),
            )

        again = {"token": token, "name": name, "user_name": user_name}
        return await self._enter(request, form, sign_in, "claim.html", "第一次使用", again)

    async def _sign_out(self, request: Request) -> Response:
        if request.method != "POST":
            return RedirectResponse("/", status_code=303)
        form = await request.form()
        token = request.cookies.get(SESSION_COOKIE)
        if not (form_is_ours(request, form) or _same_origin(request)):
            return message_page(
                403, "这次退出不是从青窗的页面发出的，没有退出。请回到页面，再点一次“退出登录”。"
            )
        if token:
            await run_in_threadpool(accounts.sign_out, self._edu(), token)
        response = RedirectResponse("/sign-in", status_code=303)
        response.delete_cookie(SESSION_COOKIE)
        return response

    async def _enter(
        self,
        request: Request,
        form: FormData,
        sign_in: Callable[[], SignedIn],
        template: str,
        title: str,
        again: dict[str, str],
        goal: str = "/",
    ) -> Response:
        """Sign in and go to ``goal``, or show the form again with the reason."""
        if not form_is_ours(request, form):
            error = "这个页面开得太久了，为了安全请再提交一次。"
            return self._page(request, template, title, again, status=403, error=error)
        try:
            signed_in = await run_in_threadpool(sign_in)
        except TooManyTries as error:
            page = self._page(request, template, title, again, status=429, error=error.message)
            page.headers["Retry-After"] = str(error.facts["retry_after"])
            return page
        except EduError as error:
            status = _status(error)
            return self._page(request, template, title, again, status=status, error=error.message)
        response = RedirectResponse(goal, status_code=303)
        response.set_cookie(
            SESSION_COOKIE,
            signed_in.token,
            max_age=int(signed_in.lasts.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=is_secure(request, self._edu().settings),
        )
        response.delete_cookie(FORM_COOKIE)
        return response

    def _address(self, request: Request) -> str:
        return client_address(request, self._edu().settings)

    def _page(
        self,
        request: Request,
        template: str,
        title: str,
        shown: dict[str, str],
        *,
        status: int = 200,
        error: str = "",
    ) -> Response:
        def page(form_token: str) -> Response:
            return html_page(
                template, status, title=title, error=error, form_token=form_token, **shown
            )

        return with_form_token(request, self._edu().settings, page)


def to_staff_door(request: Request) -> Response:
    """To the sign-in of teachers, which leads back to this page of a live quiz."""
    return RedirectResponse(f"/staff?back={_way_back(request.url.path)}", status_code=303)


def _way_back(told: str) -> str:
    """The page to come back to, if it is one of those; otherwise nothing."""
    return told if _WAY_BACK.fullmatch(told) else ""


def with_form_token(
    request: Request, settings: Settings, page: Callable[[str], Response]
) -> Response:
    """A page with a form, and the cookie against which its hidden token is checked."""
    form_token = request.cookies.get(FORM_COOKIE, "")
    if re.fullmatch("[0-9a-f]{32}", form_token) is None:
        form_token = secrets.token_hex(16)
    response = page(form_token)
    response.set_cookie(
        FORM_COOKIE,
        form_token,
        httponly=True,
        samesite="strict",
        secure=is_secure(request, settings),
    )
    return response


def form_text(form: FormData, name: str) -> str:
    """What was typed into a field, as far as our fields go."""
    value = form.get(name)
    return value[:200] if isinstance(value, str) else ""


def form_is_ours(request: Request, form: FormData) -> bool:
    """Whether the form was drawn by us for this browser (double-submit token)."""
    cookie = request.cookies.get(FORM_COOKIE, "").encode()
    return bool(cookie) and hmac.compare_digest(cookie, form_text(form, "form_token").encode())


def _same_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from one of our own pages."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host")


def _status(error: EduError) -> int:
    if isinstance(error, TooManyTries):
        return 429
    return 503 if isinstance(error, Unavailable) else 403


def _message(error: EduError) -> Response:
    """A page that only says what happened and leads back to the door."""
    page = message_page(_status(error), error.message, link="/sign-in", link_text="去登录")
    if isinstance(error, TooManyTries):
        page.headers["Retry-After"] = str(error.facts["retry_after"])
    return page
