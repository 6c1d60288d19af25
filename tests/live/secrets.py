"""Content whose every secret is a word that occurs nowhere else, and the list of these words."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from edu_core.domain.interaction import Filled, Response, Written
from edu_core.domain.items import Item
from edu_core.domain.items.scenario import Scenario

_CONTENT = Path(__file__).parent / "secret_content"
_HIDDEN = {"explanation", "feedback", "accept", "model_answer", "value", "article"}


def write_secret_content(root: Path) -> None:
    """Two quizzes with every kind, one with feedback for each and one at the end; a lesson."""
    quiz = (_CONTENT / "quiz.yaml").read_text(encoding="utf-8")
    for rule in ("each", "end"):
        text = quiz.replace("feedback: @", f"feedback: {rule}").replace("@", rule)
        (root / f"quizzes/secret-{rule}.yaml").write_text(text, encoding="utf-8")
    lesson = (_CONTENT / "lesson.md").read_text(encoding="utf-8")
    (root / "lessons/secret.md").write_text(lesson, encoding="utf-8")


def hidden_words(item: Item, *, walked: int = 0, given: Response | None = None) -> set[str]:
    """What must not reach a browser while the question is open.

    ``walked`` is how many steps of the best way through a scene were taken; what the pupil
    typed (``given``) is no secret any more.
    """
    plain: dict[str, Any] = item.model_dump(mode="json")
    found = set(_texts(plain, secret=False))
    found |= {option["id"] for option in plain.get("options", [])}
    if isinstance(item, Scenario):
        found |= _ahead(item, walked)
    match given:
        case Filled():
            found -= set(given.texts.values())
        case Written():
            found.discard(given.text)
        case _:
            pass
    return {text for text in found if len(text) > 1}


def _ahead(item: Scenario, walked: int) -> set[str]:
    scene = item.interaction()
    met = scene.walk(getattr(item.correct_response(), "path", ())[:walked]) or ()
    reached = {node.id for node in met} | {item.start}
    words = {name for name in item.scene if name != item.start}
    for name, moment in item.scene.items():
        words |= {step.id for step in moment.steps}
        if name not in reached:
            words |= {moment.text, *(step.text for step in moment.steps)}
    return words


def _texts(part: Any, *, secret: bool) -> Iterable[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _texts(value, secret=secret or name in _HIDDEN)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value, secret=secret)
    elif secret and isinstance(part, str):
        yield part
