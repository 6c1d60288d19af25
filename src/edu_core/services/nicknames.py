"""What a player may be called in one game: rules, pinyin, and the words of the school."""

from collections.abc import Collection

from edu_core.content.pinyin import plain_pinyin
from edu_core.domain.nickname import check_nickname, nickname_key, suggest_nickname
from edu_core.services.context import Edu

WORDS_FILE = "nickname-words.txt"
"""In the data folder: words a school does not want to see in names, one a line."""
_MOST_WORDS = 10_000


def _school_words(edu: Edu) -> list[str]:
    try:
        text = (edu.settings.data / WORDS_FILE).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    return [line.strip() for line in text.splitlines()[:_MOST_WORDS] if line.strip()]


def fit_nickname(edu: Edu, text: str, taken: Collection[str] = ()) -> tuple[str, str]:
    """The name as it is shown, and its key among the players; raises ``BadInput`` for a name that
    may not be shown and ``Conflict`` for one whose key is in ``taken``.
    """
    name = check_nickname(text, taken, more_words=_school_words(edu), reading=plain_pinyin)
    return name, nickname_key(name)


def free_nickname(edu: Edu, taken: Collection[str]) -> str:
    """A friendly name that nobody in the game has."""
    return suggest_nickname(edu.token(4), taken)
