"""People, classes and who is in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from edu_core.domain.errors import NotFound
from edu_core.domain.items.base import Band
from edu_core.domain.people import Classroom, Enrollment, Person, Role
from edu_core.storage.store import Transaction
from edu_core.storage.tables import classrooms, enrollments, people, teachings
from edu_core.storage.upsert import new_id


@dataclass(frozen=True)
class Account:
    """A person with the hash of the secret, for signing in only."""

    person: Person
    secret_hash: str


def person_from(row: sa.Row[Any]) -> Person:
    """Somebody, from a row with the columns of the table ``people``."""
    return Person(
        id=row.id,
        role=Role(row.role),
        name=row.name,
        user_name=row.user_name,
        disabled=row.disabled,
        demonstration=row.demonstration,
    )


def _classroom(row: sa.Row[Any]) -> Classroom:
    return Classroom(
        id=row.id,
        name=row.name,
        code=row.code,
        band=Band(row.band),
        created_at=row.created_at,
        demonstration=row.demonstration,
    )


def add_person(
    transaction: Transaction,
    *,
    role: Role,
    name: str,
    secret_hash: str,
    now: datetime,
    user_name: str | None = None,
    slip_hash: str | None = None,
    demonstration: bool = False,
) -> int:
    """Store a person and return the id."""
    result = transaction.execute(
        people.insert().values(
            role=role,
            name=name,
            user_name=user_name,
            secret_hash=secret_hash,
            slip_hash=slip_hash,
            disabled=False,
            demonstration=demonstration,
            created_at=now,
        )
    )
    return new_id(result)


def get_person(transaction: Transaction, person_id: int) -> Person:
    """The person with this id; raises ``NotFound``."""
    row = transaction.execute(sa.select(people).where(people.c.id == person_id)).one_or_none()
    if row is None:
        raise NotFound("找不到这个人，可能已经被删除。请刷新页面。", person=person_id)
    return person_from(row)


def lock_person(transaction: Transaction, person_id: int) -> None:
    """Let nobody else begin or delete anything of this person meanwhile; raises ``NotFound``."""
    query = sa.select(people.c.id).where(people.c.id == person_id)
    found = transaction.execute(query.with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise NotFound("找不到这个人，可能已经被删除。请刷新页面。", person=person_id)


def find_account(transaction: Transaction, user_name: str) -> Account | None:
    """The account of a teacher or administrator."""
    row = transaction.execute(
        sa.select(people).where(people.c.user_name == user_name)
    ).one_or_none()
    return None if row is None else Account(person_from(row), row.secret_hash)


def find_account_by_id(transaction: Transaction, person_id: int) -> Account | None:
    """The account of a person."""
    row = transaction.execute(sa.select(people).where(people.c.id == person_id)).one_or_none()
    return None if row is None else Account(person_from(row), row.secret_hash)


def find_pupil_by_slip(transaction: Transaction, slip_hash: str) -> Person | None:
    """The pupil whose printed QR slip this is."""
    row = transaction.execute(
        sa.select(people).where(people.c.slip_hash == slip_hash)
    ).one_or_none()
    return None if row is None else person_from(row)


def find_pupil_accounts(transaction: Transaction, classroom_id: int, who: str) -> list[Account]:
    """The pupils of a class with this number, or else with this name (several may share a name)."""
    joined = sa.select(people, enrollments.c.number).join(
        enrollments, enrollments.c.person_id == people.c.id
    )
    rows = transaction.execute(
        joined.where(
            enrollments.c.classroom_id == classroom_id,
            sa.or_(enrollments.c.number == who, people.c.name == who),
        )
    ).all()
    by_number = [row for row in rows if row.number == who]
    return [Account(person_from(row), row.secret_hash) for row in by_number or rows]


def set_secret(
    transaction: Transaction, person_id: int, secret_hash: str, slip_hash: str | None = None
) -> None:
    """Replace a person's PIN or password, and the QR slip with it."""
    transaction.execute(
        people.update()
        .where(people.c.id == person_id)
        .values(secret_hash=secret_hash, slip_hash=slip_hash)
    )


def set_disabled(transaction: Transaction, person_id: int, disabled: bool) -> None:
    """Let somebody in again, or not."""
    transaction.execute(people.update().where(people.c.id == person_id).values(disabled=disabled))


def list_staff(transaction: Transaction) -> list[Person]:
    """All teachers and administrators by user name."""
    rows = transaction.execute(
        sa.select(people).where(people.c.role != Role.PUPIL).order_by(people.c.user_name)
    )
    return [person_from(row) for row in rows]


def count_administrators(transaction: Transaction) -> int:
    """How many administrators there are."""
    query = sa.select(sa.func.count()).where(
        people.c.role == Role.ADMINISTRATOR, people.c.demonstration.is_(False)
    )
    return int(transaction.execute(query).scalar_one())


