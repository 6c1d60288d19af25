"""The charts of a class, from figures to findings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edu_core.analytics.progress import LEAST_PUPILS, Distribution, TopicGrid, TopicSummary, Trend
from edu_core.services.reports import Growth
from edu_core.ui.charts.chart import AMBER, GREEN, GREY, INDIGO, Chart, empty_chart, layout
from edu_core.ui.present import percent


@dataclass(frozen=True)
class Coverage:
    """How far the pupils are in one lesson; the four counts add up to the class."""

    lesson: str
    untouched: int
    reading: int
    read: int
    done: int

    @property
    def total(self) -> int:
        """All pupils of the class."""
        return self.untouched + self.reading + self.read + self.done


def coverage_chart(rows: Sequence[Coverage], *, dark: bool = False) -> Chart:
    """Who has done what, lesson by lesson."""
    if not rows or not rows[0].total:
        return empty_chart("班里还没有学生，或者还没有课")
    stages = (
        ("读完也做了测验", GREEN, "", [row.done for row in rows]),
        ("读完了", INDIGO, "/", [row.read for row in rows]),
        ("正在读", AMBER, ".", [row.reading for row in rows]),
        ("还没开始", "#CFC4B4", "", [row.untouched for row in rows]),
    )
    names = [row.lesson for row in rows]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": names,
            "x": counts,
            "text": [str(count) if count else "" for count in counts],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "marker": {
                "color": colour,
                # over the colour: alone, a pattern would vanish on a dark page
                "pattern": {
                    "shape": pattern,
                    "fillmode": "overlay",
                    "fgcolor": "rgba(255,255,255,0.6)",
                    "size": 6,
                },
            },
            "hovertemplate": "%{y}<br>" + name + "：%{x} 人<extra></extra>",
        }
        for name, colour, pattern, counts in stages
    ]
    figure = {
        "data": traces,
        "layout": layout(
            height=90 + 52 * len(rows),
            dark=dark,
            x="人数",
            barmode="stack",
            yaxis={"autorange": "reversed", "showgrid": False},
            xaxis={"rangemode": "tozero", "dtick": 5 if rows[0].total > 12 else 1},
        ),
    }
    columns: dict[str, Sequence[object]] = {"课": names}
    columns |= {name: counts for name, _, _, counts in stages}
    return Chart(_coverage_title(rows), f"n = {rows[0].total} 人", figure, columns)


def _coverage_title(rows: Sequence[Coverage]) -> str:
    if all(row.done == row.total for row in rows):
        return "全班都学完了所有的课"
    if all(row.untouched == row.total for row in rows):
        return "还没有人开始学"
    behind = next(row for row in rows if row.done < row.total)
    return f"“{behind.lesson}”有 {behind.done} 人学完，还有 {behind.total - behind.done} 人没有学完"


def distribution_chart(quiz: str, found: Distribution, *, dark: bool = False) -> Chart:
    """How the scores of a quiz are spread over the class."""
    if not found.n:
        return empty_chart(f"“{quiz}”还没有人交卷")
    bins = [f"{low}–{low + 10 if low < 90 else 100}%" for low in range(0, 100, 10)]
    figure = {
        "data": [
            {
                "type": "bar",
                "x": bins,
                "y": list(found.counts),
                "text": [str(count) if count else "" for count in found.counts],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": INDIGO},
                "hovertemplate": "%{x}<br>%{y} 人<extra></extra>",
            }
        ],
        "layout": layout(
            height=300,
            dark=dark,
            x="得分率",
            y="人数",
            bargap=0.12,
            yaxis={"rangemode": "tozero", "nticks": 5},
            xaxis={"showgrid": False, "type": "category", "tickfont": {"size": 11}},
        ),
    }
    if found.passed == found.n:
        title = f"“{quiz}”{found.n} 人全部达标，一半人在 {percent(found.median)} 以上"
    else:
        title = f"“{quiz}”{found.n} 人中 {found.passed} 人达标，中位数 {percent(found.median)}"
    return Chart(title, f"n = {found.n} 人", figure, {"得分率": bins, "人数": list(found.counts)})


def grid_chart(
    grid: TopicGrid,
    pupils: Mapping[int, str],
    topics: Mapping[str, str],
    weakest: Sequence[TopicSummary],
    *,
    dark: bool = False,
) -> Chart:
    """Topic × pupil: the share of points of everyone in everything; blank where nothing was
    answered.
    """
    if not grid.n:
        return empty_chart("还没有可以统计的答题")
    names = [pupils.get(pupil, str(pupil)) for pupil in grid.pupils]
    titles = [topics.get(topic, topic) for topic in grid.topics]
    known = ~np.isnan(grid.share)
    shares = [
        [round(float(value), 3) if there else None for value, there in zip(row, mask, strict=True)]
        for row, mask in zip(grid.share, known, strict=True)
    ]
    words = [["" if value is None else f"{value * 100:.0f}" for value in row] for row in shares]
    scale = [[0.0, "#C98A2B"], [0.6, "#F6E7C1"], [0.8, "#BFD3EA"], [1.0, "#2E4A7D"]]
    figure = {
        "data": [
            {
                "type": "heatmap",
                "z": shares,
                "x": titles,
                "y": names,
                "text": words,
                "texttemplate": "%{text}",
                "textfont": {"size": 11},
                "zmin": 0,
                "zmax": 1,
                "xgap": 2,
                "ygap": 2,
                "colorscale": scale,
                "hoverongaps": False,
                "colorbar": {
                    "title": {"text": "得分率"},
                    "tickformat": ".0%",
                    "thickness": 12,
                    "outlinewidth": 0,
                },
                "hovertemplate": "%{y}<br>%{x}<br>得分率 %{z:.0%}<extra></extra>",
            }
        ],
        "layout": layout(
            height=120 + 22 * len(names),
            dark=dark,
            yaxis={"autorange": "reversed", "showgrid": False, "tickfont": {"size": 12}},
            xaxis={"side": "top", "showgrid": False, "tickfont": {"size": 12}, "tickangle": -25},
        ),
    }
    columns: dict[str, Sequence[object]] = {"学生": names}
    columns |= {
        title: ["" if value is None else percent(value) for value in column]
        for title, column in zip(titles, zip(*shares, strict=True), strict=True)
    }
    return Chart(
        _grid_title(weakest, topics), f"n = {grid.n} 人，{len(titles)} 个知识点", figure, columns
    )


def _grid_title(weakest: Sequence[TopicSummary], topics: Mapping[str, str]) -> str:
    if not weakest:
        return "还没有可以统计的答题"
    first = weakest[0]
    title = topics.get(first.topic, first.topic)
    if not first.weak:
        return "每个知识点，每位学生都在 60% 以上"
    return f"“{title}”最需要再讲：{first.pupils} 人中有 {len(first.weak)} 人不到 60%"


def weak_topics_chart(
    summaries: Sequence[TopicSummary], topics: Mapping[str, str], *, dark: bool = False
) -> Chart:
    """The topics from the weakest to the best known."""
    if not summaries:
        return empty_chart("还没有可以统计的答题")
    names = [topics.get(summary.topic, summary.topic) for summary in summaries]
    shares = [summary.share for summary in summaries]
    enough = [summary.pupils >= LEAST_PUPILS for summary in summaries]
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": names,
                "x": [round(share, 3) for share in shares],
                "text": [
                    f"{percent(share)}（{summary.pupils} 人）"
                    for share, summary in zip(shares, summaries, strict=True)
                ],
                "textposition": ["inside" if share > 0.3 else "outside" for share in shares],
                "cliponaxis": False,
                "marker": {
                    "color": [
                        GREY if not counts else AMBER if share < 0.7 else INDIGO
                        for share, counts in zip(shares, enough, strict=True)
                    ]
                },
                "hovertemplate": "%{y}<br>平均得分率 %{x:.0%}<extra></extra>",
            }
        ],
        "layout": layout(
            height=80 + 34 * len(names),
            dark=dark,
            x="平均得分率",
            yaxis={"autorange": "reversed", "showgrid": False},
            xaxis={"range": [0, 1], "tickformat": ".0%", "dtick": 0.25},
        ),
    }
    low = sum(share < 0.7 for share, counts in zip(shares, enough, strict=True) if counts)
    title = f"{low} 个知识点平均不到 70%" if low else "每个知识点平均都在 70% 以上"
    few = enough.count(False)
    n = f"{len(names)} 个知识点" + (f"；灰色的 {few} 个答过的人太少，只供参考" if few else "")
    columns = {
        "知识点": names,
        "平均得分率": [percent(share) for share in shares],
        "答过的人数": [summary.pupils for summary in summaries],
        "不到 60% 的人数": [len(summary.weak) for summary in summaries],
    }
    return Chart(title, n, figure, columns)


def growth_chart(growth: Sequence[Growth], *, dark: bool = False) -> Chart:
    """Before and after each lesson, for those who sat both forms."""
    if not growth:
        return empty_chart("做过课前小测又做完测验的人还没有，做过以后这里能看到进步")
    names = [one.lesson for one in growth]
    forms = (
        ("课前小测", "#C9BBA7" if not dark else "#8A7565", "/", [one.before for one in growth]),
        ("课后测验", INDIGO if not dark else "#9DB8EC", "", [one.after for one in growth]),
    )
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": names,
                "x": [round(share, 3) for share in shares],
                "text": [percent(share) for share in shares],
                "textposition": ["inside" if share > 0.15 else "outside" for share in shares],
                "cliponaxis": False,
                "marker": {
                    "color": colour,
                    "pattern": {"shape": shape, "fillmode": "overlay", "fgcolor": "#8A7A6A"},
                },
                "hovertemplate": "%{y}<br>" + name + " %{x:.0%}<extra></extra>",
            }
            for name, colour, shape, shares in forms
        ],
        "layout": layout(
            height=110 + 56 * len(names),
            dark=dark,
            x="平均得分率",
            bargap=0.3,
            yaxis={"autorange": "reversed", "showgrid": False},
            xaxis={"range": [0, 1.05], "tickformat": ".0%", "dtick": 0.25},
        ),
    }
    pupils = sum(one.n for one in growth)
    before = sum(one.n * one.before for one in growth) / pupils
    after = sum(one.n * one.after for one in growth) / pupils
    if after - before >= 0.05:
        title = f"学完以后平均得分率从 {percent(before)} 升到 {percent(after)}"
    else:
        title = f"课前平均 {percent(before)}，课后平均 {percent(after)}，还看不出明显的进步"
    columns = {
        "课": names,
        "两次都做的人数": [one.n for one in growth],
        "课前": [percent(one.before) for one in growth],
        "课后": [percent(one.after) for one in growth],
    }
    return Chart(title, f"{len(names)} 课，{pupils} 人次（只算两次都做的）", figure, columns)


def trend_chart(trend: Trend, *, dark: bool = False) -> Chart:
    """Week by week: how many worked, and how well it went."""
    if not trend.weeks:
        return empty_chart("还没有人交卷，交卷以后这里会有每周的变化")
    weeks = [f"{int(str(week)[5:7])}月{int(str(week)[8:10])}日" for week in trend.weeks]
    shares = [None if math.isnan(share) else round(share, 3) for share in trend.share]
    figure = {
        "data": [
            {
                "type": "bar",
                "name": "交卷的人数",
                "x": weeks,
                "y": list(trend.active),
                "marker": {"color": "#C9BBA7" if not dark else "#5A4A3E"},
                "hovertemplate": "%{x} 这一周<br>%{y} 人交卷<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": "平均得分率",
                "x": weeks,
                "y": shares,
                "yaxis": "y2",
                "connectgaps": True,
                "line": {"color": INDIGO if not dark else "#9DB8EC", "width": 3},
                "marker": {"size": 9},
                "hovertemplate": "%{x} 这一周<br>平均 %{y:.0%}<extra></extra>",
            },
        ],
        "layout": layout(
            height=320,
            dark=dark,
            x="星期一的日期",
            y="人数",
            yaxis={"rangemode": "tozero", "nticks": 5},
            xaxis={"showgrid": False, "type": "category"},
            yaxis2={
                "overlaying": "y",
                "side": "right",
                "range": [0, 1.05],
                "tickformat": ".0%",
                "dtick": 0.25,
                "showgrid": False,
                "automargin": True,
                "title": {"text": "平均得分率", "standoff": 12},
            },
        ),
    }
    columns = {
        "星期一": weeks,
        "交卷的人数": list(trend.active),
        "交卷次数": list(trend.finished),
        "平均得分率": ["" if share is None else percent(share) for share in shares],
    }
    return Chart(
        _trend_title(trend), f"{sum(trend.finished)} 次答题，{len(weeks)} 周", figure, columns
    )


def _trend_title(trend: Trend) -> str:
    known = [share for share in trend.share if not math.isnan(share)]
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"这一周有 {trend.active[-1]} 人交卷，平均 {percent(last)}"
    change = last - first
    if abs(change) < 0.05:
        return f"平均得分率一直在 {percent(last)} 上下"
    word = "升到" if change > 0 else "降到"
    return f"平均得分率从 {percent(first)} {word} {percent(last)}"
