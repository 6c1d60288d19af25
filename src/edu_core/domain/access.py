"""Who may do what: one table, one function. Services ask; navigation merely hides."""

from enum import StrEnum

from edu_core.domain.errors import NotAllowed
from edu_core.domain.people import Person, Role


class Deed(StrEnum):
    """Everything that needs permission."""

    LEARN = "learn"
    SEE_OWN_RESULTS = "see-own-results"
    CREATE_CLASSROOM = "create-classroom"
    MANAGE_CLASSROOM = "manage-classroom"
    SEE_CLASSROOM = "see-classroom"
    MARK_RESPONSES = "mark-responses"
    SEE_CONTENT = "see-content"
    MANAGE_PEOPLE = "manage-people"
    CHANGE_OWN_PASSWORD = "change-own-password"
    LOAD_DEMONSTRATION = "load-demonstration"
    HOST_GAME = "host-game"
    SET_PRACTICE = "set-practice"


class Relation(StrEnum):
    """How the person stands to the thing: it is theirs (own attempt, own class), or not."""

    OWN = "own"
    OTHER = "other"


_PUPIL, _TEACHER, _ADMINISTRATOR = Role.PUPIL, Role.TEACHER, Role.ADMINISTRATOR

PERMISSIONS: dict[Deed, frozenset[tuple[Role, Relation]]] = {
    Deed.LEARN: frozenset({(_PUPIL, Relation.OWN)}),
    Deed.SEE_OWN_RESULTS: frozenset({(_PUPIL, Relation.OWN)}),
    Deed.CREATE_CLASSROOM: frozenset({(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN)}),
    Deed.MANAGE_CLASSROOM: frozenset(
        {(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN), (_ADMINISTRATOR, Relation.OTHER)}
    ),
    Deed.SEE_CLASSROOM: frozenset(
        {(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN), (_ADMINISTRATOR, Relation.OTHER)}
    ),
    Deed.MARK_RESPONSES: frozenset({(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN)}),
    Deed.SEE_CONTENT: frozenset({(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN)}),
    Deed.CHANGE_OWN_PASSWORD: frozenset({(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN)}),
    Deed.MANAGE_PEOPLE: frozenset({(_ADMINISTRATOR, Relation.OWN)}),
    Deed.LOAD_DEMONSTRATION: frozenset({(_ADMINISTRATOR, Relation.OWN)}),
    Deed.HOST_GAME: frozenset({(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN)}),
    Deed.SET_PRACTICE: frozenset({(_TEACHER, Relation.OWN), (_ADMINISTRATOR, Relation.OWN)}),
}


_REFUSED = "你没有权限做这件事。如果需要，请联系管理员。什么都没有改动。"


def may(person: Person, deed: Deed, relation: Relation = Relation.OWN) -> bool:
    """Whether this person may do the deed to a thing that stands in this relation to them."""
    return not person.disabled and (person.role, relation) in PERMISSIONS[deed]


def require(person: Person, deed: Deed, relation: Relation = Relation.OWN) -> None:
    """Raise ``NotAllowed`` unless the person may do the deed."""
    if not may(person, deed, relation):
        raise NotAllowed(_REFUSED, person=person.id, deed=deed, relation=relation)
