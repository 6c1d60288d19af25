"""A game with cards in which something happens in the middle: a discussion, a class that goes."""

import pytest

from edu_core.domain.errors import Conflict, NotFound
from edu_core.domain.game_cards import classes_out, letters
from edu_core.domain.game_commands import Adjust, AskAgain, Discuss, Next, Remove
from edu_core.domain.game_standings import distribution
from edu_core.domain.game_state import Game, Phase
from edu_core.domain.game_views import view_for_screen
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.deleting import delete_classroom, remove_pupil
from edu_core.services.game_cards import CardsTaken
from edu_core.services.game_work import JoinRequest
from tests.conftest import School
from tests.services.card_games import answer, begun, by_hand, now, phone, photograph, take_in
from tests.services.test_games import right_answer


@pytest.fixture
def game(edu: Edu, school: School) -> Game:
    return begun(edu, school)


def test_a_class_with_cards_and_a_phone_discuss_and_vote_again_and_both_votes_are_kept(
    edu: Edu, school: School, game: Game
) -> None:
    games.host_command(edu, school.teacher, game.id, Adjust(discuss_first=True))
    player = phone(edu, game)
    shown = letters(game.sheets[game.rounds[0].item_id])
    right = right_answer(game, player, edu).response.options[0]  # type: ignore[union-attr]
    wrong = next(name for name in shown.values() if name != right)
    sides = {name: side for side, name in shown.items()}
    photograph(edu, school, game, {"1": sides[right], "2": sides[wrong], "3": sides[wrong]})
    answer(edu, game, player)
    assert take_in(edu, school, game) == CardsTaken(3, (), (), 0)
    talk = games.load_game(edu, game.id)
    assert talk.phase is Phase.DISCUSSION  # all are in: not the answer, but the talk about it
    first = {right: 2, wrong: 2}
    assert view_for_screen(talk, edu.now())["votes"] == {"answered": 4, "options": first}
    with pytest.raises(Conflict, match="没有计入"):
        take_in(edu, school, game)

    again = games.host_command(edu, school.teacher, game.id, AskAgain(0)).game
    assert (again.place, again.phase) == (1, Phase.QUESTION)
    assert classes_out(again) == (school.classroom.id,)
    assert len(now(edu, school, again).missing) == 3  # the cards of the first vote are not read on
    photograph(edu, school, again, {"1": sides[right], "2": sides[right]}, seed=2)
    by_hand(edu, school, again, 2, sides[wrong])
    assert take_in(edu, school, again) == CardsTaken(3, (), (), 0)
    assert games.load_game(edu, game.id).phase is Phase.QUESTION  # for the phone
    told = answer(edu, again, player)
    assert told.phase is Phase.REVEAL
    view = view_for_screen(games.load_game(edu, game.id), edu.now())
    for vote, counts in (("before", first), ("distribution", {right: 3, wrong: 1})):
        assert {name: view[vote]["options"][name] for name in counts} == counts
    assert len(told.players) == 4
    assert sorted(stands.points for stands in told.table.values()) == [0.0, 1.0, 1.0, 1.0]


def test_a_pupil_signed_in_on_a_phone_and_with_a_card_is_one_player(
    edu: Edu, school: School, game: Game
) -> None:
    before, after = school.pupils[:2]  # one comes with the phone first, one with the card
    first = games.join(edu, game.id, JoinRequest("", person_id=before.id)).player_id
    for place in range(2):
        by_hand(edu, school, game, place, "A")
    assert take_in(edu, school, game) == CardsTaken(2, (), (), 1)
    second = games.join(edu, game.id, JoinRequest("", person_id=after.id)).player_id
    played = games.load_game(edu, game.id)
    assert {one.id: one.person_id for one in played.players.values()} == {
        first: before.id,
        second: after.id,
    }
    assert played.answers_of(0).keys() == {first, second}


def test_a_nickname_beside_the_card_is_sent_out_and_the_card_counts(
    edu: Edu, school: School, game: Game
) -> None:
    nickname = phone(edu, game, "3班1号")  # nobody can know that this is the first of the class
    answer(edu, game, nickname)
    by_hand(edu, school, game, 0, "A")
    take_in(edu, school, game)
    assert len(games.load_game(edu, game.id).active) == 2
    alone = games.host_command(edu, school.teacher, game.id, Remove(nickname)).game
    [player] = alone.active
    assert player.person_id == school.pupils[0].id
    assert distribution(alone, 0).answered == 1


def test_a_class_deleted_in_the_middle_is_not_waited_for_and_what_others_answered_stays(
    edu: Edu, school: School, game: Game
) -> None:
    player = phone(edu, game)
    by_hand(edu, school, game, 0, "A")
    take_in(edu, school, game)
    games.host_command(edu, school.teacher, game.id, Discuss(0))
    again = games.host_command(edu, school.teacher, game.id, AskAgain(0)).game
    known = answer(edu, again, player)
    assert known.phase is Phase.QUESTION
    delete_classroom(edu, school.teacher, school.classroom.id, school.classroom.name)
    after = games.load_game(edu, game.id)
    assert after.phase is Phase.REVEAL
    assert after.rules.card_classes == ()
    assert set(after.players) == set(after.answers_of(1)) == {player}
    assert after.answers_of(0) == {}
    assert games.load_game(edu, game.id, known) == after  # whoever knew the pupils forgets them
    assert now(edu, school, game).classes == ()
    games.host_command(edu, school.teacher, game.id, Next(1))


def test_a_pupil_deleted_in_the_middle_is_not_waited_for(
    edu: Edu, school: School, game: Game
) -> None:
    other = phone(edu, game)
    gone = games.join(edu, game.id, JoinRequest("", person_id=school.pupils[2].id)).player_id
    take_in(edu, school, game)
    known = answer(edu, game, other)
    assert known.phase is Phase.QUESTION
    late = right_answer(known, gone, edu, "late")
    remove_pupil(edu, school.teacher, school.classroom.id, school.pupils[2].id)
    assert games.load_game(edu, game.id).phase is Phase.REVEAL
    done, (receipt,) = games.submit_answers(edu, game.id, [late], known)
    assert isinstance(receipt.refused, NotFound)
    assert set(done.game.players) == {other}
