"""Two programs on one PostgreSQL: a pupil goes from one to the other in the middle of a quiz."""

from pathlib import Path

from edu_core.content.library import ContentStore
from edu_core.services import sitting
from edu_core.services.context import Edu
from tests.conftest import School
from tests.live.running import running, settings_for
from tests.live.secrets import write_secret_content
from tests.live.tab import tab
from tests.live.test_traffic import Pupil


def _answer(pupil: Pupil, questions: int) -> None:
    for _ in range(questions):
        pupil.answer_one()
        last = "看结果" in [button.label for button in pupil.page.find("button")]
        pupil.page.click("看结果" if last else "下一题")


def test_an_attempt_is_walked_over_two_programs(
    edu: Edu, school: School, database_url: str, content_root: Path, tmp_path: Path
) -> None:
    write_secret_content(content_root)
    quiz = ContentStore(content_root).library().quizzes["secret-each"]
    slip, me = school.slips[0], school.pupils[0]
    settings = settings_for(database_url, content_root, tmp_path)
    with running(**settings) as one, running(**settings) as other:
        token = one.sign_in(slip.code, slip.number, slip.pin)
        with tab(one.port, "quiz", f"id={quiz.id}", token=token) as page:
            page.click("开始答题")
            _answer(Pupil(one, page, quiz), 3)
        with (
            tab(other.port, "quiz", f"id={quiz.id}", token=token) as page,
            tab(one.port, "quiz", f"id={quiz.id}", token=token) as second_tab,
        ):
            Pupil(other, page, quiz).answer_one()
            Pupil(one, second_tab, quiz).answer_one()  # counted once, whoever was first
        with tab(one.port, "quiz", f"id={quiz.id}", token=token) as page:
            _answer(Pupil(one, page, quiz), 6)
    sat = sitting.get_entrance(edu, me, quiz.id).attempts
    assert [(row.number, row.score, row.max_score) for row in sat] == [(1, 9, 10)]
