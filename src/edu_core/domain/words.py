"""Answers and sources in words, for every screen alike."""

from collections.abc import Mapping

from edu_core.domain.interaction import (
    Arranged,
    Chosen,
    Filled,
    Interaction,
    Paired,
    Response,
    Walked,
    Written,
)
from edu_core.domain.items.base import SourceReference
from edu_core.domain.register import Source


def lines_of(interaction: Interaction, response: Response | None) -> list[str]:
    """A response in words, one line for each part of it."""
    if response is None:
        return []
    match response:
        case Chosen():
            texts = _texts(getattr(interaction, "options", ()))
            return [texts.get(name, name) for name in response.options]
        case Arranged():
            texts = _texts(getattr(interaction, "parts", ()))
            return [
                f"{place}. {texts.get(name, name)}"
                for place, name in enumerate(response.order, start=1)
            ]
        case Paired():
            texts = _texts((*getattr(interaction, "left", ()), *getattr(interaction, "right", ())))
            return [
                f"{texts.get(left, left)} → {texts.get(right, right)}"
                for left, right in sorted(response.pairs.items())
            ]
        case Filled():
            return [text or "（空）" for text in response.texts.values()]
        case Written():
            return [response.text]
        case Walked():
            return _walk_lines(interaction, response)


def _texts(parts: object) -> dict[str, str]:
    return {part.id: part.text for part in parts}  # type: ignore[attr-defined]


def _walk_lines(interaction: Interaction, response: Walked) -> list[str]:
    if interaction.gesture != "branch":
        return []
    met = interaction.walk(response.path) or ()
    return [
        next(choice.text for choice in node.choices if choice.id == taken)
        for node, taken in zip(met, response.path, strict=False)
    ]


def source_lines(sources: tuple[SourceReference, ...], register: Mapping[str, Source]) -> list[str]:
    """Where it can be looked up: title, article, and since when it holds."""
    lines: list[str] = []
    for reference in sources:
        source = register.get(reference.id)
        if source is None:
            lines.append(reference.id)
            continue
        article = reference.article or ""
        lines.append(f"{source.title}{article}（{source.publisher}，{source.dated}）")
    return lines
