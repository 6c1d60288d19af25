"""Cards in a live game, mixed with phones, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest

from edu_core.domain.card import ABSENT, Side
from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.game_commands import (
    Adjust,
    AskAgain,
    Discuss,
    EndEarly,
    Lock,
    MoreTime,
    Next,
    Remove,
    Reveal,
    SubmitAnswer,
    Tick,
)
from edu_core.domain.game_standings import distribution
from edu_core.domain.game_state import Game, Phase
from edu_core.domain.items.base import Band
from edu_core.services import games
from edu_core.services.classes import RosterRow, create_classroom, import_roster
from edu_core.services.context import Edu
from edu_core.services.game_cards import (
    CardsTaken,
    TakeCards,
    set_game_card_by_hand,
)
from edu_core.services.game_replay import get_replay
from edu_core.services.game_work import JoinRequest, Recover, perform
from edu_core.services.reports import get_class_report
from edu_core.storage import game_cards
from edu_core.storage.attempts import list_attempts
from tests.conftest import Clock, MakeTeacher, School
from tests.services.card_games import QUIZ, answer, begun, by_hand, now, phone, photograph, take_in
from tests.services.test_games import right_answer


@pytest.fixture
def game(edu: Edu, school: School) -> Game:
    return begun(edu, school)


def test_cards_become_players_of_their_class_and_answers_in_the_letters_of_the_screen(
    edu: Edu, school: School, game: Game
) -> None:
    photograph(edu, school, game, {"1": Side.A, "2": Side.B})
    photograph(edu, school, game, {"2": Side.B}, seed=2)
    by_hand(edu, school, game, 2, "C")
    assert now(edu, school, game).missing == ()
    assert take_in(edu, school, game) == CardsTaken(3, (), (), 0)
    after = games.load_game(edu, game.id)
    assert after.phase is Phase.REVEAL  # nobody else plays
    players = list(after.players.values())
    assert [(one.nickname, one.team, one.by_card) for one in players] == [
        (pupil.name, school.classroom.name, True) for pupil in school.pupils
    ]
    sheet = game.sheets[game.rounds[0].item_id]
    shown = [part.id for part in sheet.concealed.shown.options]  # type: ignore[union-attr]
    given = [sheet.shown(after.answers_of(0)[one.id].response) for one in players]
    assert [one.options for one in given] == [(name,) for name in shown[:3]]  # type: ignore[union-attr]
    with edu.store.read() as transaction:
        assert game_cards.list_readings(transaction, game.id, 0) == []


def test_the_answers_reach_the_records_of_the_pupils_and_the_class_report(
    edu: Edu, school: School, game: Game
) -> None:
    for place in range(2):
        by_hand(edu, school, game, place, "A")
    take_in(edu, school, game)
    games.host_command(edu, school.teacher, game.id, EndEarly())
    with edu.store.read() as transaction:
        rows = [list_attempts(transaction, pupil.id, QUIZ) for pupil in school.pupils]
    assert [len(found) for found in rows] == [1, 1, 0]
    table = get_class_report(edu, school.teacher, school.classroom.id)
    assert table.responses.item.tolist() == ["a1", "a1"]


def test_taking_the_same_cards_in_twice_counts_once(edu: Edu, school: School, game: Game) -> None:
    phone(edu, game)  # so that the question stays open
    by_hand(edu, school, game, 0, "A")
    job = TakeCards(school.teacher, 0, school.classroom.id)
    done = perform(edu, game.id, [job, job])
    assert [getattr(one, "taken", one) for one in done.outcomes] == [1, 0]
    assert take_in(edu, school, game) == CardsTaken(0, (), (), 2)
    assert len(games.load_game(edu, game.id).answers_of(0)) == 1
    assert now(edu, school, game).taken_in == {school.pupils[0].id}


def test_cards_read_later_are_taken_in_as_well_and_what_is_in_stays(
    edu: Edu, school: School, game: Game
) -> None:
    other = phone(edu, game)
    by_hand(edu, school, game, 0, "A")
    take_in(edu, school, game)
    by_hand(edu, school, game, 1, "B")
    with pytest.raises(Conflict, match="已经计入"):
        by_hand(edu, school, game, 0, "B")
    photograph(edu, school, game, {"1": Side.B})  # too late to change anything
    answer(edu, game, other)
    assert games.load_game(edu, game.id).phase is Phase.REVEAL


def test_the_last_cards_may_close_the_question(edu: Edu, school: School, game: Game) -> None:
    signed_in = games.join(edu, game.id, JoinRequest("", person_id=school.pupils[2].id)).player_id
    by_hand(edu, school, game, 0, "A")
    take_in(edu, school, game)
    by_hand(edu, school, game, 2, "A")  # the phone has no answer: the pupil holds up a card
    assert take_in(edu, school, game).taken == 1
    after = games.load_game(edu, game.id)
    assert signed_in in after.answers_of(0)
    assert after.phase is Phase.REVEAL


def test_an_answer_by_phone_that_came_first_stays(edu: Edu, school: School, game: Game) -> None:
    pupil = school.pupils[0]
    player = games.join(edu, game.id, JoinRequest("", person_id=pupil.id)).player_id
    answer(edu, game, player)
    photograph(edu, school, game, {"1": Side.B, "2": Side.A})
    assert now(edu, school, game).by_phone == {pupil.id}
    assert take_in(edu, school, game) == CardsTaken(1, (pupil.name,), (), 1)
    assert games.load_game(edu, game.id).answers_of(0)[player].answer_id == "phone"


def test_a_phone_after_the_card_is_refused_and_is_waited_for_from_then_on(
    edu: Edu, school: School, game: Game
) -> None:
    other = phone(edu, game)
    by_hand(edu, school, game, 0, "A")
    take_in(edu, school, game)
    joined = games.join(edu, game.id, JoinRequest("", person_id=school.pupils[0].id))
    with pytest.raises(Conflict, match="第一次"):
        answer(edu, game, joined.player_id)
    answer(edu, game, other)
    after = games.load_game(edu, game.id)
    assert len(after.players) == 2
    assert not after.players[joined.player_id].by_card


def test_a_locked_lobby_lets_cards_in_and_a_removed_pupil_stays_out(
    edu: Edu, school: School, game: Game
) -> None:
    phone(edu, game)
    games.host_command(edu, school.teacher, game.id, Lock())
    for place in range(2):
        by_hand(edu, school, game, place, "A")
    take_in(edu, school, game)
    (first, *_) = [one for one in games.load_game(edu, game.id).players.values() if one.by_card]
    games.host_command(edu, school.teacher, game.id, Remove(first.id))
    games.host_command(edu, school.teacher, game.id, Discuss(0))
    games.host_command(edu, school.teacher, game.id, AskAgain(0))
    again = games.load_game(edu, game.id)
    for place in range(2):
        by_hand(edu, school, again, place, "B")
    assert take_in(edu, school, again) == CardsTaken(1, (), (first.nickname,), 1)
    assert len(games.load_game(edu, game.id).answers_of(1)) == 1


def test_two_pupils_of_one_name_and_a_phone_of_that_name_are_three_players(
    edu: Edu, school: School, game: Game
) -> None:
    import_roster(edu, school.teacher, school.classroom.id, [RosterRow("李雷", "4")])
    phone(edu, game, "李雷")
    seats = now(edu, school, game).seats
    for seat in seats:
        set_game_card_by_hand(
            edu, school.teacher, game.id, 0, school.classroom.id, seat.pupil.person_id, "A"
        )
    assert take_in(edu, school, game).taken == 4
    names = {one.nickname for one in games.load_game(edu, game.id).players.values()}
    assert {"李雷", "李雷（2）", "李雷（3）"} <= names


def test_the_question_waits_for_the_cards_although_every_phone_has_answered(
    edu: Edu, school: School, game: Game
) -> None:
    player = phone(edu, game)
    assert answer(edu, game, player).phase is Phase.QUESTION
    by_hand(edu, school, game, 0, ABSENT)
    by_hand(edu, school, game, 1, "A")
    assert take_in(edu, school, game).missing == 1
    # who is absent or was not read has no phone: nobody is waited for
    assert games.load_game(edu, game.id).phase is Phase.REVEAL


def test_cards_taken_in_do_not_close_the_question_for_phones_that_still_answer(
    edu: Edu, school: School, game: Game
) -> None:
    player = phone(edu, game)
    by_hand(edu, school, game, 0, "A")
    take_in(edu, school, game)
    assert games.load_game(edu, game.id).phase is Phase.QUESTION
    assert answer(edu, game, player).phase is Phase.REVEAL
    games.host_command(edu, school.teacher, game.id, Next(0))
    while (current := games.load_game(edu, game.id)).phase is Phase.QUESTION:
        # whoever holds cards cannot answer the other questions and is not waited for
        assert answer(edu, current, player, f"a{current.place}").phase is Phase.REVEAL
        games.host_command(edu, school.teacher, game.id, Next(current.place))
        if current.place == 3:
            break


def test_after_time_only_cards_are_taken_and_then_the_question_closes(
    edu: Edu, school: School, game: Game, clock: Clock
) -> None:
    early, late = phone(edu, game, "早"), phone(edu, game, "晚")
    answer(edu, game, early)
    clock.move(seconds=32)
    perform(edu, game.id, [Tick()])
    waiting = perform(edu, game.id, [Tick()]).game
    assert waiting.phase is Phase.QUESTION
    assert waiting.rounds[0].cards_only
    with pytest.raises(Conflict, match="时间到了"):
        answer(edu, game, late)
    clock.move(seconds=60)
    # a host who comes back does not open the question for phones again
    assert perform(edu, game.id, [Recover()]).game == waiting
    by_hand(edu, school, game, 0, "A")
    assert take_in(edu, school, game).taken == 1
    after = games.load_game(edu, game.id)
    assert after.phase is Phase.REVEAL
    assert len(after.answers_of(0)) == 2


def test_more_time_opens_the_question_for_phones_again(
    edu: Edu, school: School, game: Game, clock: Clock
) -> None:
    player = phone(edu, game)
    clock.move(seconds=32)
    perform(edu, game.id, [Tick()])
    more = games.host_command(edu, school.teacher, game.id, MoreTime(0)).game
    assert not more.rounds[0].cards_only
    assert answer(edu, game, player).phase is Phase.QUESTION
    games.host_command(edu, school.teacher, game.id, Adjust(card_classes=()))
    assert perform(edu, game.id, [Tick()]).game.phase is Phase.REVEAL


def test_what_was_read_survives_the_server_and_is_seen_on_a_second_device(
    edu: Edu, school: School, game: Game
) -> None:
    photograph(edu, school, game, {"1": Side.A, "2": Side.C})
    seats = now(edu, school, game).seats  # nothing but the database knows
    assert [seat.answer for seat in seats] == [Side.A, Side.C, None]
    photograph(edu, school, game, {"1": Side.B}, seed=2)
    assert now(edu, school, game).seats[0].doubtful
    assert take_in(edu, school, game) == CardsTaken(1, (), (), 2)


def test_a_closed_question_refuses_cards_in_words_and_the_next_one_starts_anew(
    edu: Edu, school: School, game: Game
) -> None:
    by_hand(edu, school, game, 0, "A")
    games.host_command(edu, school.teacher, game.id, Discuss(0))
    for late in (
        lambda: take_in(edu, school, game),
        lambda: by_hand(edu, school, game, 1, "A"),
        lambda: photograph(edu, school, game, {"1": Side.A}),
    ):
        with pytest.raises(Conflict, match="没有计入"):
            late()
    assert games.load_game(edu, game.id).answers_of(0) == {}
    again = games.host_command(edu, school.teacher, game.id, AskAgain(0)).game
    assert len(now(edu, school, again).missing) == 3
    by_hand(edu, school, again, 0, "B")
    take_in(edu, school, again)
    with edu.store.read() as transaction:
        assert game_cards.list_readings(transaction, game.id, 0) == []


def test_a_question_that_cards_cannot_answer_says_why(edu: Edu, school: School, game: Game) -> None:
    games.host_command(edu, school.teacher, game.id, Reveal(0))
    opened = games.host_command(edu, school.teacher, game.id, Next(0)).game
    assert "答题卡" in now(edu, school, opened).why_not
    with pytest.raises(Conflict, match="没有计入"):
        by_hand(edu, school, opened, 0, "A")


def test_only_the_host_takes_cards_in_and_only_of_classes_that_play_with_them(
    edu: Edu, school: School, game: Game, make_teacher: MakeTeacher
) -> None:
    by_hand(edu, school, game, 0, "A")
    stranger = make_teacher("zhao")
    with pytest.raises(NotAllowed):
        take_in(edu, school, game, stranger)
    foreign = create_classroom(edu, stranger, "别的班", Band.JUNIOR)
    games.host_command(edu, school.teacher, game.id, Adjust(card_classes=(foreign.id,)))
    with pytest.raises(Conflict, match="没有选为举卡的班"):
        take_in(edu, school, game)
    with pytest.raises(NotAllowed):
        perform_one(edu, game, TakeCards(school.teacher, 0, foreign.id))
    assert games.load_game(edu, game.id).players == {}


def perform_one(edu: Edu, game: Game, job: TakeCards) -> None:
    outcome = perform(edu, game.id, [job]).outcomes[0]
    if isinstance(outcome, Exception):
        raise outcome


def test_what_cannot_be_set_by_hand_is_refused(edu: Edu, school: School, game: Game) -> None:
    with pytest.raises(BadInput, match="没有登记"):
        by_hand(edu, school, game, 0, "E")
    with pytest.raises(NotFound):
        set_game_card_by_hand(edu, school.teacher, game.id, 0, school.classroom.id, 10_000, "A")


def test_the_replay_shows_the_cards_with_the_question_that_they_closed(
    edu: Edu, school: School, game: Game, clock: Clock
) -> None:
    def now() -> datetime:  # time passes while the work is done
        clock.move(seconds=1)
        return clock.at

    for place in range(2):
        by_hand(edu, school, game, place, "A")
    take_in(replace(edu, now=now), school, game)
    replay = get_replay(edu, school.teacher, game.id)
    shown = replay.at(len(replay.steps) - 1)
    assert shown.phase is Phase.REVEAL
    assert distribution(shown, 0).answered == len(shown.players) == 2


def test_answers_of_phones_and_cards_in_one_piece_of_work_all_count(
    edu: Edu, school: School, game: Game
) -> None:
    player = phone(edu, game)
    by_hand(edu, school, game, 0, "A")
    given: SubmitAnswer = right_answer(games.load_game(edu, game.id), player, edu, "x")
    done = perform(edu, game.id, [given, TakeCards(school.teacher, 0, school.classroom.id)])
    assert len(done.game.answers_of(0)) == 2
    assert done.game == games.load_game(edu, game.id)
    assert done.game.phase is Phase.REVEAL
