"""Two teachers with two devices and one class that holds up cards, on both databases."""

from edu_core.domain.card import Side
from edu_core.domain.game_commands import Start
from edu_core.domain.game_state import GameRules
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.cards import (
    add_photograph,
    close_round,
    issue_cards,
    open_round,
    set_by_hand,
    start_run,
)
from edu_core.services.context import Edu
from edu_core.services.game_cards import (
    TakeCards,
    add_game_photograph,
    get_game_cards,
    set_game_card_by_hand,
)
from edu_core.services.game_work import JoinRequest, perform
from edu_core.services.reports import get_item_report
from tests.conftest import School
from tests.services.test_at_once import at_once
from tests.services.test_cards import answers, now, opened, snapshot


def test_two_who_print_at_once_give_every_pupil_one_card(edu: Edu, school: School) -> None:
    me, room = school.teacher, school.classroom.id
    assert at_once([lambda: issue_cards(edu, me, room)] * 4) == ["done"] * 4
    held = [card.marker for card in issue_cards(edu, me, room)]
    assert held == [0, 1, 2]


def test_two_who_begin_at_once_ask_one_question_of_one_quiz(
    edu: Edu, school: School, administrator: Person
) -> None:
    both, room = (school.teacher, administrator), school.classroom.id
    begun = [lambda me=me: start_run(edu, me, room, "every-kind") for me in both]
    assert at_once(begun) == ["done"] * 2
    run = start_run(edu, school.teacher, room, "every-kind")
    asked = [lambda me=me: open_round(edu, me, run.id, "a1") for me in both]
    assert at_once(asked) == ["done"] * 2
    assert len(now(edu, school).seats) == 3
    run = start_run(edu, school.teacher, room, "every-kind")
    assert len(run.rounds) == 1


def test_photographs_of_two_devices_and_a_correction_are_all_kept(
    edu: Edu, school: School, administrator: Person
) -> None:
    found = opened(edu, school)
    first, second = [
        snapshot(edu, school, {number: side}, seed)
        for seed, (number, side) in enumerate((("1", Side.A), ("2", Side.B)))
    ]
    told = at_once(
        [
            lambda: add_photograph(edu, school.teacher, found.id, first),
            lambda: add_photograph(edu, administrator, found.id, second),
            lambda: set_by_hand(edu, administrator, found.id, school.pupils[2].id, "C"),
        ]
    )
    assert told == ["done"] * 3
    assert answers(now(edu, school)) == [Side.A, Side.B, Side.C]


def test_two_who_take_in_at_once_store_every_answer_once(
    edu: Edu, school: School, administrator: Person
) -> None:
    found = opened(edu, school)
    for pupil in school.pupils:
        set_by_hand(edu, school.teacher, found.id, pupil.id, "A")
    deeds = [lambda me=me: close_round(edu, me, found.id) for me in (school.teacher, administrator)]
    told = at_once(deeds)
    assert sorted(told, key=lambda code: code == "done")[-1] == "done"
    assert told.count("done") == 1
    assert len(get_item_report(edu, school.teacher, school.classroom.id, "a1").given) == 3


def test_two_devices_of_a_host_read_and_take_in_at_once(edu: Edu, school: School) -> None:
    me, room = school.teacher, school.classroom.id
    issue_cards(edu, me, room)
    game = games.create_game(edu, me, "every-kind", GameRules(card_classes=(room,))).game
    games.join(edu, game.id, JoinRequest("客人", name_key="客人"))  # keeps the question open
    games.host_command(edu, me, game.id, Start())
    pictures = [
        snapshot(edu, school, {number: side}, seed)
        for seed, (number, side) in enumerate((("1", Side.A), ("2", Side.B)))
    ]
    read = [
        lambda data=data: add_game_photograph(edu, me, game.id, 0, room, data) for data in pictures
    ]
    by_hand = [lambda: set_game_card_by_hand(edu, me, game.id, 0, room, school.pupils[2].id, "C")]
    assert at_once([*read, *by_hand]) == ["done"] * 3
    assert get_game_cards(edu, me, game.id).missing == ()
    job = TakeCards(me, 0, room)
    assert at_once([lambda: perform(edu, game.id, [job])] * 4) == ["done"] * 4
    after = games.load_game(edu, game.id)
    assert len(after.answers_of(0)) == 3
    assert len(after.players) == 4
