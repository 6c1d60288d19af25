"""One game on two programs with one PostgreSQL, behind nginx as the handbook sets it up."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.domain.game_state import Game, GameRules, Phase
from edu_core.services import games
from tests.conftest import School
from tests.live.caller import Caller, join
from tests.live.doors import session_of
from tests.live.running import Running, running, settings_for
from tests.live.seats import answer, command
from tools.nginx import WORDS, find_nginx
from tools.server import ROOT, free_port

PLAYERS = 8
CONFIGURATION = ROOT / "docs" / "nginx.conf"

AROUND = """
daemon on;
master_process off;
pid nginx.pid;
error_log error.log notice;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}
"""
"""What stands around the site on a server; here all files lie in one folder."""


@contextmanager
def nginx(folder: Path, one: int, two: int) -> Iterator[int]:
    """An nginx in front of two ports, as the handbook sets it up; its own port."""
    program = find_nginx()
    assert program is not None, WORDS
    port, text = free_port(), CONFIGURATION.read_text(encoding="utf-8")
    for written, here in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("127.0.0.1:8501;", f"127.0.0.1:{one};"),
        ("127.0.0.1:8502;", f"127.0.0.1:{two};"),
    ):
        assert written in text
        text = text.replace(written, here)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND, encoding="utf-8")
    call = [program, "-p", str(folder), "-e", "error.log", "-c", "nginx.conf"]
    subprocess.run(call, check=True)  # comes back when it listens
    try:
        yield port
    finally:
        subprocess.run([*call, "-s", "stop"], check=True)


def all_answer(players: list[Caller], game: Game, number: int) -> None:
    """Everybody answers rightly, and hears that it is stored."""
    for place, player in enumerate(players):
        player.socket.send(answer(game, number, f"{number} of {place}"))
    for place, player in enumerate(players):
        assert player.hear("ack")["ack"] == f"{number} of {place}"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_game_on_two_programs_goes_on_when_one_of_them_dies(
    school: School, database_url: str, content_root: Path, tmp_path: Path
) -> None:
    program = build(Settings(database_url=database_url, content=content_root))
    opened = games.create_game(program, school.teacher, "every-kind", GameRules(seconds=600))
    game, session = opened.game, session_of(program, school.teacher)
    settings = settings_for(database_url, content_root, tmp_path) | {"trusted_proxies": "127.0.0.1"}
    folder = tmp_path / "nginx"
    folder.mkdir()
    with (
        running(**settings) as one,
        running(**settings) as two,
        nginx(folder, one.port, two.port) as port,
        ExitStack() as open_sockets,
    ):

        def call(path: str, cookie: str = "") -> Caller:
            return Caller(open_sockets, f"ws://127.0.0.1:{port}{path}", cookie)

        front = Running(port, two.process, "")
        cookies = [join(front, game.code, f"选手{number}") for number in range(PLAYERS)]
        players = [call(f"/play/{game.code}/socket", cookie) for cookie in cookies]
        host = call(f"/event/{game.id}/host/socket", f"{SESSION_COOKIE}={session}")
        screen = call(f"/event/{game.id}/screen/{opened.screen_secret}/socket")
        everybody = [*players, host, screen]
        host.socket.send(command("start"))
        for caller in everybody:
            assert caller.see("question")["question"]["stem"]
        all_answer(players, game, 0)
        assert screen.see("reveal")["distribution"]["right"] == PLAYERS
        for player in players:
            assert player.see("reveal")["me"]["points"] == 1.0

        one.process.kill()
        one.process.wait()
        cut_off = [caller for caller in everybody if caller.is_cut_off()]
        assert 0 < len(set(cut_off) & set(players)) < PLAYERS  # they sat on both
        for caller in cut_off:
            caller.come()
            view = caller.see("reveal")
            assert caller not in players or view["me"]["points"] == 1.0
        host.socket.send(command("next", round=0))
        for caller in everybody:
            caller.see("question", 2)
        all_answer(players, game, 1)
        assert screen.see("reveal", 2)["distribution"]["right"] == PLAYERS
    stored = games.load_game(program, game.id)
    assert stored.phase is Phase.REVEAL
    assert [len(stored.answers_of(number)) for number in (0, 1)] == [PLAYERS, PLAYERS]
    assert {place.points for place in stored.table.values()} == {2.0}
    program.store.close()


def test_the_handbook_shows_the_configuration_that_is_tested() -> None:
    handbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "](nginx.conf)" in handbook
