"""The six gestures on a Streamlit page. Every one works with plain widgets, keyboard and touch.

What is drawn is concealed first: ids that could give the key away never leave the server.
"""

from pathlib import Path
from typing import Any, assert_never

import streamlit as st

from edu_core.domain.interaction import (
    Arrange,
    Arranged,
    Branch,
    Choose,
    Chosen,
    Fill,
    Filled,
    Interaction,
    Pair,
    Paired,
    Response,
    Walked,
    Write,
    Written,
    conceal,
)
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown

_HERE = Path(__file__).parent
_MOVE = st.components.v2.component(
    "edu_move",
    html='<div class="edu-move"></div>',
    css=(_HERE / "arrange.css").read_text(encoding="utf-8"),
    js=(_HERE / "arrange.js").read_text(encoding="utf-8"),
)

NEEDS_FORM = frozenset({"choose", "fill", "write"})
"""Gestures whose widgets stand in a form, so that only submitting costs a run."""


def draw_gesture(
    interaction: Interaction, label: str, key: str, *, prior: Response | None, plain: bool
) -> Response | None:
    """Draw an interaction and return what has been given; ``None`` while it is incomplete.

    ``label`` names the question for screen readers; ``prior`` is an unfinished response to go
    on with; ``plain`` asks for ordinary widgets instead of the moving ones. Scenes have a
    function of their own, ``draw_branch``.
    """
    concealed = conceal(interaction)
    given: Response | None
    match concealed.shown:
        case Choose() as choose:
            given = _choose(choose, label, key)
        case Fill() as fill:
            given = _fill(fill, label, key)
        case Write() as write:
            given = _write(write, label, key, prior)
        case Arrange() as arrange:
            given = _arrange_plain(arrange, key) if plain else _arrange(arrange, key)
        case Pair() as pair:
            given = _pair_plain(pair, key) if plain else _pair(pair, key)
        case Branch():
            raise ValueError("a scene is drawn by draw_branch")
        case _:
            assert_never(concealed.shown)
    return None if given is None else concealed.true_response(given)


def _choose(choose: Choose, label: str, key: str) -> Chosen | None:
    texts = {option.id: escape_markdown(option.text) for option in choose.options}
    if not choose.multiple:
        picked = st.radio(
            label,
            list(texts),
            index=None,
            format_func=texts.__getitem__,
            key=key,
            label_visibility="collapsed",
        )
        return None if picked is None else Chosen(options=(picked,))
    ticked = [
        name for name, text in texts.items() if st.checkbox(text, key=widget_key(key, name))
    ]
    return Chosen(options=tuple(ticked)) if ticked else None


def _fill(fill: Fill, label: str, key: str) -> Filled | None:
    texts: dict[str, str] = {}
    for place, blank in enumerate(fill.blanks, start=1):
        several = len(fill.blanks) > 1
        name = blank.label or (f"第 {place} 空" if several else label)
        shown = f"{name}（单位：{blank.unit}）" if blank.unit else name
        texts[blank.id] = st.text_input(
            shown,
            key=widget_key(key, blank.id),
            max_chars=200,
            placeholder="填数字" if blank.numeric else "在这里填写",
            label_visibility="visible" if several or blank.unit else "collapsed",
        )
    return Filled(texts=texts) if any(text.strip() for text in texts.values()) else None


def _write(write: Write, label: str, key: str, prior: Response | None) -> Written | None:
    text = st.text_area(
        label,
        value=prior.text if isinstance(prior, Written) else "",
        key=key,
        height=160,
        max_chars=write.most,
        placeholder=f"至少写 {write.least} 个字",
        label_visibility="collapsed",
    )
    return Written(text=text) if len(text.strip()) >= max(write.least, 1) else None


def _mount(key: str, data: dict[str, Any]) -> Any:
    result = _MOVE(
        key=key,
        data={**data, "signature": key},
        default={"value": data["value"]},
        on_value_change=_nothing,
    )
    return result.value


def _nothing() -> None:
    """A change in the component needs no callback: the value is read in the run that follows."""


def _parts(parts: Any) -> list[dict[str, str]]:
    return [{"id": part.id, "text": part.text} for part in parts]


def _arrange(arrange: Arrange, key: str) -> Arranged | None:
    start = [part.id for part in arrange.parts]
    value = _mount(key, {"parts": _parts(arrange.parts), "value": start})
    return Arranged(order=tuple(value or start))


def _pair(pair: Pair, key: str) -> Paired | None:
    data = {
        "left": _parts(pair.left),
        "right": _parts(pair.right),
        "reuse": pair.reuse,
        "value": {},
    }
    value = _mount(key, data) or {}
    complete = len(value) == len(pair.left)
    return Paired(pairs={str(left): str(right) for left, right in value.items()}) if complete else None


def _arrange_plain(arrange: Arrange, key: str) -> Arranged | None:
    texts = {part.id: part.text for part in arrange.parts}
    picked: list[str] = []
    for place in range(1, len(texts) + 1):
        choice = st.selectbox(
            f"第 {place} 步",
            list(texts),
            index=None,
            format_func=texts.__getitem__,
            placeholder="请选择",
            key=widget_key(key, "place", place),
        )
        if choice is not None:
            picked.append(choice)
    if len(picked) == len(texts) and len(set(picked)) < len(picked):
        st.caption("有一项选了两次，请每一项只用一次。")
        return None
    return Arranged(order=tuple(picked)) if len(picked) == len(texts) else None


def _pair_plain(pair: Pair, key: str) -> Paired | None:
    texts = {part.id: part.text for part in pair.right}
    pairs: dict[str, str] = {}
    for part in pair.left:
        choice = st.selectbox(
            part.text,
            list(texts),
            index=None,
            format_func=texts.__getitem__,
            placeholder="请选择",
            key=widget_key(key, "left", part.id),
        )
        if choice is not None:
            pairs[part.id] = choice
    if not pair.reuse and len(set(pairs.values())) < len(pairs):
        st.caption("右边的每一项只能用一次，请检查有没有选重复。")
        return None
    return Paired(pairs=pairs) if len(pairs) == len(pair.left) else None


def draw_branch(branch: Branch, path: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Draw a scene as far as it has gone and return the path, one step longer after a choice.

    Only nodes that were reached are drawn, so what lies ahead stays on the server.
    """
    met = branch.walk(path) or branch.walk(())
    assert met is not None
    for place, node in enumerate(met):
        with st.container(key=widget_key("scene", key, place), border=True):
            st.markdown(escape_markdown(node.text))
            if place < len(path):
                taken = next(c for c in node.choices if c.id == path[place])
                st.markdown(f"**我的选择**　{escape_markdown(taken.text)}")
    here = met[-1]
    for place, choice in enumerate(here.choices):
        if st.button(
            escape_markdown(choice.text),
            key=widget_key(key, len(path), place),
            width="stretch",
        ):
            return (*path, choice.id)
    return path


def walked(branch: Branch, path: tuple[str, ...]) -> Walked | None:
    """The response, once the path has come to an end of the scene."""
    met = branch.walk(path)
    return Walked(path=path) if met is not None and not met[-1].choices else None
