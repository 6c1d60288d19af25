"""A real server and a real browser for the journeys."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools.browser import find_browser

ROOT = Path(__file__).parents[2]


@dataclass
class Server:
    """``edu serve`` on a port and data folder of its own; it can be killed and started again."""

    data: Path
    port: int
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list[str])

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        environment = {
            **os.environ,
            "EDU_DATA": str(self.data),
            "EDU_CONTENT": str(ROOT),
            "EDU_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }
        environment.pop("EDU_PLAIN_WIDGETS", None)
        environment.pop("EDU_DATABASE_URL", None)
        command = [sys.executable, "-m", "edu_core.cli", "serve"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "running on" in line:
                return
        self.kill()
        pytest.fail("the server did not start:\n" + "".join(self.said))

    def kill(self) -> None:
        """End it the hard way, as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def claim(self) -> str:
        """The one-time path that the terminal printed."""
        found = re.search(r"/claim/\w+", "".join(self.said))
        assert found is not None
        return found.group()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with an empty database and the lessons of the project."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Server(tmp_path_factory.mktemp("data"), port)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; the tests fail where there is none."""
    path = find_browser()
    assert path is not None, "no Chromium: run tools/browser.py"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
