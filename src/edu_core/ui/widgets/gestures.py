"""The six gestures on a Streamlit page. Every one works with touch, mouse and keyboard.

What is drawn is concealed first: ids that could give the key away never leave the server.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, assert_never, cast

import streamlit as st
from streamlit.components.v2 import component

from edu_core.domain.interaction import (
    Arrange,
    Arranged,
    Branch,
    Choose,
    Chosen,
    Concealed,
    Fill,
    Filled,
    Interaction,
    Pair,
    Paired,
    Part,
    Response,
    Walked,
    Write,
    Written,
    conceal,
)
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown, plain_text

_HERE = Path(__file__).parent
_MOVE = component(
    "edu_move",
    html='<div class="edu-move"></div>',
    css=(_HERE / "arrange.css").read_text(encoding="utf-8"),
    js=(_HERE / "arrange.js").read_text(encoding="utf-8"),
)

NUMBER_PLACEHOLDER = "填数字"
"""``shell.js`` gives a field with this placeholder the number keyboard of a phone."""


def draw_gesture(
    interaction: Interaction,
    label: str,
    key: str,
    *,
    prior: Response | None,
    plain: bool,
) -> Response | None:
    """Draw an interaction and return what has been given; ``None`` while it is incomplete.

    ``label`` names the question for screen readers; ``prior`` is an unfinished response to go
    on with; ``plain`` asks for ordinary widgets instead of the moving ones. Scenes have a
    function of their own, ``draw_branch``.
    """
    concealed = conceal(interaction)
    before = None if prior is None else _concealed_response(concealed, prior)
    name = plain_text(label)
    given: Response | None
    match concealed.shown:
        case Choose() as choose:
            given = _choose(choose, name, key, before)
        case Fill() as fill:
            given = _fill(fill, name, key, before)
        case Write() as write:
            given = _write(write, name, key, before)
        case Arrange() as arrange:
            draw_arrange = _arrange_plain if plain else _arrange
            given = draw_arrange(arrange, name, key, before)
        case Pair() as pair:
            draw_pair = _pair_plain if plain else _pair
            given = draw_pair(pair, name, key, before)
        case Branch():
            raise ValueError("a scene is drawn by draw_branch")
        case _:
            assert_never(concealed.shown)
    return None if given is None else concealed.true_response(given)


def can_be_moved(interaction: Interaction) -> bool:
    """Whether there is a moving form beside the plain one, so that a switch is worth offering."""
    return isinstance(interaction, Arrange | Pair)


def _concealed_response(concealed: Concealed, response: Response) -> Response:
    """The response with the numbered ids, the way back of ``Concealed.true_response``."""
    turned = {true: shown for shown, true in concealed.true_ids.items()}
    return Concealed(shown=concealed.shown, true_ids=turned).true_response(response)


def _choose(choose: Choose, label: str, key: str, before: Response | None) -> Chosen | None:
    texts = {option.id: escape_markdown(option.text) for option in choose.options}
    chosen = before.options if isinstance(before, Chosen) else ()
    names = list(texts)
    if not choose.multiple:
        picked = st.radio(
            label,
            names,
            index=names.index(chosen[0]) if chosen and chosen[0] in texts else None,
            format_func=texts.__getitem__,
            key=key,
            label_visibility="collapsed",
            width="stretch",
        )
        return None if picked is None else Chosen(options=(picked,))
    with st.container(key=widget_key("options", key)):
        ticked = [
            name
            for name, text in texts.items()
            if st.checkbox(text, value=name in chosen, key=widget_key(key, name), width="stretch")
        ]
    return Chosen(options=tuple(ticked)) if ticked else None


def _fill(fill: Fill, label: str, key: str, before: Response | None) -> Filled | None:
    typed = before.texts if isinstance(before, Filled) else {}
    several = len(fill.blanks) > 1
    texts: dict[str, str] = {}
    for place, blank in enumerate(fill.blanks, start=1):
        shown = plain_text(blank.label) or (f"第 {place} 空" if several else label)
        if blank.unit:
            shown = f"{blank.label}（单位：{blank.unit}）" if blank.label else f"单位：{blank.unit}"
        texts[blank.id] = st.text_input(
            escape_markdown(shown) if several or blank.unit else shown,
            value=typed.get(blank.id, ""),
            key=widget_key(key, blank.id),
            max_chars=200,
            placeholder=NUMBER_PLACEHOLDER if blank.numeric else "在这里填写",
            label_visibility="visible" if several or blank.unit else "collapsed",
        )
    return Filled(texts=texts) if any(text.strip() for text in texts.values()) else None


def _write(write: Write, label: str, key: str, before: Response | None) -> Written | None:
    text = st.text_area(
        label,
        value=before.text if isinstance(before, Written) else "",
        key=key,
        height=160,
        max_chars=write.most,
        placeholder=f"至少写 {max(write.least, 1)} 个字",
        label_visibility="collapsed",
    )
    return Written(text=text) if len(text.strip()) >= max(write.least, 1) else None


def _mount(key: str, label: str, data: dict[str, object]) -> Any:
    """The moving component, and what the browser says it holds: to be checked, never trusted.

    Its data are numbered parts and their texts.
    """
    result: Any = _MOVE(
        key=key,
        data={**data, "label": label, "signature": key},
        default={"value": data["value"]},
        on_value_change=_nothing,
    )
    return result.value


def _nothing() -> None:
    """A change in the component needs no callback: the value is read in the run that follows."""


def _parts(parts: Sequence[Part]) -> list[dict[str, str]]:
    return [{"id": part.id, "text": plain_text(part.text)} for part in parts]


def _arrange(arrange: Arrange, label: str, key: str, before: Response | None) -> Arranged | None:
    start = [part.id for part in arrange.parts]
    if isinstance(before, Arranged) and sorted(before.order) == sorted(start):
        start = list(before.order)
    value = _mount(key, label, {"parts": _parts(arrange.parts), "value": start})
    return Arranged(order=tuple(str(name) for name in cast("list[object]", value or start)))


def _pair(pair: Pair, label: str, key: str, before: Response | None) -> Paired | None:
    start = dict(before.pairs) if isinstance(before, Paired) else {}
    data: dict[str, object] = {
        "left": _parts(pair.left),
        "right": _parts(pair.right),
        "reuse": pair.reuse,
        "value": start,
    }
    value = _mount(key, label, data)
    if not isinstance(value, dict):
        return None
    placed = cast("dict[str, object]", value)
    if any(part.id not in placed for part in pair.left):
        return None
    return Paired(pairs={part.id: str(placed[part.id]) for part in pair.left})


def _select(label: str, texts: dict[str, str], chosen: str | None, key: str) -> str | None:
    names = list(texts)
    return st.selectbox(
        label,
        names,
        index=names.index(chosen) if chosen in texts else None,
        format_func=texts.__getitem__,
        placeholder="请选择",
        key=key,
        filter_mode=None,
    )


def _arrange_plain(
    arrange: Arrange, label: str, key: str, before: Response | None
) -> Arranged | None:
    del label
    texts = {part.id: plain_text(part.text) for part in arrange.parts}
    order = before.order if isinstance(before, Arranged) else ()
    picked: list[str] = []
    for place in range(len(texts)):
        chosen = order[place] if place < len(order) else None
        name = _select(f"第 {place + 1} 项", texts, chosen, widget_key(key, "place", place))
        if name is not None:
            picked.append(name)
    if len(set(picked)) < len(picked):
        st.caption("有一项选了两次，请每一项只用一次。")
        return None
    return Arranged(order=tuple(picked)) if len(picked) == len(texts) else None


def _pair_plain(pair: Pair, label: str, key: str, before: Response | None) -> Paired | None:
    del label
    texts = {part.id: plain_text(part.text) for part in pair.right}
    given = before.pairs if isinstance(before, Paired) else {}
    pairs: dict[str, str] = {}
    for part in pair.left:
        name = _select(
            escape_markdown(part.text),
            texts,
            given.get(part.id),
            widget_key(key, "left", part.id),
        )
        if name is not None:
            pairs[part.id] = name
    if not pair.reuse and len(set(pairs.values())) < len(pairs):
        st.caption("有一项选了两次，请每一项只用一次。")
        return None
    return Paired(pairs=pairs) if len(pairs) == len(pair.left) else None


def draw_branch(branch: Branch, path: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Draw a scene as far as it has gone and return the path, one step longer after a choice.

    Only nodes that were reached are drawn, so what lies ahead stays on the server.
    """
    met = branch.walk(path)
    if met is None:
        path, met = (), (branch.node(branch.start),)
    for place, (node, taken) in enumerate(zip(met, path, strict=False)):
        chosen = next(choice for choice in node.choices if choice.id == taken)
        with st.container(key=widget_key("scene-past", key, place)):
            st.markdown(escape_markdown(node.text))
            st.markdown(f"**我选了**　{escape_markdown(chosen.text)}")
    here = met[-1]
    with st.container(key=widget_key("scene-now", key)):
        st.markdown(escape_markdown(here.text))
        if not here.choices:
            st.caption("故事到这里结束。")
    if not here.choices:
        return path
    with st.container(key=widget_key("scene-choices", key)):
        for place, choice in enumerate(here.choices):
            name = widget_key(key, len(path), place)
            if st.button(escape_markdown(choice.text), key=name, width="stretch"):
                return (*path, choice.id)
    return path


def walked(branch: Branch, path: tuple[str, ...]) -> Walked | None:
    """The response, once the path has come to an end of the scene."""
    met = branch.walk(path)
    return Walked(path=path) if met is not None and not met[-1].choices else None
