"""Practising what a game has shown to be missed: set for a class, sat like any other quiz."""

from dataclasses import replace

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.game_commands import Void
from edu_core.domain.interaction import Chosen
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.domain.quiz import FeedbackRule
from edu_core.services import classes, deleting, games, practice, sitting
from edu_core.services.classes import RosterRow
from edu_core.services.context import Edu
from edu_core.services.learning import get_home
from edu_core.services.pupil_reports import get_pupil_report
from edu_core.services.reports import get_class_report, get_item_report
from edu_core.storage import people
from tests.conftest import MakeTeacher, School
from tests.services.played import play_class


def set_for_class(edu: Edu, school: School, rights: str = "+--") -> str:
    """A game in which the pupils missed some questions; the id of the quiz set for the class."""
    game = play_class(edu, school.teacher, school.pupils, rights)
    practice.set_practice(edu, school.teacher, game.id, [school.classroom.id])
    [entrance] = get_home(edu, school.pupils[0]).set_by_teacher
    return entrance.quiz.id


def test_the_missed_questions_become_a_quiz_in_the_order_of_the_quiz(
    edu: Edu, school: School
) -> None:
    game = play_class(edu, school.teacher, school.pupils, "-+-")
    plan = practice.plan_practice(edu, school.teacher, game.id)
    asked = [current.item_id for current in game.rounds]
    assert [item.id for item in plan.missed] == [asked[0], asked[2]]
    practice.set_practice(edu, school.teacher, game.id, [school.classroom.id])
    [entrance] = get_home(edu, school.pupils[1]).set_by_teacher
    quiz = sitting.get_quiz(edu, entrance.quiz.id)
    assert quiz == entrance.quiz
    assert [item.id for item in quiz.items] == [asked[0], asked[2]]
    assert quiz.draw("any seed") == (asked[0], asked[2])
    assert quiz.settings.feedback is FeedbackRule.EACH
    assert quiz.lesson is None


def test_a_question_that_seven_of_ten_had_right_is_not_missed(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "++")
    assert practice.plan_practice(edu, school.teacher, game.id).missed == ()
    with pytest.raises(BadInput, match="没有需要再练的题"):
        practice.set_practice(edu, school.teacher, game.id, [school.classroom.id])
    assert get_home(edu, school.pupils[0]).set_by_teacher == ()


def test_a_voided_question_is_not_practised(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "--")
    games.host_command(edu, school.teacher, game.id, Void(0))
    [item] = practice.plan_practice(edu, school.teacher, game.id).missed
    assert item.id == game.rounds[1].item_id


def test_pupils_sit_it_like_any_quiz_with_explanations_at_once(edu: Edu, school: School) -> None:
    pupil = school.pupils[0]
    attempt = sitting.begin_attempt(edu, pupil, set_for_class(edu, school))
    first = attempt.order[0]
    key = attempt.item(first).correct_response()
    assert key is not None
    attempt = sitting.submit_response(edu, pupil, attempt.id, first, key)
    assert attempt.disclose(first).explanation
    sitting.finish_attempt(edu, pupil, attempt.id)
    result = sitting.get_result(edu, pupil, attempt.id)
    assert result.attempt.given[first].outcome.right
    assert result.tries_left is None


def test_the_questions_lead_to_the_lessons_they_are_about(edu: Edu, school: School) -> None:
    home = get_home(edu, school.pupils[0])
    [first] = home.path
    second = replace(first, lesson=first.lesson.model_copy(update={"id": "second"}))
    goal = first.lesson.objectives[0]
    richer = first.lesson.model_copy(
        update={"id": "richer", "objectives": (goal.model_copy(update={"id": "r"}), goal)}
    )
    path = replace(home, path=(first, second, replace(first, lesson=richer)))
    quiz = sitting.get_quiz(edu, set_for_class(edu, school))
    item = quiz.items[0].model_copy(update={"topic": goal.topic, "objective": None})
    by_topic, by_goal, elsewhere = (
        item,
        item.model_copy(update={"objective": goal.id}),
        item.model_copy(update={"topic": "recovery"}),
    )
    assert [one.lesson.id for one in path.about([by_topic])] == ["richer"]
    assert [one.lesson.id for one in path.about([by_goal])] == [first.lesson.id]
    assert [one.lesson.id for one in path.about([by_topic, by_goal])] == [first.lesson.id, "richer"]
    assert path.about([elsewhere]) == ()


