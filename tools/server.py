"""The app in a process of its own, for journeys and pictures; it can be killed and restarted."""

import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass
class Server:
    """``edu serve`` on a port and data folder of its own; it can be killed and started again.

    Without a ``database_url`` the database is a file in the data folder.
    """

    data: Path
    port: int
    content: Path = ROOT
    database_url: str = ""
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
            "EDU_CONTENT": str(self.content),
            "EDU_DATABASE_URL": self.database_url,
            "EDU_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }
        environment.pop("EDU_PLAIN_WIDGETS", None)
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
        raise RuntimeError("the server did not start:\n" + "".join(self.said))

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


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
