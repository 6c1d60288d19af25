"""Practising what a live game has shown to be missed: set for a class, and withdrawn.

A set is a quiz of its own, stored as a revision; ``sitting.get_quiz`` finds it like those of the
content files, so that pupils sit it like any other and every report knows it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from edu_core.domain.access import Deed
from edu_core.domain.errors import BadInput, NotFound
from edu_core.domain.game_practice import missed_items, practice_quiz
from edu_core.domain.game_state import Game, TeamMode
from edu_core.domain.items import Item
from edu_core.domain.people import Classroom, Person
from edu_core.services.classes import require_classroom
from edu_core.services.context import Edu
from edu_core.services.games import get_game
from edu_core.storage import attempts, game_attempts, games, people, practice
from edu_core.storage.practice import PracticeRow
from edu_core.storage.store import Transaction


@dataclass(frozen=True)
class PlannedClass:
    """A class of the host that took part, and what it was set out of this game already."""

    classroom: Classroom
    players: int
    practice: PracticeRow | None


@dataclass(frozen=True)
class PracticePlan:
    """What could be practised after a game, in the order of the quiz, and by which classes."""

    missed: tuple[Item, ...]
    classes: tuple[PlannedClass, ...]


def plan_practice(edu: Edu, me: Person, game_id: int, known: Game | None = None) -> PracticePlan:
    """What one's own game has shown to be missed, and the classes of one's own that took part.

    A class took part when one of its pupils played signed in, or a team bore its name. ``known``
    is an earlier state of the game, which saves reading it.
    """
    game = get_game(edu, me, game_id, known).game
    with edu.store.read() as transaction:
        taught = people.list_classrooms(transaction, me.id)
        of_people = game_attempts.classrooms_of_game(transaction, game_id, me.id)
        given = practice.list_practice_of_game(transaction, game_id)
    current = {row.classroom_id: row for row in given if row.open}
    players = _players_by_class(game, taught, of_people)
    return PracticePlan(
        missed=tuple(game.quiz.item(name) for name in missed_items(game)),
        classes=tuple(
            PlannedClass(room, players[room.id], current.get(room.id))
            for room in taught
            if players[room.id]
        ),
    )


def _players_by_class(
    game: Game, taught: Sequence[Classroom], of_people: dict[int, int]
) -> Counter[int]:
    by_team: dict[str, int] = {}
    if game.rules.team_mode is TeamMode.CLASS:
        by_team = {room.name: room.id for room in taught}
    counts: Counter[int] = Counter()
    for player in game.active:
        room = by_team.get(player.team)
        if player.person_id is not None:
            room = of_people.get(player.person_id)
        if room is not None:
            counts[room] += 1
    return counts


def set_practice(edu: Edu, me: Person, game_id: int, classroom_ids: Sequence[int]) -> None:
    """Set these classes to practise what one's own game has shown to be missed.

    A class that has it already keeps it. Raises ``BadInput`` when nothing was missed or no class
    was chosen.
    """
    get_game(edu, me, game_id)  # nobody else's
    if not classroom_ids:
        raise BadInput("还没有选班，没有布置。请至少选一个班。")
    with edu.store.write() as transaction:
        game = games.get_game(transaction, game_id, to_change=True)  # a second click waits here
        given = practice.list_practice_of_game(transaction, game_id)
        already = {row.classroom_id for row in given if row.open}
        for classroom_id in dict.fromkeys(classroom_ids):
            require_classroom(edu, transaction, me, Deed.SET_PRACTICE, classroom_id)
            if classroom_id not in already:
                _add(edu, transaction, game, classroom_id)


def _add(edu: Edu, transaction: Transaction, game: Game, classroom_id: int) -> None:
    quiz = practice_quiz(game, f"practice-{edu.token(8)}")
    if quiz is None:
        raise BadInput("每道题都有七成以上的人答对，没有需要再练的题，没有布置。")
    now, revision = edu.now(), quiz.revision()
    attempts.put_revision(transaction, revision, quiz, now)
    practice.add_practice(
        transaction,
        quiz_id=quiz.id,
        revision=revision,
        classroom_id=classroom_id,
        game_id=game.id,
        now=now,
    )


def withdraw_practice(edu: Edu, me: Person, quiz_id: str) -> None:
    """Take a set back: nobody can begin it any more. What was answered stays, and whoever is in
    the middle of it may finish.
    """
    with edu.store.write() as transaction:
        found = practice.find_practice(transaction, quiz_id)
        if found is None:
            raise NotFound("找不到这份练习，可能班级已经删除。请刷新页面。", quiz=quiz_id)
        require_classroom(edu, transaction, me, Deed.SET_PRACTICE, found.classroom_id)
        practice.withdraw_practice(transaction, quiz_id, edu.now())
