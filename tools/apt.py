"""Installing with the system's package manager, where that is possible without a question."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def apt_get(*commands: Sequence[str], folder: Path | None = None) -> bool:
    """Run ``apt-get`` with each of these in turn, in this folder; says whether all worked.

    ``False`` on systems without apt, and for whoever is not root and would be asked for a password.
    """
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if before and shutil.which("sudo") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        done = subprocess.run(
            [*before, apt, *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            print(done.stderr[-800:], file=sys.stderr)
            return False
    return True