def test_the_attempts_reach_the_class_and_the_pupil_page(edu: Edu, school: School) -> None:
    pupil, room = school.pupils[0], school.classroom.id
    quiz_id = set_for_class(edu, school)
    before = get_class_report(edu, school.teacher, room)
    attempt = sitting.begin_attempt(edu, pupil, quiz_id)
    for name in attempt.order:
        key = attempt.item(name).correct_response()
        assert key is not None
        sitting.submit_response(edu, pupil, attempt.id, name, key)
    report = get_class_report(edu, school.teacher, room)
    assert len(report.responses.item) == len(before.responses.item) + len(attempt.order)
    assert report.quizzes[quiz_id].id == quiz_id
    assert [row.quiz.id for row in report.practice] == [quiz_id]
    theirs = get_pupil_report(edu, school.teacher, room, pupil.id)
    assert next(one.quiz.id for one in theirs.practised) == quiz_id
    assert attempt.id in [one.id for one in theirs.counting]
    given = get_item_report(edu, school.teacher, room, attempt.order[0]).given
    assert (pupil.id, True) in [(person, score == most) for person, _, score, most in given]


def test_an_open_set_stands_on_the_pages_before_anybody_has_begun(edu: Edu, school: School) -> None:
    quiz_id = set_for_class(edu, school)
    theirs = get_pupil_report(edu, school.teacher, school.classroom.id, school.pupils[2].id)
    assert next((one.quiz.id, one.attempts) for one in theirs.practised) == (quiz_id, ())


def test_a_class_has_it_once_though_the_button_is_pressed_twice(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "-")
    room = school.classroom.id
    for _ in range(2):
        practice.set_practice(edu, school.teacher, game.id, [room, room])
    assert len(get_home(edu, school.pupils[0]).set_by_teacher) == 1
    [planned] = practice.plan_practice(edu, school.teacher, game.id).classes
    assert planned.practice is not None


def test_a_withdrawn_set_is_offered_no_longer_and_what_was_answered_stays(
    edu: Edu, school: School
) -> None:
    begun, untouched = school.pupils[:2]
    quiz_id = set_for_class(edu, school)
    attempt = sitting.begin_attempt(edu, begun, quiz_id)
    practice.withdraw_practice(edu, school.teacher, quiz_id)
    practice.withdraw_practice(edu, school.teacher, quiz_id)
    assert get_home(edu, begun).set_by_teacher == ()
    with pytest.raises(Conflict, match="收回"):
        sitting.begin_attempt(edu, untouched, quiz_id)
    assert sitting.begin_attempt(edu, begun, quiz_id).id == attempt.id  # to finish what was begun
    sitting.finish_attempt(edu, begun, attempt.id)
    assert sitting.get_result(edu, begun, attempt.id).tries_left == 0
    with pytest.raises(Conflict, match="收回"):
        sitting.begin_attempt(edu, begun, quiz_id)
    theirs = get_pupil_report(edu, school.teacher, school.classroom.id, begun.id)
    assert [one.withdrawn for one in theirs.practised if one.quiz.id == quiz_id] == [True]


def test_after_a_withdrawal_it_can_be_set_anew(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "-")
    room = school.classroom.id
    practice.set_practice(edu, school.teacher, game.id, [room])
    [first] = get_home(edu, school.pupils[0]).set_by_teacher
    practice.withdraw_practice(edu, school.teacher, first.quiz.id)
    practice.set_practice(edu, school.teacher, game.id, [room])
    [second] = get_home(edu, school.pupils[0]).set_by_teacher
    assert second.quiz.id != first.quiz.id


@pytest.fixture
def elsewhere(edu: Edu, make_teacher: MakeTeacher) -> tuple[Person, int, Person]:
    """Another teacher with a class of one: teacher, class, pupil."""
    teacher = make_teacher("zhao")
    room = classes.create_classroom(edu, teacher, "别的班", Band.JUNIOR)
    classes.import_roster(edu, teacher, room.id, [RosterRow("别班的")])
    with edu.store.read() as transaction:
        [enrollment] = people.list_enrollments(transaction, room.id)
        return teacher, room.id, people.get_person(transaction, enrollment.person_id)


