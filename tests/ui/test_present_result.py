"""What is said about a finished attempt, and where a pupil goes on."""

from edu_core.domain.interaction import Chosen, Written
from edu_core.services.context import Edu
from edu_core.services.learning import get_home, reach_section
from edu_core.services.sitting import begin_attempt, finish_attempt, get_result, submit_response
from edu_core.ui.present_result import score_lines, understood
from edu_core.ui.steps import next_standing, next_step
from tests.conftest import Clock, School


def test_what_a_teacher_has_still_to_mark_does_not_lower_the_score(
    edu: Edu, school: School
) -> None:
    me = school.pupils[0]
    attempt = begin_attempt(edu, me, "at-the-end")
    right = attempt.item("e1").correct_response()
    assert isinstance(right, Chosen)
    submit_response(edu, me, attempt.id, "e1", right)
    submit_response(edu, me, attempt.id, "e2", Written(text="我会告诉老师。"))
    result = get_result(edu, me, attempt.id)
    assert understood(result)
    lines = score_lines(result)
    assert lines[0] == "第 1 次　**1** / 1 分　100%"
    assert "还有 1 道题（2 分）等老师评分" in lines[2]


def test_time_that_ran_out_is_told_with_what_was_kept(
    edu: Edu, school: School, clock: Clock
) -> None:
    me = school.pupils[0]
    attempt = begin_attempt(edu, me, "every-kind")
    right = attempt.item("a1").correct_response()
    assert right is not None
    submit_response(edu, me, attempt.id, "a1", right)
    clock.move(minutes=20)
    second = begin_attempt(edu, me, "every-kind")
    finish_attempt(edu, me, second.id)
    told = "\n".join(score_lines(get_result(edu, me, attempt.id)))
    assert "时间到了，已经自动交卷。提交过的 1 道题都算了分，还有 9 道题没有作答" in told
    told = "\n".join(score_lines(get_result(edu, me, second.id)))
    assert "时间到了" not in told
    assert "现在计入成绩的是第 1 次。" in told


def test_a_running_quiz_comes_first_and_the_address_names_the_section(
    edu: Edu, school: School
) -> None:
    me = school.pupils[0]
    standing = next_standing(get_home(edu, me))
    assert standing is not None
    assert next_step(standing).query == {"id": "first-steps", "section": 1}
    reach_section(edu, me, "first-steps", 1)
    standing = next_standing(get_home(edu, me))
    assert standing is not None
    assert next_step(standing).query["section"] == 1
    begin_attempt(edu, me, "every-kind")
    standing = next_standing(get_home(edu, me))
    assert standing is not None
    assert next_step(standing).path == "quiz"
