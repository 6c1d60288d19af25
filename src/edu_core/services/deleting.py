"""Deleting a class or a pupil with all that is theirs, also out of live games that are not over."""

from collections.abc import Sequence

from edu_core.domain.access import Deed, require
from edu_core.domain.errors import BadInput
from edu_core.domain.game_commands import Forget
from edu_core.domain.people import Person, clean_name
from edu_core.services.classes import require_classroom
from edu_core.services.context import Edu
from edu_core.services.game_work import perform_within
from edu_core.storage import games, people
from edu_core.storage.store import Transaction


def delete_classroom(edu: Edu, me: Person, classroom_id: int, typed_name: str) -> None:
    """Delete a class with its pupils and all they did; ``typed_name`` must be the class's name."""
    with edu.store.write() as transaction:
        classroom = require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        if clean_name(typed_name) != classroom.name:
            raise BadInput("输入的班名和这个班的名字不一样，没有删除任何东西。")
        pupils = [one.person_id for one in people.list_enrollments(transaction, classroom_id)]
        _leave_games(edu, transaction, pupils, [classroom_id])
        people.delete_classroom(transaction, classroom_id)
    edu.store.forget_deleted()


def remove_pupil(edu: Edu, me: Person, classroom_id: int, person_id: int) -> None:
    """Delete one pupil and all they did."""
    with edu.store.write() as transaction:
        require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        pupils = {pupil.person_id for pupil in people.list_enrollments(transaction, classroom_id)}
        if person_id not in pupils:
            raise BadInput("这位学生不在这个班里，没有删除任何东西。请刷新页面。")
        _leave_games(edu, transaction, [person_id], [])
        people.delete_people(transaction, [person_id])
    edu.store.forget_deleted()


def remove_demonstration(edu: Edu, me: Person) -> None:
    """Delete the demonstration school and nothing else."""
    require(me, Deed.LOAD_DEMONSTRATION)
    with edu.store.write() as transaction:
        rooms = [room.id for room in people.list_classrooms(transaction) if room.demonstration]
        _leave_games(edu, transaction, people.list_demonstration(transaction), rooms)
        people.delete_demonstration(transaction)


def _leave_games(
    edu: Edu, transaction: Transaction, person_ids: Sequence[int], classroom_ids: Sequence[int]
) -> None:
    """Let the games go on without them. Called first, as whoever writes a game locks it first."""
    gone = Forget(frozenset(person_ids), frozenset(classroom_ids))
    for game_id in games.unfinished_with(transaction, person_ids, classroom_ids):
        perform_within(edu, transaction, game_id, [gone])
