"""What a teacher does with a class: make it, fill it, print slips, take it away."""

from collections.abc import Sequence
from dataclasses import dataclass

from edu_core.domain.access import Deed, Relation, require
from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.items.base import Band
from edu_core.domain.people import CODE_LETTERS, Classroom, Enrollment, Person, Role, clean_name
from edu_core.services.accounts import LONGEST_NAME
from edu_core.services.context import Edu
from edu_core.services.secrets import hash_secret, hash_token, pin_from
from edu_core.storage import people, sessions
from edu_core.storage.store import Transaction

CODE_LENGTH = 6
MOST_PUPILS = 120
"""Pupils in one class; more is a pasted list of a whole school by mistake."""


@dataclass(frozen=True)
class RosterRow:
    """One pupil to add. An empty number is filled with the next free one."""

    name: str
    number: str = ""


@dataclass(frozen=True)
class Slip:
    """What is printed for one pupil and shown once: class code, number, PIN, and the QR token."""

    classroom: str
    code: str
    number: str
    name: str
    pin: str
    token: str


@dataclass(frozen=True)
class ClassroomCard:
    """A class in the list of classes."""

    classroom: Classroom
    pupils: int


def require_classroom(
    edu: Edu, transaction: Transaction, me: Person, deed: Deed, classroom_id: int
) -> Classroom:
    """The class, if this person may do the deed to it."""
    classroom = people.get_classroom(transaction, classroom_id)
    own = people.teaches(transaction, me.id, classroom_id)
    require(me, deed, Relation.OWN if own else Relation.OTHER)
    return classroom


def list_classrooms(edu: Edu, me: Person) -> list[ClassroomCard]:
    """A teacher's classes; for an administrator all classes."""
    require(me, Deed.SEE_CLASSROOM)
    only = None if me.role is Role.ADMINISTRATOR else me.id
    with edu.store.read() as transaction:
        found = people.list_classrooms(transaction, only)
        counts = people.count_enrollments(transaction, [classroom.id for classroom in found])
    return [ClassroomCard(classroom, counts.get(classroom.id, 0)) for classroom in found]


def new_code(edu: Edu, transaction: Transaction) -> str:
    """A class code that is not in use."""
    while True:
        number, code = int(edu.token(16), 16), ""
        for _ in range(CODE_LENGTH):
            number, place = divmod(number, len(CODE_LETTERS))
            code += CODE_LETTERS[place]
        if people.find_classroom_by_code(transaction, code) is None:
            return code


def _checked_class_name(name: str) -> str:
    name = clean_name(name)
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(
            f"请给班级起个名字，不超过 {LONGEST_NAME} 个字，例如“初二（3）班”。还没有保存。"
        )
    return name


def create_classroom(edu: Edu, me: Person, name: str, band: Band) -> Classroom:
    """Make an empty class with a code of its own."""
    require(me, Deed.CREATE_CLASSROOM)
    name = _checked_class_name(name)
    with edu.store.write() as transaction:
        classroom_id = people.add_classroom(
            transaction,
            name=name,
            code=new_code(edu, transaction),
            band=band,
            teacher_id=me.id,
            now=edu.now(),
        )
        return people.get_classroom(transaction, classroom_id)


def rename_classroom(edu: Edu, me: Person, classroom_id: int, name: str) -> None:
    """Give a class another name."""
    name = _checked_class_name(name)
    with edu.store.write() as transaction:
        require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        people.rename_classroom(transaction, classroom_id, name)


def get_roster(edu: Edu, me: Person, classroom_id: int) -> list[Enrollment]:
    """The pupils of a class by number."""
    with edu.store.read() as transaction:
        require_classroom(edu, transaction, me, Deed.SEE_CLASSROOM, classroom_id)
        return people.list_enrollments(transaction, classroom_id)


def import_roster(edu: Edu, me: Person, classroom_id: int, rows: Sequence[RosterRow]) -> list[Slip]:
    """Add pupils to a class, all or none, and return their slips.

    Raises ``Conflict`` for a number that is taken, ``BadInput`` for a list that cannot be used.
    """
    pins = [pin_from(edu.token(16)) for _ in rows]
    hashes = [hash_secret(pin) for pin in pins]
    slips: list[Slip] = []
    with edu.store.write() as transaction:
        classroom = require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        present = people.list_enrollments(transaction, classroom_id)
        numbered = _numbered(rows, {pupil.number for pupil in present})
        if len(present) + len(numbered) > MOST_PUPILS:
            raise BadInput(
                f"一个班最多 {MOST_PUPILS} 人。名单没有导入，请检查是不是贴成了全校名单。"
            )
        for row, pin, secret_hash in zip(numbered, pins, hashes, strict=True):
            token = edu.token(16)
            person_id = people.add_person(
                transaction,
                role=Role.PUPIL,
                name=row.name,
                secret_hash=secret_hash,
                slip_hash=hash_token(token),
                now=edu.now(),
            )
            people.add_enrollment(transaction, classroom_id, person_id, row.number, edu.token(8))
            slips.append(Slip(classroom.name, classroom.code, row.number, row.name, pin, token))
    return slips


def _numbered(rows: Sequence[RosterRow], taken: set[str]) -> list[RosterRow]:
    """The rows cleaned and with a number each; raises for empty names and doubled numbers."""
    if not rows:
        raise BadInput("名单是空的，没有导入任何人。请粘贴姓名，或者上传表格。")
    used, filled = set(taken), []
    for place, row in enumerate(rows, start=1):
        name, number = clean_name(row.name), clean_name(row.number)
        if not name or len(name) > LONGEST_NAME or len(number) > 16:
            raise BadInput(
                f"名单第 {place} 行的姓名或学号是空的或太长，整份名单没有导入。请改好再试。"
            )
        if number and number in used:
            raise Conflict(f"学号 {number} 重复了（第 {place} 行），整份名单没有导入。请改好再试。")
        used.add(number)
        filled.append(RosterRow(name, number))
    return [row if row.number else _with_free_number(row, used) for row in filled]


def _with_free_number(row: RosterRow, used: set[str]) -> RosterRow:
    number = next(str(value) for value in range(1, 10_000) if str(value) not in used)
    used.add(number)
    return RosterRow(row.name, number)


def issue_slips(
    edu: Edu, me: Person, classroom_id: int, person_ids: Sequence[int] | None = None
) -> list[Slip]:
    """New PINs and QR tokens for some pupils of a class, or all; the old ones stop working."""
    with edu.store.read() as transaction:
        classroom = require_classroom(edu, transaction, me, Deed.MANAGE_CLASSROOM, classroom_id)
        present = people.list_enrollments(transaction, classroom_id)
    chosen = [pupil for pupil in present if person_ids is None or pupil.person_id in person_ids]
    slips: list[Slip] = []
    secrets: list[tuple[int, str, str]] = []
    for pupil in chosen:
        pin, token = pin_from(edu.token(16)), edu.token(16)
        secrets.append((pupil.person_id, hash_secret(pin), hash_token(token)))
        slips.append(Slip(classroom.name, classroom.code, pupil.number, pupil.name, pin, token))
    with edu.store.write() as transaction:
        for person_id, secret_hash, slip_hash in secrets:
            people.set_secret(transaction, person_id, secret_hash, slip_hash)
            sessions.delete_sessions_of(transaction, person_id)
    return slips
