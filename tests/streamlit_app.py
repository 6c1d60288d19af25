"""A page that only tests need, on a Streamlit server of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.server import ROOT, free_port


@contextmanager
def streamlit_app(app: Path, **environment: str) -> Iterator[str]:
    """Where the app answers, until the block ends."""
    port = free_port()
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment}
    surroundings.pop("EDU_PLAIN_WIDGETS", None)
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    with subprocess.Popen(
        [*command, "--server.headless=true", "--server.address=127.0.0.1"],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "URL" in line:
                break
        else:
            raise AssertionError("the page did not start: " + "".join(said))
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
