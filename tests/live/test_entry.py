"""The doors over HTTP: cookies, forms, headers, and nobody inside without a session."""

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from edu_core.config import FORM_COOKIE, SESSION_COOKIE
from edu_core.domain.people import Person, Role
from edu_core.live.entry import Entry
from edu_core.live.games import LiveGames
from edu_core.live.guard import Guard
from edu_core.live.hub import Hub
from edu_core.services.accounts import create_staff, offer_claim, session_person
from edu_core.services.context import Edu
from tests.conftest import Clock, School


async def _inside(request: Request) -> Response:
    del request
    return PlainTextResponse("inside")


@pytest.fixture
def client(edu: Edu) -> TestClient:
    hub = Hub(lambda: edu)
    app = Starlette(
        routes=[
            *Entry(lambda: edu).routes(),
            *LiveGames(lambda: edu, lambda: hub).routes(),
            Route("/", _inside),
            Route("/quiz", _inside),
        ],
        middleware=[Middleware(Guard, edu=lambda: edu)],
    )
    return TestClient(app, base_url="http://school.test", follow_redirects=False)


def _form_token(page: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', page)
    assert found is not None
    return found.group(1)


def _fields(page: str) -> dict[str, str]:
    """What stands in the hidden fields of a form."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def _sign_in(client: TestClient, school: School, **changed: str) -> Response:
    slip = school.slips[0]
    form = {"code": slip.code, "who": "1", "pin": slip.pin} | changed
    form.setdefault("form_token", _form_token(client.get("/sign-in").text))
    return client.post("/sign-in", data=form)  # type: ignore[return-value]


def test_without_a_session_every_page_leads_to_the_door(client: TestClient) -> None:
    for path in ("/", "/quiz", "/anything"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(
    client: TestClient, school: School, edu: Edu
) -> None:
    answer = _sign_in(client, school)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = (
        next(
            line for line in answer.headers.getlist("set-cookie") if line.startswith(SESSION_COOKIE)
        )
        if hasattr(answer.headers, "getlist")
        else answer.headers["set-cookie"]
    )
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/").text == "inside"
    person = session_person(edu, client.cookies[SESSION_COOKIE])
    assert person is not None
    assert person.name == "王小明"


def test_a_wrong_pin_shows_the_form_again_with_what_was_typed(
    client: TestClient, school: School
) -> None:
    answer = client.post(
        "/sign-in",
        data={
            "code": school.slips[0].code,
            "who": "<b>1</b>",
            "pin": "999999",
            "form_token": _form_token(client.get("/sign-in").text),
        },
    )
    assert answer.status_code == 403
    assert "对不上" in answer.text
    assert "&lt;b&gt;1&lt;/b&gt;" in answer.text
    assert "<b>1</b>" not in answer.text
    assert "999999" not in answer.text
    assert SESSION_COOKIE not in client.cookies


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_form_from_elsewhere_is_refused(client: TestClient, school: School, token: str) -> None:
    client.get("/sign-in")
    answer = _sign_in(client, school, form_token=token)
    assert answer.status_code == 403
    assert SESSION_COOKIE not in client.cookies


def test_too_many_guesses_say_how_long_to_wait(client: TestClient, school: School) -> None:
    for _ in range(5):
        assert _sign_in(client, school, pin="000000").status_code == 403
    answer = _sign_in(client, school)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("page", ["host", "cards"])
def test_a_teacher_comes_back_to_the_live_quiz_also_after_wrong_passwords_and_a_pause(
    client: TestClient, edu: Edu, administrator: Person, clock: Clock, page: str
) -> None:
    made = create_staff(edu, administrator, "李老师", "li", Role.TEACHER)
    door = client.get(f"/event/7/{page}").headers["location"]
    form = _fields(client.get(door).text)
    for status in (403, 403, 403, 403, 403, 429):
        answer = client.post("/staff", data={**form, "user_name": "li", "password": "wrong"})
        assert answer.status_code == status
        form = _fields(answer.text)
    clock.move(hours=1)
    stale = client.post("/staff", data={**form, "form_token": "0" * 32})
    assert stale.status_code == 403
    form = {**_fields(stale.text), "user_name": "li", "password": made.password}
    answer = client.post("/staff", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/event/7/{page}")
    assert SESSION_COOKIE in client.cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.test/event/7/host",
        "https://evil.test/event/7/host",
        "https:/event/7/host",
        "https:evil.test",
        "javascript:alert(1)",
        "\\\\evil.test/event/7/host",
        "/\\evil.test/event/7/host",
        "/%2fevil.test/event/7/host",
        "%2f%2fevil.test",
        "/%5cevil.test",
        "/event/7/host\\@evil.test",
        "/event/7/host?x=//evil.test",
        "/event/7/host#//evil.test",
        "/event/7/host/../../../sign-out",
        "/event/7/host\n",
        "/event/7/host\r\nSet-Cookie: x=1",
        "\t/event/7/host",
        "/event//evil.test/host",
        "/event/\uff17/host",
        "/event/7/screen/secret",
        "/",
        "",
    ],
)
def test_the_door_leads_nowhere_but_to_our_own_pages(
    client: TestClient, edu: Edu, administrator: Person, elsewhere: str
) -> None:
    made = create_staff(edu, administrator, "李老师", "li", Role.TEACHER)
    form = _fields(client.get("/staff", params={"back": elsewhere}).text)
    assert form["back"] == ""
    form |= {"user_name": "li", "password": made.password}
    for back in ("", elsewhere):
        answer = client.post("/staff", data={**form, "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        client.cookies.set(FORM_COOKIE, form["form_token"])  # it went with signing in


def test_a_slip_asks_before_it_signs_in(client: TestClient, school: School) -> None:
    path = f"/slip/{school.slips[1].token}"
    page = client.get(path)
    assert "李雷" in page.text
    assert SESSION_COOKIE not in client.cookies
    client.post(path, data={"form_token": _form_token(page.text)})
    assert client.get("/").text == "inside"
    assert client.get("/slip/" + "0" * 32).status_code == 403


def test_the_claim_link_works_once(client: TestClient, edu: Edu) -> None:
    claim = offer_claim(edu)
    page = client.get(f"/claim/{claim}")
    form = {
        "name": "校长",
        "user_name": "boss",
        "password": "correct horse",
        "form_token": _form_token(page.text),
    }
    assert client.get("/claim/" + "0" * 32).status_code == 403
    assert client.post(f"/claim/{claim}", data=form).status_code == 303
    client.cookies.clear()
    assert client.get(f"/claim/{claim}").status_code == 403


def test_signing_out_ends_the_session_but_not_from_another_site(
    client: TestClient, school: School, edu: Edu
) -> None:
    _sign_in(client, school)
    token = client.cookies[SESSION_COOKIE]
    client.post("/sign-out", headers={"origin": "http://evil.test"})
    assert session_person(edu, token) is not None
    client.cookies.set(SESSION_COOKIE, token)
    client.post("/sign-out", headers={"origin": "http://school.test"})
    assert session_person(edu, token) is None


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for path in ("/", "/sign-in", "/staff"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
    policy = client.get("/sign-in").headers["content-security-policy"]
    assert "script" not in policy
    assert "default-src 'none'" in policy
    assert client.get("/sign-in").headers["cache-control"] == "no-store"
