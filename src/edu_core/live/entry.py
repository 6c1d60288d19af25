"""The doors: signing in and out, QR slips, and the claim of the first administrator.

These are plain HTML pages of our own, because only a route can set an HttpOnly cookie, and
because a phone opens them at once.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from edu_core.config import FORM_COOKIE, SESSION_COOKIE
from edu_core.domain.errors import EduError, NotAllowed, TooManyTries
from edu_core.services import accounts
from edu_core.services.accounts import SignedIn
from edu_core.services.context import Edu

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
)

Handler = Callable[[Request], Awaitable[Response]]


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
            Route("/sign-out", self._sign_out, methods=["POST"]),
        ]

    async def _sign_in(self, request: Request) -> Response:
        if request.method == "GET":
            shown = {"code": request.query_params.get("code", ""), "who": ""}
            return _page(request, "sign_in.html", "登录", shown)
        form = await request.form()
        code, who, pin = (_text(form, name) for name in ("code", "who", "pin"))

        def sign_in() -> SignedIn:
            return accounts.sign_in_pupil(self._edu(), code, who, pin, _address(request))

        again = {"code": code, "who": who}
        return await self._enter(request, form, sign_in, "sign_in.html", "登录", again)

    async def _staff(self, request: Request) -> Response:
        if request.method == "GET":
            return _page(request, "staff.html", "老师登录", {"user_name": ""})
        form = await request.form()
        user_name, password = _text(form, "user_name"), _text(form, "password")

        def sign_in() -> SignedIn:
            return accounts.sign_in_staff(self._edu(), user_name, password, _address(request))

        again = {"user_name": user_name}
        return await self._enter(request, form, sign_in, "staff.html", "老师登录", again)

    async def _slip(self, request: Request) -> Response:
        token = request.path_params["token"]
        try:
            person = await run_in_threadpool(
                accounts.slip_owner, self._edu(), token, _address(request)
            )
        except EduError as error:
            return _message(request, error)
        shown = {"token": token, "name": person.name}
        if request.method == "GET":
            return _page(request, "slip.html", "欢迎", shown)

        def sign_in() -> SignedIn:
            return accounts.sign_in_with_slip(self._edu(), token, _address(request))

        form = await request.form()
        return await self._enter(request, form, sign_in, "slip.html", "欢迎", shown)

    async def _claim(self, request: Request) -> Response:
        token = request.path_params["token"]
        shown = {"token": token, "name": "", "user_name": ""}
        if request.method == "GET":
            try:
                is_open = await run_in_threadpool(
                    accounts.claim_is_open, self._edu(), token, _address(request)
                )
            except EduError as error:
                return _message(request, error)
            if not is_open:
                return _message(
                    request,
                    NotAllowed("这个链接已经用过或失效了。重新启动程序，终端里会给出新的链接。"),
                )
            return _page(request, "claim.html", "第一次使用", shown)
        form = await request.form()
        name, user_name = _text(form, "name"), _text(form, "user_name")

        def sign_in() -> SignedIn:
            return accounts.claim_administrator(
                self._edu(), token, name, user_name, _text(form, "password"), _address(request)
            )

        again = {"token": token, "name": name, "user_name": user_name}
        return await self._enter(request, form, sign_in, "claim.html", "第一次使用", again)

    async def _sign_out(self, request: Request) -> Response:
        form = await request.form()
        token = request.cookies.get(SESSION_COOKIE)
        if token and (_form_is_ours(request, form) or _same_origin(request)):
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
    ) -> Response:
        """Sign in and go to the app, or show the form again with the reason."""
        if not _form_is_ours(request, form):
            error = "这个页面开得太久了，为了安全请再提交一次。"
            return _page(request, template, title, again, status=403, error=error)
        try:
            signed_in = await run_in_threadpool(sign_in)
        except TooManyTries as error:
            page = _page(request, template, title, again, status=429, error=error.message)
            page.headers["Retry-After"] = str(error.facts["retry_after"])
            return page
        except EduError as error:
            return _page(request, template, title, again, status=403, error=error.message)
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            SESSION_COOKIE,
            signed_in.token,
            max_age=int(signed_in.lasts.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._edu().settings.secure_cookies or request.url.scheme == "https",
        )
        response.delete_cookie(FORM_COOKIE)
        return response


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value[:200] if isinstance(value, str) else ""


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _form_is_ours(request: Request, form: FormData) -> bool:
    """Whether the form was drawn by us for this browser (double-submit token)."""
    cookie = request.cookies.get(FORM_COOKIE, "")
    return bool(cookie) and hmac.compare_digest(cookie, _text(form, "form_token"))


def _same_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from one of our own pages."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def _page(
    request: Request,
    template: str,
    title: str,
    shown: dict[str, str],
    *,
    status: int = 200,
    error: str = "",
) -> Response:
    form_token = request.cookies.get(FORM_COOKIE) or secrets.token_hex(16)
    text = _TEMPLATES.get_template(template).render(
        title=title, error=error, form_token=form_token, **shown
    )
    response = HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})
    response.set_cookie(FORM_COOKIE, form_token, httponly=True, samesite="strict")
    return response


def _message(request: Request, error: EduError) -> Response:
    """A page that only says what happened and leads back to the door."""
    shown = {"message": error.message, "link": "/sign-in", "link_text": "去登录"}
    status = 429 if isinstance(error, TooManyTries) else 403
    return _page(request, "message.html", "请注意", shown, status=status)
