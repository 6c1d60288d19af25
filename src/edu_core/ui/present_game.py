"""What came out of a live game, in words and rows; one function feeds the page and the export."""

import csv
import io

from edu_core.domain.game_state import Phase
from edu_core.services.games import GameResults
from edu_core.ui.present import percent

PHASE_WORDS = {
    Phase.LOBBY: "等大家进来",
    Phase.QUESTION: "正在答题",
    Phase.REVEAL: "正在看答案",
    Phase.STANDINGS: "正在看成绩",
    Phase.FINISHED: "已结束",
}

Rows = dict[str, list[str | int | float | None]]


def round_rows(results: GameResults) -> Rows:
    """One row for each asking of a question."""
    rows: Rows = {"题": [], "题目": [], "作答": [], "答对": [], "答对率": [], "计分": []}
    for place, one in enumerate(results.rounds, start=1):
        counts = one.distribution
        rows["题"].append(place)
        rows["题目"].append(one.item.stem)
        rows["作答"].append(counts.answered)
        rows["答对"].append(counts.right)
        rows["答对率"].append(percent(counts.right / counts.answered) if counts.answered else "—")
        rows["计分"].append("是" if one.counts else "作废" if one.voided else "再答过")
    return rows


def team_rows(results: GameResults) -> Rows:
    """One row for each team, the best first."""
    return {
        "名次": [row.rank for row in results.teams],
        "队": [row.team for row in results.teams],
        "平均分": [round(row.points, 2) for row in results.teams],
        "在场": [row.members for row in results.teams],
    }


def player_rows(results: GameResults) -> Rows:
    """One row for each player with the points of every question; empty where none was given."""
    rows: Rows = {
        "名字": [row.player.nickname for row in results.players],
        "队": [row.player.team for row in results.players],
        "总分": [round(row.place.points, 2) for row in results.players],
        "答对": [row.place.right for row in results.players],
    }
    for place in range(len(results.rounds)):
        rows[f"第 {place + 1} 题"] = [row.points[place] for row in results.players]
    return rows


def results_csv(results: GameResults) -> bytes:
    """Questions, teams and players as one sheet, with the mark that spreadsheets need for Chinese.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for rows in (round_rows(results), team_rows(results), player_rows(results)):
        writer.writerow(rows)
        writer.writerows(
            [_cell(value) for value in row] for row in zip(*rows.values(), strict=True)
        )
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: str | int | float | None) -> str | int | float | None:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
