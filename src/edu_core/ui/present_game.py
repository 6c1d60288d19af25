"""What came out of a live game, in words and rows; one function feeds the page and the export."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from string import ascii_uppercase

from edu_core.domain.game_replay import Happened, Step
from edu_core.domain.game_standings import Mistake, TeamPlace
from edu_core.domain.game_state import Game, Phase, Round
from edu_core.domain.items import Item
from edu_core.domain.words import lines_of
from edu_core.services.game_results import GameResults, RoundResult
from edu_core.ui.present import CHINA, clock, percent, points

PHASE_WORDS = {
    Phase.LOBBY: "等大家进来",
    Phase.QUESTION: "正在答题",
    Phase.DISCUSSION: "正在讨论",
    Phase.REVEAL: "正在看答案",
    Phase.STANDINGS: "正在看成绩",
    Phase.FINISHED: "已结束",
}

LETTERS = ascii_uppercase
"""The letters of the options, as on the shared screen and the phones."""

Rows = dict[str, list[str | int | float | None]]


def counting_words(asked: Round) -> str:
    """Whether the points of a round stand in the scores, and why not."""
    if asked.voided:
        return "作废"
    return "后来再答过" if asked.replaced else "计分"


def mistake_words(item: Item, mistake: Mistake | None) -> str:
    """The commonest mistake in words; empty where there was none."""
    if mistake is None:
        return ""
    return "；".join(lines_of(item.interaction(), mistake.response))


def round_rows(results: GameResults) -> Rows:
    """One row for each asking of a question."""
    rows: Rows = {
        "题": [],
        "题目": [],
        "作答": [],
        "答对": [],
        "答对率": [],
        "最常见的错误": [],
        "次数": [],
        "计分": [],
    }
    for one in results.rounds:
        counts = one.distribution
        rows["题"].append(one.number + 1)
        rows["题目"].append(one.item.stem)
        rows["作答"].append(counts.answered)
        rows["答对"].append(counts.right)
        rows["答对率"].append("—" if one.share is None else percent(one.share))
        rows["最常见的错误"].append(mistake_words(one.item, one.mistake))
        rows["次数"].append(one.mistake.times if one.mistake else None)
        rows["计分"].append(counting_words(one.asked))
    return rows


def team_rows(teams: Sequence[TeamPlace]) -> Rows:
    """One row for each team, the best first."""
    return {
        "名次": [row.rank for row in teams],
        "队": [row.team for row in teams],
        "平均分": [round(row.points, 2) for row in teams],
        "在场": [row.members for row in teams],
    }


def _points(earned: float | None) -> str:
    return "—" if earned is None else points(earned)


def player_rows(results: GameResults) -> Rows:
    """One row for each player with the points of every question; a dash where none was given."""
    rows: Rows = {
        "名字": [row.player.nickname for row in results.players],
        "队": [row.player.team for row in results.players],
        "登录": ["✓" if row.player.person_id is not None else "" for row in results.players],
        "总分": [round(row.place.points, 2) for row in results.players],
        "答对": [row.place.right for row in results.players],
    }
    for place, one in enumerate(results.rounds):
        rows[f"第 {one.number + 1} 题"] = [_points(row.points[place]) for row in results.players]
    return rows


def _answer_lines(results: GameResults) -> Iterator[list[str | int | float | None]]:
    """One line for each answer: question, who, what, how much, when (the time of China)."""
    yield ["题", "题目", "队", "名字", "回答", "对错", "得分", "计分", "收到的时间"]
    for one in results.rounds:
        interaction, given = one.item.interaction(), results.game.answers_of(one.number)
        said: dict[str, str] = {}  # a thousand players give few different answers
        for row in results.players:
            answer = given.get(row.player.id)
            if answer is None:
                continue
            body = answer.response.model_dump_json()
            if body not in said:
                said[body] = "；".join(lines_of(interaction, answer.response))
            yield [
                one.number + 1,
                one.item.stem,
                row.player.team,
                row.player.nickname,
                said[body],
                _right_words(answer.outcome.score, answer.outcome.right),
                answer.points,
                counting_words(one.asked),
                _second(answer.received_at),
            ]


def _right_words(score: float | None, right: bool) -> str:
    if right:
        return "对"
    return "对一部分" if score else "错"


def _second(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def results_csv(results: GameResults) -> bytes:
    """Questions, teams, players and every single answer as one sheet, with the mark that
    spreadsheets need for Chinese.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for rows in (round_rows(results), team_rows(results.teams), player_rows(results)):
        writer.writerow(rows)
        writer.writerows(_cells(row) for row in zip(*rows.values(), strict=True))
        writer.writerow([])
    writer.writerows(_cells(line) for line in _answer_lines(results))
    return out.getvalue().encode("utf-8-sig")