def test_pupils_of_another_class_neither_see_nor_begin_it(
    edu: Edu, school: School, elsewhere: tuple[Person, int, Person]
) -> None:
    quiz_id, stranger = set_for_class(edu, school), elsewhere[2]
    assert get_home(edu, stranger).set_by_teacher == ()
    for deed in (sitting.get_entrance, sitting.begin_attempt):
        with pytest.raises(NotFound):
            deed(edu, stranger, quiz_id)


def test_only_the_classes_own_teacher_sets_and_withdraws(
    edu: Edu, school: School, elsewhere: tuple[Person, int, Person]
) -> None:
    teacher, room, _ = elsewhere
    game = play_class(edu, school.teacher, school.pupils, "-")
    with pytest.raises(NotAllowed):
        practice.set_practice(edu, school.teacher, game.id, [school.classroom.id, room])
    assert get_home(edu, school.pupils[0]).set_by_teacher == ()  # all or none
    with pytest.raises(NotAllowed):
        practice.set_practice(edu, teacher, game.id, [room])
    quiz_id = set_for_class(edu, school)
    with pytest.raises(NotAllowed):
        practice.withdraw_practice(edu, teacher, quiz_id)


def test_a_class_took_part_by_its_pupils_or_by_the_name_of_its_team(
    edu: Edu, school: School, elsewhere: tuple[Person, int, Person]
) -> None:
    second = classes.create_classroom(edu, school.teacher, "初二（4）班", Band.JUNIOR)
    classes.create_classroom(edu, school.teacher, "没有来的班", Band.JUNIOR)
    game = play_class(
        edu,
        school.teacher,
        [*school.pupils, elsewhere[2]],
        "-",
        teams=(school.classroom.name, second.name),
        guests=[("客人甲", second.name), ("客人乙", second.name)],
    )
    plan = practice.plan_practice(edu, school.teacher, game.id)
    found = {one.classroom.id: one.players for one in plan.classes}
    assert found == {school.classroom.id: 3, second.id: 2}
    practice.set_practice(edu, school.teacher, game.id, list(found))
    with edu.store.read() as transaction:
        from edu_core.storage.practice import list_practice_of_game

        rows = list_practice_of_game(transaction, game.id)
    assert {row.classroom_id for row in rows} == set(found)
    assert len({row.quiz.id for row in rows}) == 2


def test_it_outlives_the_game_and_goes_with_the_class(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "-")
    practice.set_practice(edu, school.teacher, game.id, [school.classroom.id])
    games.delete_game(edu, school.teacher, game.id, game.code)
    [entrance] = get_home(edu, school.pupils[0]).set_by_teacher
    attempt = sitting.begin_attempt(edu, school.pupils[0], entrance.quiz.id)
    given = Chosen(options=(attempt.interaction(attempt.order[0]).options[0].id,))  # type: ignore[union-attr]
    sitting.submit_response(edu, school.pupils[0], attempt.id, attempt.order[0], given)
    room = school.classroom
    deleting.delete_classroom(edu, school.teacher, room.id, room.name)
    with pytest.raises(NotFound):
        sitting.get_quiz(edu, entrance.quiz.id)


def test_an_edited_or_removed_file_changes_nothing_of_what_was_set(
    edu: Edu, school: School
) -> None:
    quiz_id = set_for_class(edu, school)
    before = sitting.get_quiz(edu, quiz_id)
    (edu.content.root / "quizzes" / "every-kind.yaml").unlink()
    edu.content.library(look_now=True)
    with pytest.raises(NotFound):
        sitting.get_quiz(edu, "every-kind")
    assert sitting.get_quiz(edu, quiz_id) == before
    attempt = sitting.begin_attempt(edu, school.pupils[0], quiz_id)
    report = get_item_report(edu, school.teacher, school.classroom.id, attempt.order[0])
    assert report.quiz.id == quiz_id
