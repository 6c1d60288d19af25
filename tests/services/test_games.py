"""Live games on both databases: what is acknowledged is stored, once, and for the right player."""

from datetime import timedelta

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.game_commands import (
    ConfirmClaim,
    EndEarly,
    MoreTime,
    Next,
    Remove,
    Reveal,
    Start,
    SubmitAnswer,
    Tick,
    Void,
)
from edu_core.domain.game_state import Game, GameRules, Phase, Scoring, TeamMode
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_replay import get_replay
from edu_core.services.game_results import get_results
from edu_core.services.game_work import HostOrder, Joined, JoinRequest, perform
from edu_core.services.reports import get_class_report
from edu_core.storage.attempts import list_attempts
from tests.conftest import Clock, MakeTeacher, School

QUIZ = "every-kind"


def right_answer(game: Game, player: str, edu: Edu, answer_id: str = "a") -> SubmitAnswer:
    """The right answer to the question that is open, arriving now."""
    current = game.round
    assert current is not None
    sheet = game.sheets[current.item_id]
    key = sheet.item.correct_response()
    assert key is not None
    return SubmitAnswer(player, game.place, sheet.shown(key), edu.now(), answer_id)


def reload(edu: Edu, game: Game) -> Game:
    """The game as another process would read it."""
    return games.load_game(edu, game.id)


@pytest.fixture
def game(edu: Edu, teacher: Person) -> Game:
    return games.create_game(edu, teacher, QUIZ, GameRules()).game


def test_a_lobby_is_found_by_its_code(edu: Edu, game: Game) -> None:
    assert len(game.code) == 6
    assert games.find_game(edu, game.code) == reload(edu, game)
    with pytest.raises(NotFound, match="六位数字"):
        games.find_game(edu, "no-one")


