"""What can be wrong with content: errors stop a file from being used, advice does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from edu_core.domain.errors import ContentError


class Severity(StrEnum):
    """Whether the file can be used all the same."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where, which question, what, and how."""

    file: str
    line: int
    code: str
    message: str
    suggestion: str = ""
    item_id: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        words = {Severity.ERROR: "错误", Severity.ADVICE: "建议"}[self.severity]
        item = f"  [{self.item_id}]" if self.item_id else ""
        advice = f"  → {self.suggestion}" if self.suggestion else ""
        return f"{self.file}:{self.line}  {words} {self.code}{item}  {self.message}{advice}"


class Unusable(ContentError):
    """A file that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems), problems=len(problems))
        self.problems = problems


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and line, each once."""
    return tuple(sorted(set(problems)))
