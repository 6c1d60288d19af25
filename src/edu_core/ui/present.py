"""From domain objects to words: everything a page prints that is more than a field."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from edu_core.domain.attempt import Disclosure
from edu_core.domain.interaction import Written
from edu_core.domain.items import Item
from edu_core.domain.items.base import Band
from edu_core.domain.people import Role
from edu_core.domain.quiz import CountingRule, FeedbackRule, Quiz
from edu_core.services.sitting import Entrance

CHINA = timezone(timedelta(hours=8))
"""All of China keeps one time and no summer time."""

BAND_WORDS = {Band.PRIMARY: "小学高年级", Band.JUNIOR: "初中", Band.SENIOR: "高中"}

ROLE_WORDS = {Role.PUPIL: "学生", Role.TEACHER: "老师", Role.ADMINISTRATOR: "管理员"}

_COUNTING_WORDS = {
    CountingRule.BEST: "取最好的一次",
    CountingRule.FIRST: "取第一次",
    CountingRule.LAST: "取最后一次",
}


def points(value: float) -> str:
    """Points without a useless ``.0``: 2, 1.5, 0.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share as whole per cent; 100 % only when it is complete."""
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def moment(at: datetime) -> str:
    """A point in time as a teacher reads it: 11月24日 14:05."""
    here = at.astimezone(CHINA)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def rules_of(quiz: Quiz) -> list[str]:
    """What a pupil should know before beginning, one sentence each."""
    settings = quiz.settings
    words = [f"一共 {quiz.length()} 道题，每题提交以后马上保存，不能再改。"]
    if settings.time_limit is not None:
        words.append(f"限时 {settings.time_limit} 分钟，从点“开始”算起；关掉页面时间也在走。")
    else:
        words.append("不限时间，可以随时离开，回来接着答。")
    if settings.feedback is FeedbackRule.EACH:
        words.append("每答一题，就能看到对不对和为什么。")
    else:
        words.append("全部答完以后，一起看对错和解析。")
    if settings.attempts is not None:
        counted = _COUNTING_WORDS[settings.counts]
        words.append(f"最多可以答 {settings.attempts} 次，成绩{counted}。")
    else:
        words.append(f"可以反复练习，成绩{_COUNTING_WORDS[settings.counts]}。")
    return words


@dataclass(frozen=True)
class Verdict:
    """How an answer turned out, in a word, a sign and the name of its colour hook."""

    sign: str
    words: str
    hook: str


def verdict(disclosure: Disclosure) -> Verdict:
    """Right, partly, not yet, or waiting for the teacher; never by colour alone."""
    outcome = disclosure.outcome
    if outcome is None:
        return Verdict("○", "这道题没有作答", "again")
    earned = f"{points(outcome.score or 0)} / {points(outcome.max_score)} 分"
    if outcome.score is None:
        return Verdict("✎", "已经交给老师，等老师评分", "waiting")
    if outcome.right and isinstance(disclosure.response, Written):
        return Verdict("✓", f"写好了，{earned}", "right")  # there is no one right way to write it
    if outcome.right:
        return Verdict("✓", f"答对了，{earned}", "right")
    if outcome.score > 0:
        return Verdict("◐", f"对了一部分，{earned}", "again")
    return Verdict("○", f"还差一点，{earned}", "again")


def reviewed_line(item: Item) -> str:
    """When the question was last read against its source."""
    day = item.reviewed_on
    return f"核对日期：{day.year}年{day.month}月{day.day}日"


def best_share(entrance: Entrance) -> float | None:
    """The highest share of points in the finished attempts, 0 to 1; ``None`` before the first."""
    finished = [row for row in entrance.attempts if row.finished_at is not None and row.max_score]
    return max(((row.score or 0.0) / row.max_score for row in finished), default=None)


def practice_words(entrance: Entrance) -> tuple[str, str]:
    """A sign and words for how far a pupil is in a quiz to practise."""
    best = best_share(entrance)
    if entrance.running is not None:
        return "◐", "正在做"
    if best is not None:
        return "✓", f"做过了，最好 {percent(best)}"
    return "○", f"{entrance.quiz.length()} 题，还没做"


def clock(seconds: float) -> str:
    """Minutes and seconds: 14:05."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
