"""The lessons and quizzes in use: read once, read again when a file changes.

A file that breaks while the app runs keeps its last good version in use; the problem is kept
beside it, so that the teacher sees why.
"""

import hashlib
import re
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from edu_core.content.lesson_file import load_lesson
from edu_core.content.pictures import picture_problems
from edu_core.content.problems import Problem, Unusable, sorted_problems
from edu_core.content.quiz_file import as_problem, load_quiz, load_register
from edu_core.content.references import reference_problems
from edu_core.content.registers import (
    FactRegister,
    ReadingRegister,
    SourceRegister,
    TopicRegister,
)
from edu_core.content.yaml_lines import MOST_BYTES, Lined, too_large
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz
from edu_core.domain.register import Fact, Source, Topic

SECONDS_BETWEEN_LOOKS = 1.0
REGISTERS = {
    "lessons/topics.yaml": TopicRegister,
    "lessons/sources.yaml": SourceRegister,
    "lessons/facts.yaml": FactRegister,
    "lessons/readings.yaml": ReadingRegister,
}


@dataclass(frozen=True)
class Loaded:
    """One file as it was last read well: its model, its text and the lines of its values."""

    file: str
    model: Any
    lined: Lined
    text: str = ""


@dataclass(frozen=True)
class Library:
    """All content at one moment. ``files`` maps a file name to what was read from it, ``unread``
    names the files that have never been read well.
    """

    lessons: dict[str, Lesson] = field(default_factory=dict[str, Lesson])
    quizzes: dict[str, Quiz] = field(default_factory=dict[str, Quiz])
    topics: dict[str, Topic] = field(default_factory=dict[str, Topic])
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    readings: dict[str, str] = field(default_factory=dict[str, str])
    files: dict[str, Loaded] = field(default_factory=dict[str, Loaded])
    unread: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    fingerprint: str = ""

    def topic_title(self, topic: str) -> str:
        """The name of a topic for people."""
        return self.topics[topic].title if topic in self.topics else topic

    def source_title(self, source: str) -> str:
        """The name of a source for people."""
        return self.sources[source].title if source in self.sources else source

    def find_lesson_of(self, quiz: Quiz) -> Lesson | None:
        """The lesson a quiz belongs to: the one it names, else one that names it."""
        named = self.lessons.get(quiz.lesson or "")
        naming = (one for one in self.lessons.values() if quiz.id in (one.quiz, one.before))
        return named or next(naming, None)


_Stamp = tuple[int, int]


@dataclass
class _Slot:
    """What is known about one file: its stamp, its last good version, what is wrong now."""

    stamp: _Stamp
    good: Loaded | None
    problems: list[Problem]


