"""``edu check``: everything that is wrong and everything that could be better."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edu_core.content.library import ContentStore
from edu_core.content.lint import advice
from edu_core.content.problems import Problem, Severity, sorted_problems


@dataclass(frozen=True)
class Report:
    """What a check found. ``strict`` counts advice as failure too."""

    problems: tuple[Problem, ...]
    lessons: int
    quizzes: int
    questions: int
    strict: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops a file from being used."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def ok(self) -> bool:
        """Whether the content may ship."""
        return not (self.problems if self.strict else self.errors)


def check_content(root: Path, *, today: date, strict: bool = False) -> Report:
    """Read all content below ``root`` afresh and gather errors and advice."""
    library = ContentStore(root).library()
    problems = sorted_problems([*library.problems, *advice(library, today)])
    return Report(
        problems=problems,
        lessons=len(library.lessons),
        quizzes=len(library.quizzes),
        questions=sum(len(quiz.items) for quiz in library.quizzes.values())
        + sum(len(lesson.checks) for lesson in library.lessons.values()),
        strict=strict,
    )


def format_report(report: Report) -> str:
    """The report for a terminal: one line a problem, then one line of sums."""
    lines = [str(problem) for problem in report.problems]
    errors = len(report.errors)
    lines.append(
        f"检查了 {report.lessons} 课、{report.quizzes} 份测验、{report.questions} 道题："
        f"{errors} 个错误，{len(report.problems) - errors} 条建议。"
    )
    return "\n".join(lines)
