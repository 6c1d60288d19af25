"""The names by which pages and ``theme.css`` know one another, and the colours for charts.

A page gives a container a key that begins with one of the hooks; Streamlit turns the key into
the class ``st-key-<key>``, and the style sheet dresses every class that begins so. What follows
the hook makes the key unique on its page (see ``widget_key``).
"""

from typing import Final

HOOKS: Final[dict[str, str]] = {
    "stem": "what is asked, with the hint below it",
    "options": "the ticks of a multiple choice, drawn as large cards",
    "verdict-right": "a right answer",
    "verdict-again": "an answer that is not right yet, or only in part",
    "verdict-waiting": "an answer that a teacher will read",
    "given": "what was given beside what is right",
    "why": "the explanation",
    "scene-past": "a moment of a scene that is over, and what was chosen",
    "scene-now": "the moment of the scene that is going on",
    "scene-choices": "the ways to go on, as large buttons",
    "lesson-text": "running text: 28 to 34 characters a line",
    "illustration": "a picture on paper with its caption",
    "check-": "a question inside a lesson",
    "what-you-can-do": "what a pupil can do, at the end of a lesson",
    "pager": "back and home side by side, also on a phone",
    "next-step": "the card with the page's one main action",
    "path": "a lesson on the way, its buttons side by side",
    "rules": "the rules before a quiz",
    "ways": "quiet ways out of a question",
    "score": "the points of an attempt",
    "new-ring": "the window flower on a result, unfolding",
    "my-flower": "a window flower; what stands beside it stays beside it on a phone",
    "sign-in-again": "the way to the door when a session has ended",
    "sign-out": "the quiet end of a pupil's page",
    "edu-card": "any other white sheet with a hairline",
    "edu-empty": "an empty list that says what to do next",
    "edu-wide": "anywhere on a page of tables and charts: the page uses the width of the screen",
    "edu-noprint": "what has no use on paper",
}

FORM_WIDTH: Final = 560
"""Pixels: a form wider than a line of text makes the eye travel between label and field."""
