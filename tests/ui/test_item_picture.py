"""A question with a picture shows it, with words for who cannot see it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from edu_core.services.context import Edu
from edu_core.services.sitting import begin_attempt
from edu_core.ui.navigation import ROWS
from tests.conftest import School
from tests.ui.stage import SET, Stage

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>圆</title></svg>'


@pytest.fixture
def with_picture(content_root: Path) -> None:
    (content_root / "lessons/first-steps").mkdir(exist_ok=True)
    (content_root / "lessons/first-steps/circle.svg").write_text(PICTURE, encoding="utf-8")
    quiz = content_root / "quizzes/at-the-end.yaml"
    text = quiz.read_text(encoding="utf-8")
    picture = "image: first-steps/circle.svg, image_alt: 一个圆, stem: 选甲"
    quiz.write_text(text.replace("stem: 选甲", picture), encoding="utf-8")


@pytest.mark.usefixtures("with_picture")
def test_the_picture_stands_below_the_stem_with_its_words(edu: Edu, school: School) -> None:
    pupil = school.pupils[0]
    begin_attempt(edu, pupil, "at-the-end")
    SET.append(Stage(next(row for row in ROWS if row.path == "quiz"), edu, pupil))
    page = AppTest.from_string("from tests.ui.stage import draw\ndraw()\n", default_timeout=30)
    page.query_params["id"] = "at-the-end"
    page.run()
    assert not page.exception
    assert page.get("image")[0].proto.imgs[0].alt == "一个圆"
