"""Make sure that a Chromium and a Chinese font are there, or say what to install.

The browser is looked for, then installed by the system's package manager where that is
allowed, then by Playwright's own installer. The tests never go on without one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.apt import apt_get

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_PACKAGES = ("chromium", "fonts-noto-cjk")


def find_browser() -> str | None:
    """The path of a Chromium: the one that was named, one of the system, or Playwright's own."""
    named = os.environ.get("EDU_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def has_chinese_font() -> bool:
    """Whether Chinese text can be drawn (other systems than Linux always can)."""
    if not sys.platform.startswith("linux"):
        return True
    if shutil.which("fc-list") is None:
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def _install_by_system() -> None:
    print("正在安装浏览器和中文字体（" + "、".join(_PACKAGES) + "）……", flush=True)
    apt_get(["update", "-qq"], ["install", "-y", "-qq", *_PACKAGES])


def _install_by_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Look, install, look again; leave with a sentence when there is still none."""
    if find_browser() is None or not has_chinese_font():
        _install_by_system()
    if find_browser() is None:
        _install_by_playwright()
    missing: list[str] = []
    if find_browser() is None:
        missing.append("Chromium（或者用环境变量 EDU_CHROMIUM 指出一个浏览器）")
    if not has_chinese_font():
        missing.append("一种中文字体，例如 fonts-noto-cjk")
    if missing:
        sys.exit("测试要用真的浏览器看中文页面，请先安装：" + "；".join(missing) + "。")
    print("浏览器：", find_browser())


if __name__ == "__main__":
    main()
