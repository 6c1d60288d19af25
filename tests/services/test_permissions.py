"""Every deed of the services times everybody who could try it: a new deed needs a row here."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from edu_core import services
from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.game_commands import Start
from edu_core.domain.game_state import GameRules
from edu_core.domain.interaction import Chosen, Written
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person, Role
from edu_core.services import (
    accounts,
    cards,
    classes,
    deleting,
    demonstration,
    game_cards,
    game_replay,
    game_results,
    games,
    learning,
    practice,
    pupil_reports,
    reports,
    sitting,
)
from edu_core.services.classes import RosterRow
from edu_core.services.context import Edu
from edu_core.storage import people
from edu_core.storage.tables import metadata
from tests.conftest import MakeTeacher, School
from tests.exchange.photographs import jpeg
from tests.services.played import play_class

MODULES = [
    importlib.import_module(f"edu_core.services.{found.name}")
    for found in pkgutil.iter_modules(services.__path__)
]


@dataclass(frozen=True)
class World:
    """A class with a pupil who sits one quiz and has finished another."""

    edu: Edu
    everybody: dict[str, Person]
    classroom_id: int
    pupil_id: int
    teacher_id: int
    running: int
    finished: int
    response_id: int
    card_run: int
    card_round: int
    game_id: int
    game_code: str
    missed_game: int
    practice_id: str
    card_game: int


EMPTY_ROOM = jpeg(np.full((300, 300, 3), 128, np.uint8))

Deed = Callable[[World, Person], object]

PUPILS = {"pupil", "classmate", "pupil elsewhere"}
TEACHERS = {"teacher", "teacher elsewhere"}
STAFF = {*TEACHERS, "administrator"}
OF_THE_CLASS = {"teacher", "administrator"}

TABLE: dict[str, tuple[set[str], Deed]] = {
    "accounts.create_staff": (
        {"administrator"},
        lambda w, me: accounts.create_staff(w.edu, me, "新老师", f"new{me.id}", Role.TEACHER),
    ),
    "accounts.list_staff": ({"administrator"}, lambda w, me: accounts.list_staff(w.edu, me)),
    "accounts.reset_password": (
        {"administrator"},
        lambda w, me: accounts.reset_password(w.edu, me, w.teacher_id),
    ),
    "accounts.set_staff_disabled": (
        {"administrator"},
        lambda w, me: accounts.set_staff_disabled(w.edu, me, w.teacher_id, True),
    ),
    "accounts.change_own_password": (
        {"administrator"},  # whose password is known here
        lambda w, me: accounts.change_own_password(
            w.edu, me, "correct horse", "battery staple", "token"
        ),
    ),
    "cards.issue_cards": (
        OF_THE_CLASS,
        lambda w, me: cards.issue_cards(w.edu, me, w.classroom_id),
    ),
    "cards.start_run": (
        OF_THE_CLASS,
        lambda w, me: cards.start_run(w.edu, me, w.classroom_id, "every-kind"),
    ),
    "cards.find_run": (OF_THE_CLASS, lambda w, me: cards.find_run(w.edu, me, w.classroom_id)),
    "cards.open_round": (
        OF_THE_CLASS,
        lambda w, me: cards.open_round(w.edu, me, w.card_run, "a1"),
    ),
    "cards.add_photograph": (
        OF_THE_CLASS,
        lambda w, me: cards.add_photograph(w.edu, me, w.card_round, EMPTY_ROOM),
    ),
    "cards.set_by_hand": (
        OF_THE_CLASS,
        lambda w, me: cards.set_by_hand(w.edu, me, w.card_round, w.pupil_id, "A"),
    ),
    "cards.close_round": (
        OF_THE_CLASS,
        lambda w, me: cards.close_round(w.edu, me, w.card_round),
    ),
    "cards.end_run": (OF_THE_CLASS, lambda w, me: _end_cards(w, me)),
    "classes.list_classrooms": (STAFF, lambda w, me: classes.list_classrooms(w.edu, me)),
    "classes.create_classroom": (
        STAFF,
        lambda w, me: classes.create_classroom(w.edu, me, "新班", Band.JUNIOR),
    ),
    "classes.require_classroom": (OF_THE_CLASS, lambda w, me: _require(w, me)),
    "classes.rename_classroom": (
        OF_THE_CLASS,
        lambda w, me: classes.rename_classroom(w.edu, me, w.classroom_id, "改名"),
    ),
    "classes.get_roster": (
        OF_THE_CLASS,
        lambda w, me: classes.get_roster(w.edu, me, w.classroom_id),
    ),
    "classes.import_roster": (
        OF_THE_CLASS,
        lambda w, me: classes.import_roster(w.edu, me, w.classroom_id, [RosterRow("丁")]),
    ),
    "classes.issue_slips": (
        OF_THE_CLASS,
        lambda w, me: classes.issue_slips(w.edu, me, w.classroom_id, [w.pupil_id]),
    ),
    "deleting.remove_pupil": (
        OF_THE_CLASS,
        lambda w, me: deleting.remove_pupil(w.edu, me, w.classroom_id, w.pupil_id),
    ),
    "deleting.delete_classroom": (
        OF_THE_CLASS,
        lambda w, me: deleting.delete_classroom(w.edu, me, w.classroom_id, "初二（3）班"),
    ),
    "demonstration.load_demonstration": (
        {"administrator"},
        lambda w, me: demonstration.load_demonstration(w.edu, me),
    ),
    "deleting.remove_demonstration": (
        {"administrator"},
        lambda w, me: deleting.remove_demonstration(w.edu, me),
    ),
    "game_cards.get_game_cards": (
        {"teacher"},
        lambda w, me: game_cards.get_game_cards(w.edu, me, w.card_game),
    ),
    "game_cards.add_game_photograph": (
        {"teacher"},
        lambda w, me: game_cards.add_game_photograph(
            w.edu, me, w.card_game, 0, w.classroom_id, EMPTY_ROOM
        ),
    ),
    "game_cards.set_game_card_by_hand": (
        {"teacher"},
        lambda w, me: game_cards.set_game_card_by_hand(
            w.edu, me, w.card_game, 0, w.classroom_id, w.pupil_id, "A"
        ),
    ),
    "games.preview_game": (STAFF, lambda w, me: games.preview_game(w.edu, me, "every-kind")),
    "games.create_game": (
        STAFF,
        lambda w, me: games.create_game(w.edu, me, "every-kind", GameRules()),
    ),
    "games.get_game": ({"teacher"}, lambda w, me: games.get_game(w.edu, me, w.game_id)),
    "games.list_games": (STAFF, lambda w, me: games.list_games(w.edu, me)),
    "games.host_command": (
        {"teacher"},
        lambda w, me: games.host_command(w.edu, me, w.game_id, Start()),
    ),
    "game_results.get_results": (
        {"teacher"},
        lambda w, me: game_results.get_results(w.edu, me, w.game_id),
    ),
    "game_replay.get_replay": (
        {"teacher"},
        lambda w, me: game_replay.get_replay(w.edu, me, w.game_id),
    ),
    "games.delete_game": (
        {"teacher"},
        lambda w, me: games.delete_game(w.edu, me, w.game_id, w.game_code),
    ),
    "learning.get_home": (PUPILS, lambda w, me: learning.get_home(w.edu, me)),
    "learning.open_lesson": (
        PUPILS,
        lambda w, me: learning.open_lesson(w.edu, me, "first-steps"),
    ),
    "learning.reach_section": (
        PUPILS,
        lambda w, me: learning.reach_section(w.edu, me, "first-steps", 1),
    ),
    "learning.answer_check": (
        PUPILS,
        lambda w, me: learning.answer_check(
            w.edu, me, "first-steps", "lc1", Chosen(options=("true",))
        ),
    ),
    "practice.plan_practice": (
        {"teacher"},
        lambda w, me: practice.plan_practice(w.edu, me, w.game_id),
    ),
    "practice.set_practice": (
        {"teacher"},
        lambda w, me: practice.set_practice(w.edu, me, w.missed_game, [w.classroom_id]),
    ),
    "practice.withdraw_practice": (
        {"teacher"},
        lambda w, me: practice.withdraw_practice(w.edu, me, w.practice_id),
    ),
    "pupil_reports.get_pupil_report": (
        OF_THE_CLASS,
        lambda w, me: pupil_reports.get_pupil_report(w.edu, me, w.classroom_id, w.pupil_id),
    ),
    "reports.get_class_report": (
        OF_THE_CLASS,
        lambda w, me: reports.get_class_report(w.edu, me, w.classroom_id),
    ),
    "reports.get_item_report": (
        OF_THE_CLASS,
        lambda w, me: reports.get_item_report(w.edu, me, w.classroom_id, "a1"),
    ),
    "reports.list_to_mark": (
        {"teacher"},
        lambda w, me: reports.list_to_mark(w.edu, me, w.classroom_id),
    ),
    "reports.mark_response": (
        {"teacher"},
        lambda w, me: reports.mark_response(w.edu, me, w.response_id, 1, ""),
    ),
    "sitting.get_entrance": (
        PUPILS,
        lambda w, me: sitting.get_entrance(w.edu, me, "every-kind"),
    ),
    "sitting.find_running": (
        PUPILS,
        lambda w, me: sitting.find_running(w.edu, me, "every-kind"),
    ),
    "sitting.begin_attempt": (
        PUPILS,
        lambda w, me: sitting.begin_attempt(w.edu, me, "every-kind"),
    ),
    "sitting.get_attempt": ({"pupil"}, lambda w, me: sitting.get_attempt(w.edu, me, w.running)),
    "sitting.submit_response": (
        {"pupil"},
        lambda w, me: sitting.submit_response(w.edu, me, w.running, "a1", Chosen(options=("a",))),
    ),
    "sitting.save_draft": (
        {"pupil"},
        lambda w, me: sitting.save_draft(w.edu, me, w.running, "a6", Written(text="草稿")),
    ),
    "sitting.find_draft": (
        {"pupil"},
        lambda w, me: sitting.find_draft(w.edu, me, w.running, "a6"),
    ),
    "sitting.finish_attempt": (
        {"pupil"},
        lambda w, me: sitting.finish_attempt(w.edu, me, w.running),
    ),
    "sitting.get_result": ({"pupil"}, lambda w, me: sitting.get_result(w.edu, me, w.finished)),
}
"""Deed to who may do it to the pupil, the class and the attempts of the world."""

WITHOUT_A_PERSON = {
    # the doors, where nobody is anybody yet
    "accounts.sign_in_pupil",
    "accounts.sign_in_staff",
    "accounts.slip_owner",
    "accounts.sign_in_with_slip",
    "accounts.session_person",
    "accounts.sign_out",
    "accounts.offer_claim",
    "accounts.claim_is_open",
    "accounts.claim_administrator",
    # parts of deeds that have asked already
    "accounts.begin_session",
    "classes.new_code",
    "demonstration.has_demonstration",
    # players are known by a token or by nothing at all, the screen by its link
    # names are judged before anybody is somebody
    "nicknames.fit_nickname",
    "nicknames.free_nickname",
    "games.find_game",
    "games.join",
    "games.ask_claim",
    "games.token_owner",
    "games.submit_answers",
    "games.open_screen",
    # what the hub reads; whoever takes a seat has been asked
    "games.load_game",
    "games.game_versions",
    "game_cards.take_cards",  # a part of perform, which has asked whether this is a host
    # the game was found by the screen's link, or by its host
    "game_slides.slides_of_game",
    "game_slides.require_slide",
    "game_slides.open_slide",
    "game_work.perform",  # asks for every host's command in its own transaction
    "game_work.perform_within",  # likewise
    "learning.lesson_path",
    "learning.lessons_of_band",
    "learning.words_explained",
    "learning.get_lesson",
    "sitting.get_quiz",
    "sitting.close_overdue",
}


def _require(world: World, me: Person) -> None:
    from edu_core.domain.access import Deed as Asked

    with world.edu.store.read() as transaction:
        classes.require_classroom(
            world.edu, transaction, me, Asked.SEE_CLASSROOM, world.classroom_id
        )


def _end_cards(world: World, me: Person) -> None:
    """Whoever may not end the run may not close its open question either."""
    cards.close_round(world.edu, me, world.card_round)
    cards.end_run(world.edu, me, world.card_run)


def _set_practice(edu: Edu, school: School) -> str:
    game = play_class(edu, school.teacher, school.pupils[:1], "-")
    practice.set_practice(edu, school.teacher, game.id, [school.classroom.id])
    [planned] = practice.plan_practice(edu, school.teacher, game.id).classes
    assert planned.practice is not None
    return planned.practice.quiz.id


def _deeds(module: ModuleType) -> dict[str, list[str]]:
    """The public functions of a module that work on the program, with their arguments."""
    short = module.__name__.rpartition(".")[2]
    return {
        f"{short}.{name}": list(inspect.signature(function).parameters)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_every_deed_has_a_row() -> None:
    found = {name: args for module in MODULES for name, args in _deeds(module).items()}
    asked = {name for name, args in found.items() if "me" in args}
    assert asked == set(TABLE)
    assert {name for name, args in found.items() if "edu" in args} - asked == WITHOUT_A_PERSON


@pytest.fixture
def world(edu: Edu, school: School, administrator: Person, make_teacher: MakeTeacher) -> World:
    pupil, classmate = school.pupils[:2]
    elsewhere = make_teacher("zhao")
    room = classes.create_classroom(edu, elsewhere, "别的班", Band.JUNIOR)
    classes.import_roster(edu, elsewhere, room.id, [RosterRow("别班的")])
    with edu.store.read() as transaction:
        other = people.list_enrollments(transaction, room.id)[0]
        stranger = people.get_person(transaction, other.person_id)
    everybody = {
        "pupil": pupil,
        "classmate": classmate,
        "pupil elsewhere": stranger,
        "teacher": school.teacher,
        "teacher elsewhere": elsewhere,
        "administrator": administrator,
    }
    everybody |= {
        f"disabled {name}": replace(person, disabled=True) for name, person in everybody.items()
    }
    with_cards = GameRules(card_classes=(school.classroom.id,))
    card_game = games.create_game(edu, school.teacher, "every-kind", with_cards).game.id
    games.host_command(edu, school.teacher, card_game, Start())
    finished = sitting.begin_attempt(edu, pupil, "at-the-end")
    sitting.submit_response(edu, pupil, finished.id, "e2", Written(text="我会先告诉老师"))
    sitting.finish_attempt(edu, pupil, finished.id)
    run = cards.start_run(edu, school.teacher, school.classroom.id, "every-kind")
    game = games.create_game(edu, school.teacher, "every-kind", GameRules()).game
    return World(
        edu=edu,
        everybody=everybody,
        classroom_id=school.classroom.id,
        pupil_id=pupil.id,
        teacher_id=school.teacher.id,
        running=sitting.begin_attempt(edu, pupil, "every-kind").id,
        finished=finished.id,
        response_id=reports.list_to_mark(edu, school.teacher, school.classroom.id)[
            0
        ].row.response_id,
        card_run=run.id,
        card_round=cards.open_round(edu, school.teacher, run.id, "a1"),
        game_id=game.id,
        game_code=game.code,
        missed_game=play_class(edu, school.teacher, [pupil], "-").id,
        practice_id=_set_practice(edu, school),
        card_game=card_game,
    )


def _everything(edu: Edu) -> list[Any]:
    with edu.store.read() as transaction:
        return [
            transaction.execute(table.select()).all()
            for table in metadata.sorted_tables
            if table.name != "throttles"  # a refused guess at a password is counted
        ]


@pytest.mark.parametrize("name", sorted(TABLE))
def test_everybody_else_is_refused_and_nothing_is_changed(world: World, name: str) -> None:
    allowed, deed = TABLE[name]
    before = _everything(world.edu)
    for who, me in world.everybody.items():
        if who not in allowed:
            with pytest.raises((NotAllowed, NotFound)):
                deed(world, me)
    assert _everything(world.edu) == before


@pytest.mark.parametrize("name", sorted(TABLE))
def test_whoever_may_is_let_in(world: World, name: str) -> None:
    allowed, deed = TABLE[name]
    for place, who in enumerate(sorted(allowed)):
        try:
            deed(world, world.everybody[who])
        except (Conflict, BadInput, NotFound):
            assert place > 0, f"{who} could not {name}"  # the one before has done it already
