"""The real program over the network: headers, errors in words, and who may come in."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from websockets.exceptions import InvalidStatus

from edu_core.config import FORM_COOKIE, SESSION_COOKIE
from edu_core.domain.people import Person
from edu_core.services.accounts import sign_in_pupil, sign_in_staff, sign_out
from edu_core.services.classes import issue_slips
from edu_core.services.context import Edu
from edu_core.storage.tables import people
from tests.conftest import School
from tests.live.running import Running, running, settings_for
from tests.live.tab import tab

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def program(edu: Edu, school: School, database_url: str, tmp_path: Path) -> Iterator[Running]:
    """The program on the database of the test, on each engine."""
    with running(**settings_for(database_url, edu.content.root, tmp_path)) as started:
        yield started


def _require_plain(body: str) -> None:
    """No word of the machinery."""
    for word in ("Traceback", 'File "', "Error", "Exception", "sqlalchemy", "starlette", "SELECT"):
        assert word not in body


def test_every_answer_of_every_route_carries_the_headers(program: Running) -> None:
    signed_in = {"Cookie": f"{SESSION_COOKIE}=anything"}
    asked = [
        ("GET", "/", {}, 303),
        ("HEAD", "/quiz", {}, 303),
        ("GET", "/", signed_in, 200),
        ("GET", "/no/such/page", signed_in, 200),
        ("POST", "/quiz", {}, 405),
        ("GET", "/sign-in", {}, 200),
        ("HEAD", "/sign-in", {}, 200),
        ("PUT", "/sign-in", {}, 405),
        ("GET", "/sign-out", {}, 303),
        ("POST", "/sign-out", {}, 403),
        ("POST", "/sign-in", FORM, 403),
        ("GET", "/staff", {}, 200),
        ("GET", "/slip/none", {}, 403),
        ("GET", "/slip/%00%ff", {}, 400),
        ("GET", "/claim/none", {}, 403),
        ("GET", "/claim/", {}, 404),
        ("GET", "/edu/health", {}, 200),
        ("GET", "/edu/static/entry.css", {}, 200),
        ("GET", "/edu/static/none.css", {}, 404),
        ("GET", "/edu/static/..%2f..%2fguard.py", {}, None),
        ("GET", "/edu/none", {}, 404),
        ("GET", "/_stcore/health", {}, 200),
        ("GET", "/_stcore/host-config", {}, 200),
        ("GET", "/_stcore/metrics", {}, 404),
        ("GET", "/_stcore/agent/openapi.json", {}, 404),
        ("PUT", "/_stcore/upload_file/none/none", signed_in, 403),
        ("GET", "/media/none.html", {}, 404),
    ]
    for method, path, headers, status in asked:
        answer = program.request(method, path, headers)
        assert status in (None, answer.status), (method, path, answer.status)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert "server" not in answer.headers
        if answer.status >= 400 and not path.startswith(("/_stcore/health", "/media")):
            assert method == "HEAD" or "青窗" in answer.text, path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        _require_plain(answer.text if answer.status >= 300 else "")


MALFORMED: list[tuple[dict[str, str], bytes, int]] = [
    ({"Cookie": f"{FORM_COOKIE}=é; {SESSION_COOKIE}=\xff\xfe"}, b"form_token=%C3%A9", 403),
    ({"Cookie": "=;;=; a" * 200}, b"code=%00%ff%F0%9F&who=%00&pin=\xff\xfe", 403),
    ({"Cookie": f"{FORM_COOKIE}=" + "a" * 4000}, b"form_token=" + b"a" * 4000, 403),
    ({}, b"code=" + b"9" * 200_000, 413),
    ({"Content-Type": "multipart/form-data; boundary=x"}, b"--y\r\nbroken", 400),
    ({"Content-Type": "multipart/form-data"}, b"", 400),
    ({"Content-Type": "text/plain; charset=nonsense"}, b"hello", 403),
]


def test_malformed_forms_are_refused_in_words(program: Running) -> None:
    for headers, body, status in MALFORMED:
        encoded = {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
        for path in ("/sign-in", "/staff", "/claim/none"):
            answer = program.request("POST", path, FORM | encoded, body)
            assert answer.status == status, answer.text
            assert "青窗" in answer.text
            _require_plain(answer.text)


def test_a_body_without_a_length_is_cut_off_too(program: Running) -> None:
    with socket.create_connection(("127.0.0.1", program.port), timeout=60) as raw:
        head = "POST /sign-in HTTP/1.1\r\nHost: school\r\nTransfer-Encoding: chunked\r\n"
        raw.sendall(f"{head}Content-Type: {FORM['Content-Type']}\r\n\r\n".encode())
        for _ in range(5):
            raw.sendall(b"4000\r\n" + b"a" * 0x4000 + b"\r\n")
        assert b" 413 " in raw.recv(200)


def test_an_unexpected_fault_shows_nothing_of_the_inside(
    program: Running, edu: Edu, school: School, pupil: Person
) -> None:
    slip = school.slips[0]
    token = program.sign_in(slip.code, slip.number, slip.pin)
    with edu.store.write() as transaction:  # a role no version of the program knows
        transaction.execute(people.update().where(people.c.id == pupil.id).values(role="ghost"))
    answer = program.request("GET", f"/slip/{slip.token}")
    assert answer.status == 500
    assert "告诉老师" in answer.text
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    _require_plain(answer.text)
    with tab(program.port, token=token) as page:
        told = b"".join(page.frames).decode("utf-8", "replace")
        assert "这一页出了一点问题" in page.text()
    for inside in ("ghost", "ValueError", "sessions.py", "Traceback", "This app"):
        assert inside not in told


def test_without_a_session_a_socket_shows_only_the_way_to_the_door(program: Running) -> None:
    for token in ("", "0" * 64):
        with tab(program.port, "quiz", "id=every-kind", token=token) as page:
            assert "请重新登录" in page.text()
            assert [one.url for one in page.find("link_button")] in ([], ["/sign-in"])
            seen = b"".join(page.frames).decode("utf-8", "replace")
    assert "每种题型" not in seen
    assert "花名册" not in seen


def test_a_page_from_elsewhere_opens_no_socket(program: Running, school: School) -> None:
    slip = school.slips[0]
    token = program.sign_in(slip.code, slip.number, slip.pin)
    for origin in ("http://evil.test", "http://localhost:1", "http://127.0.0.1:1", "null"):
        with pytest.raises(InvalidStatus), tab(program.port, token=token, origin=origin):
            pass


def test_signing_out_and_a_new_slip_end_open_tabs_at_their_next_run(
    program: Running, edu: Edu, school: School
) -> None:
    first, second = school.slips[:2]
    tokens = [program.sign_in(slip.code, slip.number, slip.pin) for slip in (first, second)]
    with tab(program.port, token=tokens[0]) as page, tab(program.port, token=tokens[1]) as other:
        assert first.name in page.text()
        sign_out(edu, tokens[0])
        issue_slips(edu, school.teacher, school.classroom.id, [school.pupils[1].id])
        for opened in (page, other):
            opened.run()
            assert "请重新登录" in opened.text()


def test_only_staff_can_upload(program: Running, edu: Edu, school: School) -> None:
    slip = school.slips[0]
    pupil = sign_in_pupil(edu, slip.code, slip.number, slip.pin, "10.0.0.2").token
    staff = sign_in_staff(edu, "admin", "correct horse", "10.0.0.2").token
    for token, status in (("", 403), (pupil, 403), (staff, 403)):
        answer = program.request(
            "PUT", "/_stcore/upload_file/none/none", {"Cookie": f"{SESSION_COOKIE}={token}"}
        )
        assert answer.status == status
        assert ("XSRF" in answer.text) == (token == staff)  # that one reaches Streamlit's own check


def test_health_says_when_the_database_is_away(tmp_path: Path, edu: Edu, new_sqlite: str) -> None:
    with running(**settings_for(new_sqlite, edu.content.root, tmp_path)) as program:
        assert json.loads(program.request("GET", "/edu/health").body) == {"database": "ok"}
        engine = sa.create_engine(new_sqlite)
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
        engine.dispose()
        answer = program.request("GET", "/edu/health")
        assert (answer.status, json.loads(answer.body)) == (503, {"database": "old"})
