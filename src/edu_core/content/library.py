"""The lessons and quizzes in use: read once, read again when a file changes.

A file that breaks while the app runs keeps its last good version in use; the problem is kept
beside it, so that the teacher sees why.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edu_core.content.lesson_file import load_lesson
from edu_core.content.pictures import picture_problems
from edu_core.content.problems import Problem, sorted_problems
from edu_core.content.quiz_file import (
    SourceRegister,
    TopicRegister,
    Unusable,
    load_quiz,
    read_yaml,
    validated,
)
from edu_core.content.references import reference_problems
from edu_core.content.yaml_lines import MOST_BYTES, Lined
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz
from edu_core.domain.register import Source, Topic

SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True)
class Loaded:
    """One file as it was last read well: its model and the lines of its values."""

    file: str
    model: Any
    lined: Lined


@dataclass(frozen=True)
class Library:
    """All content at one moment. ``files`` maps a file name to what was read from it."""

    lessons: dict[str, Lesson] = field(default_factory=dict[str, Lesson])
    quizzes: dict[str, Quiz] = field(default_factory=dict[str, Quiz])
    topics: dict[str, Topic] = field(default_factory=dict[str, Topic])
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    files: dict[str, Loaded] = field(default_factory=dict[str, Loaded])
    problems: tuple[Problem, ...] = ()
    fingerprint: str = ""

    def topic_title(self, topic: str) -> str:
        """The name of a topic for people."""
        return self.topics[topic].title if topic in self.topics else topic

    def source_title(self, source: str) -> str:
        """The name of a source for people."""
        return self.sources[source].title if source in self.sources else source


@dataclass
class _Slot:
    """What is known about one file: its stamp, its last good version, what is wrong now."""

    stamp: tuple[int, int]
    good: Loaded | None
    problems: list[Problem]


class ContentStore:
    """The content below ``root``; ``library()`` is cheap when nothing changed. Thread-safe."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.root = root
        self._clock = clock
        self._lock = threading.Lock()
        self._slots: dict[str, _Slot] = {}
        self._library: Library | None = None
        self._looked_at = 0.0

    def library(self, *, look_now: bool = False) -> Library:
        """The content as it is, looked at again when a second has passed."""
        current = self._library
        due = look_now or self._clock() - self._looked_at >= SECONDS_BETWEEN_LOOKS
        if current is not None and not due:
            return current
        with self._lock:
            self._look()
            self._looked_at = self._clock()
            assert self._library is not None
            return self._library

    def _look(self) -> None:
        found = {str(path.relative_to(self.root)): path for path in content_files(self.root)}
        changed = set(self._slots) != set(found)
        for gone in set(self._slots) - set(found):
            del self._slots[gone]
        for file, path in found.items():
            changed = self._read(file, path) or changed
        if changed or self._library is None:
            self._library = _assemble(self.root, self._slots)

    def _read(self, file: str, path: Path) -> bool:
        """Read a file if it is new or changed; says whether it was."""
        try:
            state = path.stat()
            stamp = (state.st_mtime_ns, state.st_size)
            before = self._slots.get(file)
            if before is not None and before.stamp == stamp:
                return False
            raw = path.read_bytes() if state.st_size <= MOST_BYTES else b" " * (MOST_BYTES + 1)
        except OSError:
            return False  # being replaced at this moment: the next look finds it
        try:
            self._slots[file] = _Slot(stamp, load_file(raw, file), [])
        except Unusable as error:
            good = before.good if before is not None else None
            self._slots[file] = _Slot(stamp, good, error.problems)
        return True


def content_files(root: Path) -> list[Path]:
    """The registers, lessons and quizzes below a folder, in order."""
    return [
        *sorted((root / "lessons").glob("*.yaml")),
        *sorted((root / "lessons").glob("*.md")),
        *sorted((root / "quizzes").glob("*.yaml")),
    ]


def load_file(raw: bytes, file: str) -> Loaded:
    """One content file by its name; raises ``Unusable``."""
    path = Path(file)
    if path.suffix == ".md":
        model, lined = load_lesson(raw, file)
    elif path.parts[0] == "quizzes":
        model, lined = load_quiz(raw, file)
    else:
        lined = read_yaml(raw, file)
        register = {"topics": TopicRegister, "sources": SourceRegister}.get(path.stem)
        if register is None:
            problem = Problem(file, 1, "E103", "lessons 里只有 topics.yaml 和 sources.yaml。")
            raise Unusable([problem])
        model = validated(register, lined, file)
    return Loaded(file, model, lined)


def _assemble(root: Path, slots: dict[str, _Slot]) -> Library:
    problems = [problem for slot in slots.values() for problem in slot.problems]
    files = {file: slot.good for file, slot in slots.items() if slot.good is not None}
    lessons: dict[str, Lesson] = {}
    quizzes: dict[str, Quiz] = {}
    topics: dict[str, Topic] = {}
    sources: dict[str, Source] = {}
    for loaded in files.values():
        model = loaded.model
        if isinstance(model, Lesson):
            lessons.setdefault(model.id, model)
        elif isinstance(model, Quiz):
            quizzes.setdefault(model.id, model)
        elif isinstance(model, TopicRegister):
            topics |= {topic.id: topic for topic in model.topics}
        elif isinstance(model, SourceRegister):
            sources |= {source.id: source for source in model.sources}
    stamps = repr(sorted((file, slot.stamp) for file, slot in slots.items()))
    library = Library(
        lessons=lessons,
        quizzes=quizzes,
        topics=topics,
        sources=sources,
        files=files,
        fingerprint=hashlib.sha256(stamps.encode()).hexdigest()[:16],
    )
    problems += reference_problems(library)
    problems += picture_problems(root, library)
    return Library(
        lessons=lessons,
        quizzes=quizzes,
        topics=topics,
        sources=sources,
        files=files,
        problems=sorted_problems(problems),
        fingerprint=library.fingerprint,
    )
