"""The charts of one question: what was chosen or given how often."""

from collections import Counter
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from edu_core.domain.interaction import Pair, Response
from edu_core.domain.items import Item
from edu_core.domain.words import lines_of
from edu_core.ui.charts.chart import GREEN, GREY, Chart, empty_chart, layout

_MOST_RESPONSES = 10
_LINE = 13
"""Characters in a line of a label."""


def options_chart(
    labels: Sequence[str], counts: Sequence[int], right: Sequence[bool], *, dark: bool = False
) -> Chart:
    """How often each option of a question was chosen; the key carries a tick, not only a colour."""
    total = sum(counts)
    if not total:
        return empty_chart("这道题还没有人答")
    most, label = max(
        ((count, name) for name, count, key in zip(labels, counts, right, strict=True) if not key),
        default=(0, ""),
    )
    title = f"最常见的误解是“{shortened(label, 24)}”，选了 {most} 次" if most else "没有人选错"
    figure = _counted_bars(labels, counts, right, "选择次数", dark=dark)
    columns = {"选项": _ticked(labels, right), "次数": list(counts)}
    return Chart(title, f"n = {total} 次选择", figure, columns)


def responses_chart(
    labels: Sequence[str],
    counts: Sequence[int],
    right: Sequence[bool],
    *,
    responses: int,
    dark: bool = False,
) -> Chart:
    """What was given most often in ``responses`` responses, the commonest first."""
    if not responses:
        return empty_chart("这道题还没有人答")
    wrong = [
        (label, count) for label, count, key in zip(labels, counts, right, strict=True) if not key
    ]
    title = "答过的都全对"
    if wrong:
        label, count = wrong[0]
        title = f"最常见的不对的回答是“{shortened(label, 24)}”，{count} 次"
    figure = _counted_bars(labels, counts, right, "次数", dark=dark)
    columns = {"回答": _ticked(labels, right), "次数": list(counts)}
    return Chart(title, f"n = {responses} 次作答", figure, columns)


def common_responses_chart(
    item: Item, given: Sequence[tuple[Response, bool]], *, dark: bool = False
) -> Chart:
    """What was given most often, for kinds without options: pair by pair, else as a whole.

    ``given`` are the responses with the question's ids, each with whether it was fully right.
    """
    interaction = item.interaction()
    counts: Counter[str] = Counter()
    right: set[str] = set()
    if isinstance(interaction, Pair):
        right.update(lines_of(interaction, item.correct_response()))
        for response, _ in given:
            counts.update(lines_of(interaction, response))
    else:
        for response, fully in given:
            words = "；".join(lines_of(interaction, response))
            counts[words] += 1
            if fully:
                right.add(words)
    common = counts.most_common(_MOST_RESPONSES)
    return responses_chart(
        [words for words, _ in common],
        [count for _, count in common],
        [words in right for words, _ in common],
        responses=len(given),
        dark=dark,
    )


def shortened(text: str, most: int) -> str:
    """The text cut to ``most`` characters, the last one an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _two_lines(text: str) -> str:
    """Broken after so many characters and not between words, which Chinese does not part."""
    return text if len(text) <= _LINE else f"{text[:_LINE]}<br>{text[_LINE:]}"


def _ticked(labels: Sequence[str], right: Sequence[bool]) -> list[str]:
    return [f"✓ {label}" if key else label for label, key in zip(labels, right, strict=True)]


def _counted_bars(
    labels: Sequence[str],
    counts: Sequence[int],
    right: Sequence[bool],
    axis: str,
    *,
    dark: bool,
) -> dict[str, Any]:
    """Bars by place, because two long labels may begin alike; the axis shows them shortened, in
    two lines, so that a phone has room for the bars.
    """
    names = _ticked(labels, right)
    short = [_two_lines(shortened(name, 2 * _LINE)) for name in names]
    places = list(range(len(names)))
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": places,
                "x": list(counts),
                "text": [f"{count}" for count in counts],
                "textposition": "auto",
                "marker": {"color": [GREEN if key else GREY for key in right]},
                "hovertext": ["<br>".join(wrap(name, 36)) for name in names],
                "hovertemplate": "%{hovertext}<br>%{x} 次<extra></extra>",
            }
        ],
        "layout": layout(
            height=90 + 46 * len(names),
            dark=dark,
            x=axis,
            yaxis={
                "autorange": "reversed",
                "showgrid": False,
                "tickvals": places,
                "ticktext": short,
            },
            xaxis={"rangemode": "tozero", "nticks": 5},
        ),
    }
