"""Servers to measure: ours and the bare page, each in a process of its own."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tools.server import ROOT, free_port

# as on any computer after the first start: with compiled modules, which take less memory
_ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}


class Measured:
    """A running server whose CPU time and memory can be read."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = psutil.Process(process.pid)
        self.port = port

    def cpu(self) -> float:
        """Seconds of CPU time used so far (user and system)."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Resident memory in MB."""
        return float(self._process.memory_info().rss / 1e6)


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[Measured]:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**_ENVIRONMENT, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait(port)
            yield Measured(process, port)
        finally:
            process.kill()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


@contextmanager
def our_server(content: Path, data: Path) -> Iterator[Measured]:
    """``edu serve`` on this content and data."""
    port = free_port()
    environment = {"EDU_CONTENT": str(content), "EDU_DATA": str(data), "EDU_PORT": str(port)}
    with _running([sys.executable, "-m", "edu_core.cli", "serve"], environment, port) as measured:
        yield measured


@contextmanager
def bare_server() -> Iterator[Measured]:
    """Streamlit with the bare page and the same settings as ours (collector off)."""
    port = free_port()
    page = str(Path(__file__).parent / "bare_page.py")
    command = [sys.executable, "-m", "streamlit", "run", page, f"--server.port={port}"]
    with _running(command, {}, port) as measured:
        yield measured


@contextmanager
def bare_socket_server() -> Iterator[Measured]:
    """uvicorn with the bare socket and the settings of ``edu serve``."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.bare_socket:app", f"--port={port}"]
    command += ["--log-level=warning", "--ws-per-message-deflate=false"]
    with _running(command, {}, port) as measured:
        yield measured
