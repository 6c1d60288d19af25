"""Every chart says what it found, of how many, and holds the same figures as a table."""

import math

import numpy as np

from edu_core.analytics.progress import Distribution, TopicGrid, TopicSummary, Trend
from edu_core.services.reports import Growth
from edu_core.ui.charts.chart import GREY, Chart
from edu_core.ui.charts.class_charts import (
    Coverage,
    coverage_chart,
    distribution_chart,
    grid_chart,
    growth_chart,
    trend_chart,
    weak_topics_chart,
)
from edu_core.ui.charts.item_charts import options_chart, responses_chart

TOPICS = {"law": "法律", "brain": "大脑"}


def bars(chart: Chart) -> dict[str, object]:
    assert chart.figure is not None
    found: dict[str, object] = chart.figure["data"][0]
    return found


def test_coverage_names_the_first_lesson_that_is_behind() -> None:
    rows = [Coverage("一", 0, 0, 0, 3), Coverage("二", 1, 1, 0, 1)]
    chart = coverage_chart(rows)
    assert chart.title == "“二”有 1 人学完，还有 2 人没有学完"
    assert chart.n == "n = 3 人"
    assert chart.columns["读完也做了测验"] == [3, 1]
    assert coverage_chart([Coverage("一", 0, 0, 0, 3)]).title == "全班都学完了所有的课"
    assert coverage_chart([Coverage("一", 3, 0, 0, 0)]).title == "还没有人开始学"
    assert coverage_chart([]).figure is None


def test_a_distribution_tells_who_reached_the_mark() -> None:
    found = Distribution(counts=(0, 0, 0, 0, 1, 0, 0, 2, 0, 1), n=4, median=0.75, passed=3)
    chart = distribution_chart("小测", found)
    assert chart.title == "“小测”4 人中 3 人达标，中位数 75%"
    assert sum(int(str(count)) for count in chart.columns["人数"]) == 4
    assert len(chart.columns["得分率"]) == 10
    assert distribution_chart("小测", Distribution((0,) * 10, 0, math.nan, 0)).figure is None


def test_a_topic_few_have_answered_is_grey_and_not_counted_in_the_title() -> None:
    summaries = (
        TopicSummary("law", 0.5, 20, (1, 2)),
        TopicSummary("brain", 0.0, 2, (3,)),
    )
    chart = weak_topics_chart(summaries, TOPICS)
    assert chart.title == "1 个知识点平均不到 70%"
    assert "灰色的 1 个" in chart.n
    drawn = bars(chart)
    assert drawn["marker"]["color"][1] == GREY  # type: ignore[index]
    assert drawn["text"] == ["50%（20 人）", "0%（2 人）"]
    assert drawn["textposition"] == ["inside", "outside"]
    assert chart.columns["不到 60% 的人数"] == [2, 1]


def test_the_grid_leaves_a_blank_where_nothing_was_answered() -> None:
    grid = TopicGrid(
        pupils=(7, 8),
        topics=("brain", "law"),
        share=np.array([[1.0, np.nan], [0.5, 0.25]]),
        answered=np.array([[2, 0], [2, 4]]),
    )
    weakest = (TopicSummary("law", 0.25, 1, (8,)),)
    chart = grid_chart(grid, {7: "1 甲", 8: "2 乙"}, TOPICS, weakest)
    assert chart.title == "“法律”最需要再讲：1 人中有 1 人不到 60%"
    assert chart.n == "n = 2 人，2 个知识点"
    assert chart.columns["法律"] == ["", "25%"]
    assert chart.columns["学生"] == ["1 甲", "2 乙"]


def test_the_trend_says_from_where_to_where() -> None:
    weeks = tuple(np.datetime64(day, "D") for day in ("2026-11-02", "2026-11-09", "2026-11-16"))
    trend = Trend(weeks, (3, 0, 2), (4, 0, 2), (0.5, math.nan, 0.75))
    chart = trend_chart(trend)
    assert chart.title == "平均得分率从 50% 升到 75%"
    assert chart.columns["平均得分率"] == ["50%", "", "75%"]
    assert chart.columns["星期一"] == ["11月2日", "11月9日", "11月16日"]
    assert trend_chart(Trend((), (), (), ())).figure is None


def test_growth_weighs_the_lessons_by_who_sat_both_forms() -> None:
    growth = (Growth("一", 3, 0.4, 0.8), Growth("二", 1, 0.8, 0.8))
    chart = growth_chart(growth)
    assert chart.title == "学完以后平均得分率从 50% 升到 80%"
    assert chart.n == "2 课，4 人次（只算两次都做的）"
    assert chart.columns["课后"] == ["80%", "80%"]
    assert "还看不出明显的进步" in growth_chart((Growth("一", 2, 0.5, 0.5),)).title
    assert growth_chart(()).figure is None


def test_the_commonest_misconception_is_the_title() -> None:
    chart = options_chart(["零食", "列管", "好听"], [5, 9, 2], [False, True, False])
    assert chart.title == "最常见的误解是“零食”，选了 5 次"
    assert chart.n == "n = 16 次选择"
    assert chart.columns["选项"] == ["零食", "✓ 列管", "好听"]
    assert options_chart(["甲"], [3], [True]).title == "没有人选错"
    assert options_chart(["甲"], [0], [True]).figure is None


def test_two_long_responses_that_begin_alike_stay_two_bars() -> None:
    beginning = "学校把禁毒知识纳入教学，父母和其他监护人对孩子进行教育"
    chart = responses_chart(
        [beginning + "甲", beginning + "乙"], [4, 3], [True, False], responses=7
    )
    drawn = bars(chart)
    assert drawn["y"] == [0, 1]
    assert "次数" in chart.columns
    assert chart.title.startswith("最常见的不对的回答是“学校")
    assert chart.title.endswith("，3 次")
    assert chart.n == "n = 7 次作答"
    assert responses_chart([], [], [], responses=0).figure is None