def test_what_is_stored_is_the_game_that_was_played(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    names = [games.join(edu, game.id, JoinRequest(name)).player_id for name in ("李雷", "韩梅梅")]
    done = games.host_command(edu, teacher, game.id, Start())
    while done.game.phase is not Phase.FINISHED:
        clock.move(seconds=2)
        batch = [right_answer(done.game, name, edu) for name in names]
        done, receipts = games.submit_answers(edu, game.id, batch, done.game)
        assert [receipt.taken for receipt in receipts] == [True, True]
        assert done.game == reload(edu, game)
        assert done.game.table == reload(edu, game).table
        done = games.host_command(edu, teacher, game.id, Next(done.game.place), done.game)
    assert {place.rank for place in done.game.table.values()} == {1}
    assert done.game == reload(edu, game)


def test_a_process_that_knows_an_older_state_reads_only_what_came_after(
    edu: Edu, teacher: Person, game: Game
) -> None:
    player = games.join(edu, game.id, JoinRequest("李雷")).player_id
    old = reload(edu, game)
    games.join(edu, game.id, JoinRequest("韩梅梅"))
    games.host_command(edu, teacher, game.id, Start())
    games.submit_answers(edu, game.id, [right_answer(reload(edu, game), player, edu)])
    assert games.load_game(edu, game.id, old) == reload(edu, game)


def test_an_answer_is_committed_before_it_is_acknowledged_and_is_stored_once(
    edu: Edu, teacher: Person, game: Game
) -> None:
    player = games.join(edu, game.id, JoinRequest("李雷")).player_id
    games.join(edu, game.id, JoinRequest("韩梅梅"))
    running = games.host_command(edu, teacher, game.id, Start()).game
    answer = right_answer(running, player, edu, "same")
    _, first = games.submit_answers(edu, game.id, [answer, answer], running)
    _, second = games.submit_answers(edu, game.id, [answer])
    assert [receipt.taken for receipt in (*first, *second)] == [True, False, False]
    assert all(receipt.refused is None for receipt in (*first, *second))
    assert list(reload(edu, game).answers_of(0)) == [player]


def test_a_refused_job_does_not_hinder_the_others(
    edu: Edu, teacher: Person, make_teacher: MakeTeacher, game: Game
) -> None:
    stranger = make_teacher("zhao")
    done = perform(
        edu,
        game.id,
        [
            JoinRequest("李雷"),
            JoinRequest("李 雷"),
            HostOrder(stranger, Start()),
            HostOrder(teacher, Start()),
            JoinRequest("韩梅梅"),
        ],
    )
    kinds = [type(outcome).__name__ for outcome in done.outcomes]
    assert kinds == ["Joined", "Conflict", "NotAllowed", "NoneType", "Joined"]
    assert reload(edu, game).phase is Phase.QUESTION


def test_a_token_is_good_for_one_player_of_one_game(edu: Edu, teacher: Person, game: Game) -> None:
    joined = games.join(edu, game.id, JoinRequest("李雷"))
    other = games.create_game(edu, teacher, QUIZ, GameRules()).game
    assert games.token_owner(edu, game.id, joined.token) == joined.player_id
    assert games.token_owner(edu, other.id, joined.token) is None
    assert games.token_owner(edu, game.id, joined.token[:-1] + "x") is None


def test_a_name_is_claimed_on_another_phone_with_a_code_that_the_host_confirms(
    edu: Edu, teacher: Person, game: Game
) -> None:
    joined = games.join(edu, game.id, JoinRequest("李雷"))
    claimed = games.ask_claim(edu, game.id, "李雷")
    assert claimed.player_id == joined.player_id
    assert games.token_owner(edu, game.id, claimed.token) is None
    games.host_command(edu, teacher, game.id, ConfirmClaim(claimed.code))
    assert games.token_owner(edu, game.id, claimed.token) == joined.player_id


def test_the_screen_needs_its_own_link(edu: Edu, teacher: Person, game: Game) -> None:
    secret = games.get_game(edu, teacher, game.id).screen_secret
    assert games.open_screen(edu, game.id, secret).id == game.id
    with pytest.raises(NotFound):
        games.open_screen(edu, game.id, secret[:-1] + "x")
    with pytest.raises(NotFound):
        games.open_screen(edu, game.id + 1, secret)


def test_a_signed_in_pupil_is_the_same_player_on_every_device_and_plays_for_the_class(
    edu: Edu, school: School
) -> None:
    rules = GameRules(team_mode=TeamMode.CLASS)
    game = games.create_game(edu, school.teacher, QUIZ, rules).game
    pupil = school.pupils[0]
    first = games.join(edu, game.id, JoinRequest("", person_id=pupil.id))
    second = games.join(edu, game.id, JoinRequest("", person_id=pupil.id))
    assert first.player_id == second.player_id
    assert first.token != second.token
    player = reload(edu, game).players[first.player_id]
    assert (player.nickname, player.team) == (pupil.name, school.classroom.name)


def test_two_pupils_of_one_name_and_a_guest_who_took_it_can_all_play(
    edu: Edu, school: School
) -> None:
    game = games.create_game(edu, school.teacher, QUIZ, GameRules()).game
    name = school.pupils[0].name
    jobs = [
        JoinRequest(name),
        JoinRequest(name, person_id=school.pupils[0].id),
        JoinRequest(name, person_id=school.pupils[1].id),
    ]
    outcomes = perform(edu, game.id, jobs).outcomes
    assert all(isinstance(outcome, Joined) for outcome in outcomes)
    names = {player.nickname for player in reload(edu, game).players.values()}
    assert names == {name, f"{name}（2）", f"{name}（3）"}


def test_a_team_must_be_one_of_those_named(edu: Edu, teacher: Person) -> None:
    rules = GameRules(team_mode=TeamMode.NAMED, teams=("红队", "蓝队"))
    game = games.create_game(edu, teacher, QUIZ, rules).game
    with pytest.raises(BadInput, match="先选一个队"):
        games.join(edu, game.id, JoinRequest("李雷", "黄队"))
    player = games.join(edu, game.id, JoinRequest("李雷", "红队")).player_id
    assert reload(edu, game).players[player].team == "红队"


def _play_first_question(edu: Edu, school: School, rules: GameRules) -> Game:
    game = games.create_game(edu, school.teacher, QUIZ, rules).game
    known = games.join(edu, game.id, JoinRequest("", person_id=school.pupils[0].id)).player_id
    guest = games.join(edu, game.id, JoinRequest("客人")).player_id
    running = games.host_command(edu, school.teacher, game.id, Start()).game
    batch = [right_answer(running, name, edu) for name in (known, guest)]
    return games.submit_answers(edu, game.id, batch)[0].game


def test_at_the_end_the_answers_of_known_pupils_reach_the_class_report(
    edu: Edu, school: School, clock: Clock
) -> None:
    game = _play_first_question(edu, school, GameRules(scoring=Scoring.SPEED))
    clock.move(minutes=1)
    games.host_command(edu, school.teacher, game.id, EndEarly())
    with edu.store.read() as transaction:
        [row] = list_attempts(transaction, school.pupils[0].id, QUIZ)
    assert row.finished_at == clock.at
    assert (row.score, row.max_score) == (1.0, 1.0)  # not the points for speed
    report = get_class_report(edu, school.teacher, school.classroom.id)
    assert report.responses.item.tolist() == [game.rounds[0].item_id]


def test_a_question_voided_after_the_end_is_taken_out_of_the_reports_too(
    edu: Edu, school: School
) -> None:
    game = _play_first_question(edu, school, GameRules())
    teacher = school.teacher
    games.host_command(edu, teacher, game.id, EndEarly())
    done = games.host_command(edu, teacher, game.id, Void(0))
    assert {place.points for place in done.game.table.values()} == {0.0}
    with edu.store.read() as transaction:
        assert list_attempts(transaction, school.pupils[0].id, QUIZ) == []
    games.host_command(edu, teacher, game.id, Void(0, voided=False))
    games.host_command(edu, teacher, game.id, Void(0, voided=False))
    with edu.store.read() as transaction:
        [row] = list_attempts(transaction, school.pupils[0].id, QUIZ)
    assert row.score == 1.0


def test_the_end_is_written_once_though_two_hosts_click(edu: Edu, school: School) -> None:
    game = _play_first_question(edu, school, GameRules())
    for _ in range(2):
        games.host_command(edu, school.teacher, game.id, EndEarly())
    with edu.store.read() as transaction:
        assert len(list_attempts(transaction, school.pupils[0].id, QUIZ)) == 1


def test_results_say_what_the_screen_said(edu: Edu, school: School) -> None:
    game = _play_first_question(edu, school, GameRules())
    results = get_results(edu, school.teacher, game.id)
    assert [one.distribution.right for one in results.rounds] == [2]
    assert [player.points for player in results.players] == [(1.0,), (1.0,)]


def test_what_the_host_did_is_kept_for_the_replay(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    player = games.join(edu, game.id, JoinRequest("李雷")).player_id
    for command in (Start(), MoreTime(0), Reveal(0), Reveal(0), Remove(player)):
        clock.move(seconds=1)
        games.host_command(edu, teacher, game.id, command)
    steps = get_replay(edu, teacher, game.id).steps
    did = [[row.name for row in step.did] for step in steps]
    assert did == [["start"], ["more_time", "reveal"], ["remove"]]


def test_a_teacher_who_was_disabled_during_the_game_hosts_no_longer(
    edu: Edu, administrator: Person, teacher: Person, game: Game
) -> None:
    from edu_core.services.accounts import set_staff_disabled

    set_staff_disabled(edu, administrator, teacher.id, True)
    with pytest.raises(NotAllowed):
        games.host_command(edu, teacher, game.id, Start())
    assert reload(edu, game).phase is Phase.LOBBY


def test_time_closes_a_question_by_itself(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    player = games.join(edu, game.id, JoinRequest("李雷")).player_id
    running = games.host_command(edu, teacher, game.id, Start()).game
    clock.move(seconds=32)
    done = perform(edu, game.id, [Tick(), right_answer(running, player, edu)])
    assert done.game.phase is Phase.REVEAL
    [receipt] = [one for one in done.outcomes if one is not None]
    assert isinstance(getattr(receipt, "refused", None), Conflict)


def test_an_answer_that_arrived_in_time_counts_though_its_turn_comes_after_the_end_of_the_round(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    player = games.join(edu, game.id, JoinRequest("李雷")).player_id
    running = games.host_command(edu, teacher, game.id, Start()).game
    answer = right_answer(running, player, edu)
    clock.move(seconds=1)
    games.host_command(edu, teacher, game.id, Reveal(0))
    games.host_command(edu, teacher, game.id, Next(0))
    done, [receipt] = games.submit_answers(edu, game.id, [answer])
    assert receipt.taken
    assert list(done.game.answers_of(0)) == [player]
    assert done.game.answers_of(1) == {}
    assert done.game.table[player].points == 1.0
    assert timedelta(0) < edu.now() - answer.received_at


def test_deleting_a_pupil_takes_their_answers_out_of_the_game(edu: Edu, school: School) -> None:
    from edu_core.services.deleting import remove_pupil

    game = _play_first_question(edu, school, GameRules())
    games.host_command(edu, school.teacher, game.id, EndEarly())
    remove_pupil(edu, school.teacher, school.classroom.id, school.pupils[0].id)
    assert [player.nickname for player in reload(edu, game).active] == ["客人"]


def test_a_deleted_game_is_gone_and_the_pupils_records_stay(edu: Edu, school: School) -> None:
    game = _play_first_question(edu, school, GameRules())
    games.host_command(edu, school.teacher, game.id, EndEarly())
    games.delete_game(edu, school.teacher, game.id, game.code)
    with pytest.raises(NotFound):
        games.find_game(edu, game.code)
    with edu.store.read() as transaction:
        assert len(list_attempts(transaction, school.pupils[0].id, QUIZ)) == 1
    assert games.list_games(edu, school.teacher) == []
