"""The charts of a live game: how many had each question right, and how the teams did."""

from collections.abc import Sequence

from edu_core.domain.game_standings import LEAST_RIGHT, TeamPlace, responses_of
from edu_core.domain.game_state import Game
from edu_core.domain.interaction import Choose, Chosen, Write
from edu_core.services.game_results import GameResults, RoundResult
from edu_core.ui.charts.chart import AMBER, GREEN, GREY, INDIGO, Chart, empty_chart, layout
from edu_core.ui.charts.item_charts import common_responses_chart, options_chart, shortened
from edu_core.ui.present import percent, points
from edu_core.ui.present_game import LETTERS, round_rows, team_rows

_LABEL = 9
"""Characters of a question beside its bar: a phone needs room for the bars."""

_FEW_TEAMS = 8


def rounds_chart(results: GameResults, *, dark: bool = False) -> Chart:
    """The share of right answers question by question, in the order in which they were asked."""
    rounds = results.rounds
    if not rounds:
        return empty_chart("还没有答完的题")
    names = [f"{one.number + 1}. {shortened(one.item.stem, _LABEL)}" for one in rounds]
    places = list(range(len(rounds)))
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": places,
                "x": [one.share or 0.0 for one in rounds],
                "text": [_bar_words(one) for one in rounds],
                "textposition": [
                    "inside" if (one.share or 0) > 0.5 else "outside" for one in rounds
                ],
                "insidetextanchor": "start",
                "cliponaxis": False,
                "marker": {"color": [_colour(one) for one in rounds]},
                "hovertext": [shortened(one.item.stem, 60) for one in rounds],
                "hovertemplate": "%{hovertext}<br>答对 %{text}<extra></extra>",
            }
        ],
        "layout": layout(
            height=80 + 36 * len(rounds),
            dark=dark,
            x="答对的比例",
            yaxis={
                "autorange": "reversed",
                "showgrid": False,
                "tickvals": places,
                "ticktext": names,
            },
            xaxis={"range": [0, 1], "tickformat": ".0%", "dtick": 0.5},
        ),
    }
    n = f"n = {_most_answered(rounds)} 人，{len(rounds)} 题"
    if any(not one.asked.counts for one in rounds):
        n += "；灰色的不计分"
    return Chart(_rounds_title(rounds), n, figure, round_rows(results))


def _colour(one: RoundResult) -> str:
    if not one.asked.counts:
        return GREY
    return GREEN if (one.share or 0.0) >= LEAST_RIGHT else AMBER


def _bar_words(one: RoundResult) -> str:
    return "没有人作答" if one.share is None else percent(one.share)


def _most_answered(rounds: Sequence[RoundResult]) -> int:
    return max(one.distribution.answered for one in rounds)


def _rounds_title(rounds: Sequence[RoundResult]) -> str:
    known = [(one.share, one) for one in rounds if one.share is not None and one.asked.counts]
    if not known:
        return "计分的题还没有人作答"
    share, hardest = min(known, key=lambda pair: pair[0])
    low = sum(value < LEAST_RIGHT for value, _ in known)
    if not low:
        return f"每一题都有 {percent(share)} 以上的人答对"
    stem = shortened(hardest.item.stem, 20)
    return f"{low} 题答对的不到 {percent(LEAST_RIGHT)}，最少的是“{stem}”，只有 {percent(share)}"


def teams_chart(teams: Sequence[TeamPlace], *, dark: bool = False) -> Chart:
    """The mean points of the teams, over those who were there."""
    if not teams:
        return empty_chart("这一场没有分队，或者还没有人答完一题")
    names = [row.team for row in teams]
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": names,
                "x": [row.points for row in teams],
                "text": [f"{points(row.points)} 分（{row.members} 人）" for row in teams],
                "textposition": "auto",
                "insidetextanchor": "start",
                "marker": {"color": INDIGO},
                "hovertemplate": "%{y}<br>平均 %{x:.2f} 分<extra></extra>",
            }
        ],
        "layout": layout(
            height=80 + (44 if len(teams) <= _FEW_TEAMS else 28) * len(teams),
            dark=dark,
            x="平均得分",
            yaxis={"autorange": "reversed", "showgrid": False, "type": "category"},
            xaxis={"rangemode": "tozero", "nticks": 5},
        ),
    }
    members = sum(row.members for row in teams)
    n = f"n = {members} 人；按在场（至少答过一题）的人平均，人多人少一样公平"
    return Chart(_teams_title(teams), n, figure, team_rows(teams))


def _teams_title(teams: Sequence[TeamPlace]) -> str:
    best = [row.team for row in teams if row.rank == 1]
    if len(teams) == 1:
        return f"{best[0]}平均 {points(teams[0].points)} 分"
    if len(best) == len(teams):
        return f"{len(teams)} 个队平均分一样，都是 {points(teams[0].points)} 分"
    apart = teams[0].points - teams[-1].points
    return f"{'、'.join(best)}平均分最高，最高和最低相差 {points(apart)} 分"


def answers_chart(game: Game, one: RoundResult, *, dark: bool = False) -> Chart | None:
    """How one question was answered, the options as they stood on the screen; ``None`` for free
    texts.
    """
    sheet = game.sheets[one.item.id]
    shown, key = sheet.concealed.shown, sheet.item.correct_response()
    if isinstance(shown, Write):
        return None
    if isinstance(shown, Choose):
        right = {sheet.shown_id(name) for name in key.options} if isinstance(key, Chosen) else set()
        counts = one.distribution.options
        return options_chart(
            [f"{letter} {part.text}" for letter, part in zip(LETTERS, shown.options, strict=False)],
            [counts.get(part.id, 0) for part in shown.options],
            [part.id in right for part in shown.options],
            dark=dark,
        )
    return common_responses_chart(one.item, responses_of(game, one.number), dark=dark)