class ContentStore:
    """The content below ``root``; ``library()`` is cheap when nothing changed. Thread-safe."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.root = root
        self._clock = clock
        self._lock = threading.Lock()
        self._slots: dict[str, _Slot] = {}
        self._others: dict[str, _Stamp] = {}
        self._library: Library | None = None
        self._looked_at = 0.0

    def library(self, *, look_now: bool = False) -> Library:
        """The content as it is, looked at again when a second has passed.

        While one thread reads changed files, the others go on with what they have.
        """
        current = self._library
        if current is not None and not look_now:
            due = self._clock() - self._looked_at >= SECONDS_BETWEEN_LOOKS
            if not due or not self._lock.acquire(blocking=False):
                return current
        else:
            self._lock.acquire()
        try:
            self._library = library = self._look()
            self._looked_at = self._clock()
            return library
        finally:
            self._lock.release()

    def _look(self) -> Library:
        found = {path.relative_to(self.root).as_posix(): path for path in content_files(self.root)}
        others = _stamps_beside(self.root)
        changed = set(self._slots) != set(found) or others != self._others
        self._others = others
        for gone in set(self._slots) - set(found):
            del self._slots[gone]
        for file, path in found.items():
            changed = self._read(file, path) or changed
        if changed or self._library is None:
            # In the order of the names: which of two equal ids wins must not depend on history.
            return _assemble(self.root, {f: self._slots[f] for f in found if f in self._slots})
        return self._library

    def _read(self, file: str, path: Path) -> bool:
        """Read a file if it is new or changed; says whether it was."""
        before = self._slots.get(file)
        try:
            state = path.stat()
            stamp = (state.st_mtime_ns, state.st_size)
            if before is not None and before.stamp == stamp:
                return False
            if problem := _not_a_file(self.root, path, file, state.st_mode):
                self._slots[file] = _Slot(stamp, before.good if before else None, [problem])
                return True
            raw = path.read_bytes() if state.st_size <= MOST_BYTES else None
        except FileNotFoundError:
            return False  # being replaced at this moment: the next look finds it
        except OSError:
            problem = _problem_of(file, "文件打不开。", "检查文件的权限，或者关掉占用它的程序。")
            self._slots[file] = _Slot((0, 0), before.good if before else None, [problem])
            return before is None or before.problems != [problem]
        try:
            if raw is None:
                raise Unusable([as_problem(too_large(state.st_size), file)])
            self._slots[file] = _Slot(stamp, load_file(raw, file), [])
        except Unusable as error:
            self._slots[file] = _Slot(stamp, before.good if before else None, error.problems)
        return True


def _problem_of(file: str, message: str, suggestion: str) -> Problem:
    return Problem(file, 1, "E111", message, suggestion)


def _not_a_file(root: Path, path: Path, file: str, mode: int) -> Problem | None:
    """What is wrong with something that has the name of a content file but must not be read."""
    if stat.S_ISDIR(mode):
        return _problem_of(file, "这是一个文件夹，不是文件。", "改掉名字里的后缀，或者移到别处。")
    if not stat.S_ISREG(mode):
        return _problem_of(file, "这不是普通的文件，没有读取。", "删掉它，或者移到别处。")
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        message = "这是指向别处的快捷方式，没有读取。"
        return _problem_of(file, message, "把原来的文件复制到这里。")
    return None


def readable(root: Path, path: Path) -> bool:
    """Whether a content file is a plain file inside the folder."""
    try:
        return _not_a_file(root, path, path.name, path.stat().st_mode) is None
    except OSError:
        return False


def load_library(root: Path) -> Library:
    """All content below a folder, read once."""
    return ContentStore(root).library()


def content_files(root: Path) -> list[Path]:
    """The registers, lessons and quizzes below a folder, in order.

    Names that begin with ``_`` or ``.`` are drafts and left alone; so is ``README.md``.
    """
    found = [
        *sorted((root / "lessons").glob("*.yaml")),
        *sorted((root / "lessons").glob("*.md")),
        *sorted((root / "quizzes").glob("*.yaml")),
    ]
    return [path for path in found if path.name[0] not in "._" and path.name != "README.md"]


def _stamps_beside(root: Path) -> dict[str, _Stamp]:
    """Pictures and files with a wrong ending: they hold no content but matter to it."""
    found = [
        *(root / "lessons").rglob("*.svg"),
        *_misnamed(root),
    ]
    stamps: dict[str, _Stamp] = {}
    for path in found:
        try:
            state = path.stat()
        except OSError:
            continue  # a broken link, or gone this moment
        stamps[path.relative_to(root).as_posix()] = (state.st_mtime_ns, state.st_size)
    return stamps


def load_file(raw: bytes, file: str) -> Loaded:
    """One content file by its name (``lessons/….md``, ``quizzes/….yaml``); raises ``Unusable``."""
    if file.endswith(".md"):
        model, lined = load_lesson(raw, file)
    elif file.startswith("quizzes/"):
        model, lined = load_quiz(raw, file)
    else:
        register = REGISTERS.get(file)
        if register is None:
            names = "、".join(name.removeprefix("lessons/") for name in REGISTERS)
            message = f"lessons 文件夹里的 YAML 只有 {names}。"
            raise Unusable([Problem(file, 1, "E111", message, "测验请放进 quizzes 文件夹。")])
        model, lined = load_register(raw, file, register)
    return Loaded(file, model, lined, raw.decode("utf-8-sig"))


_ENDINGS = {"lessons": (".yaml", ".md"), "quizzes": (".yaml",)}
_LOOKS_LIKE_CONTENT = re.compile(r"\.(ya?ml|md|markdown)(\.txt)?$", re.IGNORECASE)


def _misnamed(root: Path) -> list[Path]:
    """Files beside the content that an author may believe to be in use."""
    return [
        path
        for folder, endings in _ENDINGS.items()
        for path in sorted((root / folder).glob("*"))
        if _LOOKS_LIKE_CONTENT.search(path.name)
        and not path.name.endswith(endings)
        and path.name[0] not in "._"
        and path.name != "README.md"
    ]


def _assemble(root: Path, slots: dict[str, _Slot]) -> Library:
    files = {file: slot.good for file, slot in slots.items() if slot.good is not None}
    stamps = repr(sorted((file, slot.stamp) for file, slot in slots.items()))
    library = Library(
        files=files,
        unread=frozenset(set(slots) - set(files)),
        fingerprint=hashlib.sha256(stamps.encode()).hexdigest()[:16],
    )
    for loaded in files.values():
        model = loaded.model
        if isinstance(model, Lesson):
            library.lessons.setdefault(model.id, model)
        elif isinstance(model, Quiz):
            library.quizzes.setdefault(model.id, model)
        elif isinstance(model, TopicRegister):
            library.topics.update({topic.id: topic for topic in model.topics})
        elif isinstance(model, SourceRegister):
            library.sources.update({source.id: source for source in model.sources})
        elif isinstance(model, FactRegister):
            library.facts.update({fact.id: fact for fact in model.facts})
        elif isinstance(model, ReadingRegister):
            library.readings.update({one.word: one.pinyin for one in model.readings})
    problems = [problem for slot in slots.values() for problem in slot.problems]
    problems += reference_problems(library)
    problems += picture_problems(root, library)
    problems += _not_read(root)
    return replace(library, problems=sorted_problems(problems))


def _not_read(root: Path) -> list[Problem]:
    """What is said about files that are not read because of their names."""
    return [_misnamed_problem(path.relative_to(root).as_posix()) for path in _misnamed(root)]


def _misnamed_problem(file: str) -> Problem:
    name = file.rsplit("/", maxsplit=1)[-1]
    if name.lower().endswith(".txt"):
        hint = "电脑可能没有显示后缀：打开“显示文件扩展名”，再删掉结尾的 .txt。"
    elif name.lower().endswith((".md", ".markdown")):
        hint = "课文放进 lessons 文件夹，后缀写成小写的 .md。"
    else:
        hint = "把后缀改成小写的 .yaml。"
    ending = name[name.index(".") :]
    return _problem_of(file, f"这里后缀是 {ending} 的文件不会读取。", hint)
