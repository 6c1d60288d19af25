"""Make sure that there is an nginx for the test of several servers, or say what to install.

Where the system has none, Debian's package is unpacked into ``build`` and not installed: an
installed one would start by itself and take port 80 of the machine that only wants to test.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.apt import apt_get
from tools.server import ROOT

_UNPACKED = ROOT / "build" / "nginx"
_SYSTEM = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
"""Where systems keep it, outside the path of ordinary users."""

WORDS = "测试多台服务器要用 nginx，请先安装（或者用环境变量 EDU_NGINX 指出一个）。"
"""What is said where there is none."""


def find_nginx() -> str | None:
    """The path of an nginx: the one that was named, one of the system, or the unpacked one."""
    named = os.environ.get("EDU_NGINX")
    if named:
        return named if Path(named).exists() else None
    path = os.pathsep.join([os.environ.get("PATH", ""), _SYSTEM, str(_UNPACKED / "usr/sbin")])
    return shutil.which("nginx", path=path)


def _unpack() -> None:
    if shutil.which("dpkg-deb") is None:
        return
    print("正在下载 nginx，只解开给测试用，不安装……", flush=True)
    _UNPACKED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if apt_get(["update", "-qq"], ["download", "-qq", "nginx"], folder=folder):
            for package in folder.glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", package, _UNPACKED], check=False)


def main() -> None:
    """Look, unpack, look again; leave with a sentence when there is still none."""
    if find_nginx() is None:
        _unpack()
    if find_nginx() is None:
        sys.exit(WORDS)
    print("nginx：", find_nginx())


if __name__ == "__main__":
    main()
