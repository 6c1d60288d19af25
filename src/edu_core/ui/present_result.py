"""What is said about a finished attempt: points, how it ended, which attempt counts."""

from edu_core.domain.attempt import Attempt
from edu_core.services.learning import LessonStanding
from edu_core.services.sitting import Result
from edu_core.ui.present import percent, points


def marked_points(attempt: Attempt) -> float:
    """The points that could be earned in the questions that are marked already."""
    waiting = sum(attempt.item(name).points for name in attempt.waiting())
    return attempt.max_score() - waiting


def marked_share(attempt: Attempt) -> float:
    """Earned over possible points, 0 to 1; what a teacher has still to mark is left out."""
    most = marked_points(attempt)
    return attempt.score() / most if most else 0.0


def understood(result: Result) -> bool:
    """Whether what is marked so far reaches the pass mark."""
    return marked_share(result.attempt) * 100 >= result.attempt.quiz.settings.pass_mark


def score_lines(result: Result) -> list[str]:
    """The score in words, one line each, as Markdown without anything from content."""
    attempt = result.attempt
    most = marked_points(attempt)
    lines: list[str] = []
    if most:
        lines.append(
            f"第 {result.number} 次　**{points(attempt.score())}** / {points(most)} 分　"
            f"{percent(marked_share(attempt))}"
        )
        lines.append(_encouragement(result))
    else:
        lines.append(f"第 {result.number} 次　已经交给老师")
    if attempt.waiting():
        left = points(attempt.max_score() - most)
        lines.append(
            f"还有 {len(attempt.waiting())} 道题（{left} 分）等老师评分，评完以后会加进来。"
        )
    lines.extend(_how_it_ended(attempt))
    if result.counting.id != attempt.id:
        lines.append(f"现在计入成绩的是第 {result.counting.number} 次。")
    if result.tries_left:
        lines.append(f"还可以再答 {result.tries_left} 次。")
    return lines


def form_lines(result: Result) -> list[str]:
    """What is said after the form before a lesson, which is no test."""
    attempt = result.attempt
    right = sum(given.outcome.right for given in attempt.given.values())
    return [
        f"这是课前小测，不计入成绩。{len(attempt.order)} 道题里，你已经答对了 **{right}** 道。",
        "没答对的，正是这一课要讲的。读完课再做测验，看看进步有多大。",
    ]


def growth_line(result: Result, standing: LessonStanding | None) -> str | None:
    """From before the lesson to now; ``None`` without both or without progress."""
    before = standing.before_share if standing else None
    now = marked_share(result.attempt)
    if before is None or now <= before:
        return None
    return f"课前小测你得了 {percent(before)}，现在是 **{percent(now)}**：进步了！"


def _how_it_ended(attempt: Attempt) -> list[str]:
    missing = len(attempt.order) - len(attempt.given)
    ran_out = attempt.deadline is not None and attempt.finished_at == attempt.deadline
    if not missing:
        return []
    why = "时间到了，已经自动交卷。" if ran_out else ""
    return [
        f"{why}提交过的 {len(attempt.given)} 道题都算了分，还有 {missing} 道题没有作答，不得分。"
    ]


def _encouragement(result: Result) -> str:
    if marked_share(result.attempt) >= 0.95:
        return "几乎都掌握了，可以讲给同学或家人听。"
    if understood(result):
        return "主要内容你已经掌握了。下面标着“再看看”的，翻一翻就更牢。"
    return "还有一些没有弄清，没关系：先看看下面的解析，再回到课里读一遍。"