def _cells(row: Sequence[str | int | float | None]) -> list[str | int | float | None]:
    return [
        f"'{value}"
        if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
        else value
        for value in row
    ]


def status_words(results: GameResults) -> str:
    """How many played, how many of them signed in, how many questions are over."""
    known = sum(row.player.person_id is not None for row in results.players)
    words = f"{len(results.players)} 人参加"
    if known:
        words += f"，{known} 人登录了"
    return f"{words}，答完 {len(results.rounds)} 题"


def question_words(one: RoundResult) -> str:
    """A question in a list of questions."""
    share = "没有人作答" if one.share is None else f"答对 {percent(one.share)}"
    stem = one.item.stem if len(one.item.stem) <= 30 else one.item.stem[:29] + "…"
    mark = "" if one.asked.counts else f"（{counting_words(one.asked)}）"
    return f"{one.number + 1}. {stem}　{share}{mark}"


RANK_SIGNS = {1: "第 1 名", 2: "第 2 名", 3: "第 3 名"}
"""Who stands on the podium; ties share a place."""


def step_words(step: Step) -> str:
    """What the shared screen showed at a step."""
    number = step.round + 1
    match step.phase:
        case Phase.LOBBY:
            return "大家进来"
        case Phase.QUESTION:
            return f"第 {number} 题"
        case Phase.DISCUSSION:
            return f"讨论第 {number} 题"
        case Phase.REVEAL:
            return f"第 {number} 题的答案"
        case Phase.STANDINGS:
            return f"第 {number} 题以后的成绩"
        case Phase.FINISHED:
            return "颁奖"


def step_times(step: Step) -> str:
    """When a step began and how long it stood on the screen."""
    began = f"{step.at.astimezone(CHINA):%H:%M:%S}"
    if step.until is None:
        return began
    return f"{began}，停留 {clock((step.until - step.at).total_seconds())}"


def deed_words(game: Game, step: Step) -> list[str]:
    """What the host did at a step beside leading on, one line each."""
    lines: list[str] = []
    for row in step.did:
        words = _deed(game, step, row)
        if words:
            lines.append(f"{row.at.astimezone(CHINA):%H:%M:%S}　主持人{words}")
    return lines


def _deed(game: Game, step: Step, row: Happened) -> str:
    """A command in words; empty for those that lead on, which the steps show."""
    fields = row.fields
    player = game.players.get(fields.get("player", ""))
    name = f"“{step.names.get(player.id, player.nickname)}”" if player else "一位选手"
    match row.name:
        case "void":
            what = "作废" if fields["voided"] else "恢复计分"
            return f"把第 {fields['round'] + 1} 题{what}"
        case "lock":
            return "关上了入口" if fields["locked"] else "打开了入口"
        case "more_time":
            return f"加了 {fields['seconds']} 秒"
        case "extra_time":
            return f"给{name}每题延长 {fields['seconds']} 秒"
        case "remove" | "restore" | "rename":
            was = f"“{fields['was']}”" if "was" in fields else "一位选手"
            return {
                "remove": f"请{name}离开",
                "restore": f"请{name}回来",
                "rename": f"把{was}的名字改成“{fields.get('nickname')}”",
            }[row.name]
        case "adjust" if fields.get("card_classes") is not None:
            return "选了举卡的班"
        case "cards":
            return f"收了一个班的卡，{fields['taken']} 人"
        case "skip":
            return "跳过了这道题，不计分"
        case other:
            return _PLAIN_DEEDS.get(other, "")


_PLAIN_DEEDS = {
    "pause": "暂停",
    "resume": "继续",
    "hands": "登记了举手的人数",
    "adjust": "改了显示的内容",
    "confirm_claim": "确认了一位同学换手机",
    "discuss": "请大家先讨论",
    "ask_again": "请大家讨论以后再答一次",
    "end_discussion": "没有再答，公布了答案",
    "leave_slides": "讲了一段课文",
    "end": "提前结束了比赛",
}
