"""The shell around Streamlit's page."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from edu_core.live.shell import (
    STATIC,
    PageShell,
    ShellError,
    content_policy,
    streamlit_index,
    transform,
)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    index = tmp_path / "index.html"
    index.write_text(streamlit_index(), encoding="utf-8")

    async def page(request: Request) -> Response:
        del request
        return FileResponse(index)

    async def own(request: Request) -> Response:
        return HTMLResponse(f"<title>Streamlit</title>{request.headers.get('accept-encoding')}")

    routes = [
        Route("/", page),
        Route("/lesson", page),
        Route("/own", own),
        Route("/edu/a", own),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PageShell)]))


@pytest.mark.parametrize("address", ["/", "/lesson", "/lesson?id=law"])
def test_every_page_address_gets_our_shell(client: TestClient, address: str) -> None:
    text = client.get(address).text
    assert '<html lang="zh-CN">' in text
    assert "<title>青窗</title>" in text
    assert '<link rel="stylesheet" href="/edu/static/theme.css?v=' in text
    assert '<script src="/edu/static/shell.js?v=' in text
    assert "正在打开…" in text
    assert "/edu/static/favicon.svg" in text
    assert "You need to enable JavaScript" not in text
    assert "Streamlit</title>" not in text


def test_the_length_is_that_of_the_changed_page(client: TestClient) -> None:
    answer = client.get("/")
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_browser_that_has_streamlits_own_page_gets_the_changed_one(
    client: TestClient,
) -> None:
    first = client.get("/")
    assert "etag" not in first.headers
    again = client.get("/", headers={"if-none-match": "anything", "range": "bytes=0-10"})
    assert again.status_code == 200
    assert "青窗" in again.text


def test_the_page_carries_the_security_headers(client: TestClient) -> None:
    headers = client.get("/").headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' blob: 'sha256-" in policy


def test_other_pages_pass_through(client: TestClient) -> None:
    assert client.get("/own").text.startswith("<title>Streamlit</title>")


def test_files_keep_their_compression(client: TestClient) -> None:
    assert "gzip" in client.get("/edu/a", headers={"accept-encoding": "gzip"}).text


@pytest.mark.parametrize(
    "part",
    [
        '<html lang="en">',
        "<title>Streamlit</title>",
        '<div id="root"></div>',
        "</head>",
    ],
)
def test_another_shape_of_streamlits_page_is_refused_at_start_up(part: str) -> None:
    changed = streamlit_index().replace(part, "")

    async def nothing(*_: object) -> None: ...

    with pytest.raises(ShellError, match="pinned in pyproject"):
        PageShell(nothing, changed)


def test_every_inline_script_is_allowed_by_its_hash_alone() -> None:
    page = transform(streamlit_index())
    assert content_policy(page).count("sha256-") == page.count("<script>")


def test_the_two_ways_to_the_dark_set_say_the_same() -> None:
    css = (STATIC / "theme.css").read_text(encoding="utf-8")
    blocks = [part.split("}")[0] for part in css.split("/* dark set */")[1:]]
    declared = [
        sorted(line.strip() for line in block.splitlines() if ":" in line) for block in blocks
    ]
    assert len(declared) == 2
    assert declared[0] == declared[1]
