"""The names by which pages and ``theme.css`` know one another, and the colours for charts.

A page gives a container one of the hooks below as its ``key``; Streamlit turns it into the
class ``st-key-<key>``, which the style sheet dresses. Where several containers of one sort stand
on a page, ``hook`` makes their keys different and keeps the beginning, which is what is matched.
"""

from typing import Final

CARD: Final = "edu-card"
"""A white sheet with a hairline: a lesson, a class, a question."""
LESSON: Final = "edu-lesson"
"""Running text of a lesson: 28 to 34 characters a line, song-ti headings."""
QUESTION: Final = "edu-question"
"""One question: stem, gesture, button."""
PRIMARY: Final = "edu-primary"
"""The row of the page's one main action; full width on a phone, stays in reach at the bottom."""
RIGHT: Final = "edu-right"
"""Feedback on a right answer."""
NOT_YET: Final = "edu-notyet"
"""Feedback on an answer that is not right yet."""
WAITING: Final = "edu-waiting"
"""Feedback on an answer that a teacher will read."""
NOTICE: Final = "edu-notice"
"""A calm sentence in amber: careful, something changed."""
SAVED: Final = "edu-saved"
"""The small line that says what is stored."""
STORY: Final = "edu-story"
"""The moments of a scene that are over."""
CHOICES: Final = "edu-choices"
"""The large buttons of the current moment of a scene."""
SWITCH: Final = "edu-switch"
"""A button that looks like a link."""
FLOWER: Final = "edu-flower"
"""A window flower."""
PICTURE: Final = "edu-picture"
"""An illustration on paper with its caption."""
EMPTY: Final = "edu-empty"
"""An empty list that says what to do next."""
WIDE: Final = "edu-wide"
"""Put once on a page of tables and charts: the page uses the width of the screen."""
PRINT_HIDDEN: Final = "edu-noprint"
"""What has no use on paper."""

HOOKS: Final = (
    CARD,
    LESSON,
    QUESTION,
    PRIMARY,
    RIGHT,
    NOT_YET,
    WAITING,
    NOTICE,
    SAVED,
    STORY,
    CHOICES,
    SWITCH,
    FLOWER,
    PICTURE,
    EMPTY,
    WIDE,
    PRINT_HIDDEN,
)

CHART_COLOURS: Final = (
    "#2E4A7D",
    "#B4161B",
    "#1E6B52",
    "#B57300",
    "#7A3B69",
    "#6B5E54",
)
"""Indigo, red, green, amber, plum, grey: told apart by colour-blind eyes and in grey print."""

SANS: Final = (
    '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
)
SERIF: Final = '"Noto Serif SC","Noto Serif CJK SC","Songti SC",STSong,serif'


def hook(name: str, *parts: str | int) -> str:
    """The container key of a hook, made unique on its page by ``parts``."""
    return "-".join((name, *(str(part) for part in parts)))
