"""What is stored of a quiz can be read back: the whole revision, as it was."""

import pytest

from edu_core.content.library import load_library
from edu_core.domain.items import ITEM_ADAPTER
from edu_core.domain.quiz import Quiz
from tools.server import ROOT

LIBRARY = load_library(ROOT)


@pytest.mark.parametrize("name", sorted(LIBRARY.quizzes))
def test_every_quiz_survives_being_stored(name: str) -> None:
    quiz = LIBRARY.quizzes[name]
    stored = Quiz.model_validate_json(quiz.model_dump_json())
    assert stored == quiz
    assert stored.revision() == quiz.revision()


def test_several_blanks_without_ids_survive_being_stored() -> None:
    item = ITEM_ADAPTER.validate_python(
        {
            "id": "numbers",
            "kind": "fill_in",
            "stem": "报警（　），急救（　）。",
            "blanks": [{"accept": ["110"]}, {"accept": ["120"]}],
            "explanation": "先救人。",
            "topic": "help",
            "band": "junior",
            "level": "remember",
            "sources": [{"id": "law"}],
            "reviewed_on": "2026-11-25",
        }
    )
    assert ITEM_ADAPTER.validate_json(item.model_dump_json()) == item