def add_classroom(
    transaction: Transaction,
    *,
    name: str,
    code: str,
    band: Band,
    teacher_id: int,
    now: datetime,
    demonstration: bool = False,
) -> int:
    """Store a class with its teacher and return the id."""
    result = transaction.execute(
        classrooms.insert().values(
            name=name, code=code, band=band, created_at=now, demonstration=demonstration
        )
    )
    classroom_id = new_id(result)
    transaction.execute(teachings.insert().values(classroom_id=classroom_id, person_id=teacher_id))
    return classroom_id


def get_classroom(transaction: Transaction, classroom_id: int) -> Classroom:
    """The class with this id; raises ``NotFound``."""
    row = transaction.execute(
        sa.select(classrooms).where(classrooms.c.id == classroom_id)
    ).one_or_none()
    if row is None:
        raise NotFound("找不到这个班，可能已经被删除。请回到班级列表。", classroom=classroom_id)
    return _classroom(row)


def find_classroom_by_code(transaction: Transaction, code: str) -> Classroom | None:
    """The class with this code."""
    row = transaction.execute(sa.select(classrooms).where(classrooms.c.code == code)).one_or_none()
    return None if row is None else _classroom(row)


def list_classrooms(transaction: Transaction, teacher_id: int | None = None) -> list[Classroom]:
    """The classes of one teacher, or all, by name, the demonstration last."""
    query = sa.select(classrooms).order_by(
        classrooms.c.demonstration, classrooms.c.name, classrooms.c.id
    )
    if teacher_id is not None:
        query = query.join(teachings).where(teachings.c.person_id == teacher_id)
    return [_classroom(row) for row in transaction.execute(query)]


def teaches(transaction: Transaction, person_id: int, classroom_id: int) -> bool:
    """Whether the class is this teacher's."""
    query = sa.select(sa.func.count()).where(
        teachings.c.person_id == person_id, teachings.c.classroom_id == classroom_id
    )
    return bool(transaction.execute(query).scalar_one())


def rename_classroom(transaction: Transaction, classroom_id: int, name: str) -> None:
    """Give a class another name."""
    transaction.execute(
        classrooms.update().where(classrooms.c.id == classroom_id).values(name=name)
    )


def delete_people(transaction: Transaction, person_ids: Sequence[int]) -> None:
    """Delete people and everything that is theirs."""
    transaction.execute(people.delete().where(people.c.id.in_(person_ids)))


def delete_classroom(transaction: Transaction, classroom_id: int) -> None:
    """Delete a class, its pupils and everything that is theirs."""
    pupils = sa.select(enrollments.c.person_id).where(enrollments.c.classroom_id == classroom_id)
    transaction.execute(people.delete().where(people.c.id.in_(pupils)))
    transaction.execute(classrooms.delete().where(classrooms.c.id == classroom_id))


def list_demonstration(transaction: Transaction) -> list[int]:
    """Every person of the demonstration school."""
    query = sa.select(people.c.id).where(people.c.demonstration.is_(True))
    return list(transaction.execute(query).scalars())


def delete_demonstration(transaction: Transaction) -> None:
    """Delete every class and person of the demonstration school, and nothing else."""
    transaction.execute(people.delete().where(people.c.demonstration.is_(True)))
    transaction.execute(classrooms.delete().where(classrooms.c.demonstration.is_(True)))


def add_enrollment(
    transaction: Transaction, classroom_id: int, person_id: int, number: str, flower_seed: str
) -> int:
    """Put a pupil into a class."""
    result = transaction.execute(
        enrollments.insert().values(
            classroom_id=classroom_id, person_id=person_id, number=number, flower_seed=flower_seed
        )
    )
    return new_id(result)


def _enrollment_query() -> sa.Select[Any]:
    return sa.select(enrollments, people.c.name).join(
        people, people.c.id == enrollments.c.person_id
    )


def _enrollment(row: sa.Row[Any]) -> Enrollment:
    return Enrollment(
        id=row.id,
        classroom_id=row.classroom_id,
        person_id=row.person_id,
        name=row.name,
        number=row.number,
        flower_seed=row.flower_seed,
    )


def list_enrollments(transaction: Transaction, classroom_id: int) -> list[Enrollment]:
    """The pupils of a class by number (2 before 10)."""
    rows = transaction.execute(
        _enrollment_query().where(enrollments.c.classroom_id == classroom_id)
    )
    found = [_enrollment(row) for row in rows]
    return sorted(found, key=lambda pupil: (len(pupil.number), pupil.number))


def find_enrollment(transaction: Transaction, person_id: int) -> Enrollment | None:
    """Where a pupil belongs; ``None`` for everybody else."""
    row = transaction.execute(
        _enrollment_query().where(enrollments.c.person_id == person_id)
    ).first()
    return None if row is None else _enrollment(row)


def count_enrollments(transaction: Transaction, classroom_ids: Iterable[int]) -> dict[int, int]:
    """Class id to number of pupils; classes without pupils are missing."""
    query = (
        sa.select(enrollments.c.classroom_id, sa.func.count())
        .where(enrollments.c.classroom_id.in_(list(classroom_ids)))
        .group_by(enrollments.c.classroom_id)
    )
    return dict(transaction.execute(query).all())
