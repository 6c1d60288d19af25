"""The real program in a process of its own, on any database and content."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from edu_core.config import FORM_COOKIE, SESSION_COOKIE
from tools.server import ROOT, free_port


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class Running:
    """``edu serve`` on a port of its own; ``heard`` is every byte of every answer."""

    port: int
    process: "subprocess.Popen[str]"
    said: str
    heard: list[bytes] = field(default_factory=list[bytes])

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Ask for anything, as no browser would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body=body or None, headers=dict(headers or {}))
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        self.heard.append(str(found.headers).encode() + found.body)
        return found

    def sign_in(self, code: str, number: str, pin: str) -> str:
        """Sign a pupil in by the form; the token of the session."""
        page = self.request("GET", "/sign-in")
        form_token = re.search(r'name="form_token" value="(\w+)"', page.text)
        assert form_token is not None
        fields = {"code": code, "who": number, "pin": pin, "form_token": form_token.group(1)}
        answer = self.request(
            "POST",
            "/sign-in",
            {
                "Cookie": f"{FORM_COOKIE}={form_token.group(1)}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            urlencode(fields).encode(),
        )
        cookie = re.search(rf"{SESSION_COOKIE}=(\w+)", str(answer.headers))
        assert cookie is not None, answer.text
        return cookie.group(1)


@contextmanager
def running(**settings: str) -> Iterator[Running]:
    """The program with these ``EDU_`` settings, until the block ends."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EDU_")}
    environment |= {f"EDU_{name.upper()}": value for name, value in settings.items()}
    environment |= {"EDU_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "edu_core.cli", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "running on" in line:
                break
        try:
            assert process.poll() is None, said
            yield Running(port, process, said)
        finally:
            process.kill()


def settings_for(database_url: str, content: Path, data: Path) -> dict[str, str]:
    """The settings of a program on this database and content."""
    return {"database_url": database_url, "content": str(content), "data": str(data)}
