"""A lesson on the shared screen: what is shown, and what waits for a click."""

from streamlit.testing.v1 import AppTest

from edu_core.domain.people import Person
from edu_core.domain.slides import slides_of
from edu_core.services.context import Edu
from edu_core.ui.navigation import ROWS
from tests.ui.stage import SET, Stage

SCRIPT = "from tests.ui.stage import draw\ndraw()\n"


def opened(edu: Edu, me: Person, slide: int) -> AppTest:
    SET.append(Stage(next(row for row in ROWS if row.path == "slides"), edu, me))
    page = AppTest.from_string(SCRIPT, default_timeout=30)
    page.query_params["id"] = "first-steps"
    page.query_params["slide"] = str(slide)
    return page.run()


def told(page: AppTest) -> str:
    return "".join(part.proto.body for part in page.get("html"))


def place_of_check(edu: Edu) -> int:
    slides = slides_of(edu.library().lessons["first-steps"])
    return next(place for place, slide in enumerate(slides, start=1) if slide.check)


def test_the_answer_waits_until_the_teacher_shows_it(edu: Edu, teacher: Person) -> None:
    page = opened(edu, teacher, place_of_check(edu))
    assert "名字好听就安全" in told(page)
    assert "名字说明不了" not in told(page)
    assert "✓" not in told(page)
    next(button for button in page.button if button.label == "显示答案").click().run()
    assert "名字说明不了" in told(page)
    assert "✓" in told(page)


def test_the_next_slide_hides_the_answer_again(edu: Edu, teacher: Person) -> None:
    page = opened(edu, teacher, place_of_check(edu))
    next(button for button in page.button if button.label == "显示答案").click().run()
    page.button(key="slide-next").click().run()
    page.button(key="slide-back").click().run()
    assert "名字说明不了" not in told(page)


def test_the_slides_begin_and_end(edu: Edu, teacher: Person) -> None:
    page = opened(edu, teacher, 1)
    assert page.button(key="slide-back").disabled
    assert "什么是毒品" in told(page)
    last = len(slides_of(edu.library().lessons["first-steps"]))
    page = opened(edu, teacher, last + 50)
    assert page.button(key="slide-next").disabled
    assert "不认识的东西不吃" in told(page)
