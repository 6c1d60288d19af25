"""A response beside the right one, in words: what was given, what is right, part by part."""

from dataclasses import dataclass
from typing import assert_never

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
    Part,
    Response,
    Walked,
    Write,
    Written,
)

RIGHT = "✓"
NOT_YET = "○"
KEY = "→"


@dataclass(frozen=True)
class PresentedLine:
    """``sign`` is ✓ (given and right), ○ (given, not right), → (the right one) or empty; ``note``
    explains it.
    """

    sign: str
    text: str
    note: str = ""


def present_response(
    interaction: Interaction, response: Response | None, correct: Response | None
) -> tuple[PresentedLine, ...]:
    """The lines of a closed question; without ``response`` the key alone, without ``correct``
    what was given.

    All ids are those of the question, not the concealed ones.
    """
    match interaction:
        case Choose():
            return _choose(interaction, response, correct)
        case Arrange():
            return _arrange(interaction, response, correct)
        case Pair():
            return _pair(interaction, response, correct)
        case Fill():
            return _fill(interaction, response, correct)
        case Write():
            return _write(response, correct)
        case Branch():
            return _branch(interaction, response)
        case _:
            assert_never(interaction)


def _texts(parts: tuple[Part, ...]) -> dict[str, str]:
    return {part.id: part.text for part in parts}


def _choose(
    interaction: Choose, response: Response | None, correct: Response | None
) -> tuple[PresentedLine, ...]:
    chosen = response.options if isinstance(response, Chosen) else ()
    right = correct.options if isinstance(correct, Chosen) else ()
    lines: list[PresentedLine] = []
    for option in interaction.options:
        if option.id in chosen and option.id in right:
            lines.append(PresentedLine(RIGHT, option.text, "你选了，正确"))
        elif option.id in chosen:
            lines.append(PresentedLine(NOT_YET, option.text, "你选了" if right else "你的选择"))
        elif option.id in right:
            note = (
                "正确答案" if not chosen or not interaction.multiple else "也是正确答案，你没有选"
            )
            lines.append(PresentedLine(KEY, option.text, note))
    return tuple(lines)


def _arrange(
    interaction: Arrange, response: Response | None, correct: Response | None
) -> tuple[PresentedLine, ...]:
    texts = _texts(interaction.parts)
    given = response.order if isinstance(response, Arranged) else ()
    right = correct.order if isinstance(correct, Arranged) else given
    lines: list[PresentedLine] = []
    for place, name in enumerate(right, start=1):
        text = f"{place}. {texts.get(name, name)}"
        if name not in given:
            lines.append(PresentedLine(KEY, text))
        elif given.index(name) + 1 == place:
            lines.append(PresentedLine(RIGHT if correct else "", text))
        else:
            lines.append(PresentedLine(NOT_YET, text, f"你排在第 {given.index(name) + 1}"))
    return tuple(lines)


def _pair(
    interaction: Pair, response: Response | None, correct: Response | None
) -> tuple[PresentedLine, ...]:
    texts = _texts(interaction.right)
    given = response.pairs if isinstance(response, Paired) else {}
    right = correct.pairs if isinstance(correct, Paired) else {}
    lines: list[PresentedLine] = []
    for part in interaction.left:
        mine, key = given.get(part.id), right.get(part.id)
        shown = texts.get(key or mine or "", "")
        text = f"{part.text} — {shown}"
        if mine is None or key is None:
            lines.append(PresentedLine(KEY if key else "", text))
        elif mine == key:
            lines.append(PresentedLine(RIGHT, text))
        else:
            lines.append(PresentedLine(NOT_YET, text, f"你放的是“{texts.get(mine, mine)}”"))
    return tuple(lines)


def _fill(
    interaction: Fill, response: Response | None, correct: Response | None
) -> tuple[PresentedLine, ...]:
    given = response.texts if isinstance(response, Filled) else {}
    right = correct.texts if isinstance(correct, Filled) else {}
    lines: list[PresentedLine] = []
    for blank in interaction.blanks:
        label = f"{blank.label}：" if blank.label else ""
        mine, key = given.get(blank.id, "").strip(), right.get(blank.id, "")
        if response is not None:
            written = f"{mine}{blank.unit}" if mine else "没有填"
            lines.append(PresentedLine("", f"{label}{written}", "你填的"))
        if key and key != mine:
            lines.append(PresentedLine(KEY, f"{label}{key}{blank.unit}", "正确答案"))
    return tuple(lines)


def _write(response: Response | None, correct: Response | None) -> tuple[PresentedLine, ...]:
    lines: list[PresentedLine] = []
    if isinstance(response, Written):
        lines.append(PresentedLine("", response.text, "你写的"))
    if isinstance(correct, Written):
        lines.append(PresentedLine(KEY, correct.text, "可以参考的写法"))
    return tuple(lines)


def _branch(interaction: Branch, response: Response | None) -> tuple[PresentedLine, ...]:
    """The steps taken; other ways are not told, so that the scene can be walked again."""
    path = response.path if isinstance(response, Walked) else ()
    met = interaction.walk(path) or ()
    steps = [
        next(choice.text for choice in node.choices if choice.id == taken)
        for node, taken in zip(met, path, strict=False)
    ]
    return tuple(
        PresentedLine("", f"{place}. {text}", "你选的" if place == 1 else "")
        for place, text in enumerate(steps, start=1)
    )
