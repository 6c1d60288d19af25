"""What the terminal says at the start, on machines with one, several and no addresses."""

import pytest

from edu_core.config import Settings
from edu_core.live import announce
from edu_core.network import terminal_qr
from edu_core.services.context import Edu

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("found", "public", "first", "others"),
    [
        (("192.168.1.23",), "", "http://192.168.1.23:8501", ()),
        (
            ("192.168.1.23", "10.20.3.4", "8.8.4.4", "8.8.8.8"),
            "",
            "http://192.168.1.23:8501",
            ("http://10.20.3.4:8501", "http://8.8.4.4:8501"),
        ),
        (
            ("192.168.1.23",),
            "https://quiz.school.test",
            "https://quiz.school.test",
            ("http://192.168.1.23:8501",),
        ),
    ],
)
def test_the_likely_address_comes_first_with_its_code_and_says_same_wifi(
    edu: Edu,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    found: tuple[str, ...],
    public: str,
    first: str,
    others: tuple[str, ...],
) -> None:
    monkeypatch.setattr(announce, "addresses", lambda: found)
    settings = Settings(content=edu.settings.content, public_address=public)
    announce.announce(Edu(settings, edu.store, edu.content, edu.now, edu.token))
    said = capsys.readouterr().out
    assert f"同一 Wi-Fi：   {first}\n" in said
    assert [line.split()[-1] for line in said.splitlines() if "或者：" in line] == list(others)
    assert terminal_qr(first) in said
    assert "手机要和这台电脑连同一个 Wi-Fi" in said
    assert "8.8.8.8" not in said


def test_without_a_network_the_terminal_says_what_to_do(
    edu: Edu, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(announce, "addresses", lambda: ())
    announce.announce(edu)
    said = capsys.readouterr().out
    assert "http://localhost:8501" in said
    assert "连上 Wi-Fi，再重新启动" in said
    assert "█" not in said
