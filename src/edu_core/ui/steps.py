"""Where a pupil goes on: the one main action, the same on the first page and on a result."""

from dataclasses import dataclass

from edu_core.services.learning import Home, LessonStanding
from edu_core.ui.moves import go


@dataclass(frozen=True)
class Step:
    """``words`` name the deed, ``path`` and ``query`` the page where it is done."""

    words: str
    path: str
    query: dict[str, object]

    def take(self) -> None:
        """Go there."""
        go(self.path, **self.query)


def next_standing(home: Home) -> LessonStanding | None:
    """The lesson to go on with: the one whose quiz is running, else the first that is not done."""
    return next((one for one in home.path if one.running is not None), home.next)


def next_step(standing: LessonStanding) -> Step:
    """What comes next in a lesson: what is running, the form before it, its text, its quiz."""
    quiz, before = standing.quiz, standing.before
    if before is not None and standing.begins_with_form:
        word = "接着做" if standing.before_attempts else "先做"
        return Step(f"{word}课前小测（{before.length()} 题）", "quiz", {"id": before.id})
    if quiz is not None and standing.running is not None:
        return Step("接着答题", "quiz", {"id": quiz.id})
    if quiz is not None and standing.read:
        return Step(f"做测验（{quiz.length()} 题）", "quiz", {"id": quiz.id})
    return reading_step(standing)


def reading_step(standing: LessonStanding) -> Step:
    """Reading: from the beginning, or where it was left. The address names the section, so that
    the back button comes to it and not to wherever the pupil has got meanwhile.
    """
    lesson, seen = standing.lesson, standing.sections_seen
    if standing.read:
        return Step("再读一遍", "lesson", {"id": lesson.id, "section": 1})
    if seen:
        section = min(seen, len(lesson.sections))
        return Step("接着读这一课", "lesson", {"id": lesson.id, "section": section})
    words = f"开始读（约 {lesson.minutes} 分钟）"
    return Step(words, "lesson", {"id": lesson.id, "section": 1})
