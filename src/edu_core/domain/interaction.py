"""The six gestures: what a question asks of the hand, and what the hand gives back.

Screens, prints and exporters are written against these, never against question kinds. An
interaction holds what may be shown while the question is open; it never holds the key.
"""

import random
from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT = 4000
"""Characters of free text that are kept; longer responses are refused, not cut."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Frozen):
    """One thing that can be chosen, ordered or paired."""

    id: str
    text: str


class Blank(_Frozen):
    """One place to type. ``numeric`` asks for a number keyboard; ``unit`` stands behind the
    field.
    """

    id: str
    label: str = ""
    numeric: bool = False
    unit: str = ""


class SceneChoice(_Frozen):
    """One way to go on in a scene; ``to`` names the node it leads to."""

    id: str
    text: str
    to: str


class SceneNode(_Frozen):
    """One moment of a scene. Without choices the scene ends here."""

    id: str
    text: str
    choices: tuple[SceneChoice, ...] = ()


class Choose(_Frozen):
    """Pick one option, or several where ``multiple``."""

    gesture: Literal["choose"] = "choose"
    options: tuple[Part, ...]
    multiple: bool = False


class Arrange(_Frozen):
    """Put all parts in order."""

    gesture: Literal["arrange"] = "arrange"
    parts: tuple[Part, ...]


class Pair(_Frozen):
    """Give each left part one right part; with ``reuse`` a right part (a group) may serve many."""

    gesture: Literal["pair"] = "pair"
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    reuse: bool = False


class Fill(_Frozen):
    """Type into one or more blanks."""

    gesture: Literal["fill"] = "fill"
    blanks: tuple[Blank, ...]


class Write(_Frozen):
    """Write free text of at least ``least`` characters."""

    gesture: Literal["write"] = "write"
    least: int = 0
    most: int = LONGEST_TEXT


class Branch(_Frozen):
    """Walk through a scene from ``start`` by choosing at each node until one has no choices."""

    gesture: Literal["branch"] = "branch"
    start: str
    nodes: tuple[SceneNode, ...]

    def node(self, node_id: str) -> SceneNode:
        """The node with this id; raises ``KeyError`` for an unknown one."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def walk(self, path: Sequence[str]) -> tuple[SceneNode, ...] | None:
        """The nodes met on ``path`` (choice ids), the start first; ``None`` if the path does not
        exist.
        """
        met = [self.node(self.start)]
        for choice_id in path:
            step = next((choice for choice in met[-1].choices if choice.id == choice_id), None)
            if step is None:
                return None
            met.append(self.node(step.to))
        return tuple(met)


Interaction = Annotated[
    Choose | Arrange | Pair | Fill | Write | Branch, Field(discriminator="gesture")
]


class Chosen(_Frozen):
    """Response to ``Choose``: the ids picked, in no particular order."""

    gesture: Literal["choose"] = "choose"
    options: tuple[str, ...]


class Arranged(_Frozen):
    """Response to ``Arrange``: all part ids, first to last."""

    gesture: Literal["arrange"] = "arrange"
    order: tuple[str, ...]


class Paired(_Frozen):
    """Response to ``Pair``: left id to right id."""

    gesture: Literal["pair"] = "pair"
    pairs: dict[str, str]


class Filled(_Frozen):
    """Response to ``Fill``: blank id to the text as typed."""

    gesture: Literal["fill"] = "fill"
    texts: dict[str, str]


class Written(_Frozen):
    """Response to ``Write``."""

    gesture: Literal["write"] = "write"
    text: str


class Walked(_Frozen):
    """Response to ``Branch``: the choice ids from the start to an end."""

    gesture: Literal["branch"] = "branch"
    path: tuple[str, ...]


Response = Annotated[
    Chosen | Arranged | Paired | Filled | Written | Walked, Field(discriminator="gesture")
]


def accepts(interaction: Interaction, response: Response) -> bool:
    """Whether the response fits the interaction: same gesture, known ids, nothing left out or
    doubled.
    """
    match interaction, response:
        case Choose(), Chosen():
            known = {option.id for option in interaction.options}
            chosen = response.options
            count_fits = len(chosen) >= 1 if interaction.multiple else len(chosen) == 1
            return count_fits and len(set(chosen)) == len(chosen) and set(chosen) <= known
        case Arrange(), Arranged():
            return sorted(response.order) == sorted(part.id for part in interaction.parts)
        case Pair(), Paired():
            return _accepts_pairs(interaction, response)
        case Fill(), Filled():
            known = {blank.id for blank in interaction.blanks}
            texts = response.texts
            return (
                set(texts) == known
                and any(text.strip() for text in texts.values())
                and all(len(text) <= LONGEST_TEXT for text in texts.values())
            )
        case Write(), Written():
            length = len(response.text.strip())
            return max(interaction.least, 1) <= length and len(response.text) <= interaction.most
        case Branch(), Walked():
            met = interaction.walk(response.path)
            return met is not None and not met[-1].choices
        case _:
            return False


def _accepts_pairs(interaction: Pair, response: Paired) -> bool:
    given = response.pairs
    if set(given) != {part.id for part in interaction.left}:
        return False
    if not set(given.values()) <= {part.id for part in interaction.right}:
        return False
    return interaction.reuse or len(set(given.values())) == len(given)


_T = TypeVar("_T")


def shuffled(parts: Sequence[_T], seed: str) -> tuple[_T, ...]:
    """The parts in an order that depends on nothing but the seed, on every machine and version."""
    mixed = list(parts)
    random.Random(seed).shuffle(mixed)
    return tuple(mixed)


def shuffle_interaction(interaction: Interaction, seed: str) -> Interaction:
    """The same interaction with its movable parts in the order of the seed.

    Blanks, free text and scenes keep their order; so do the left column of a pairing (the
    questions) and, where parts may serve many, the right column (the groups).
    """
    match interaction:
        case Choose():
            return interaction.model_copy(update={"options": shuffled(interaction.options, seed)})
        case Arrange():
            return interaction.model_copy(update={"parts": shuffled(interaction.parts, seed)})
        case Pair():
            if interaction.reuse:
                return interaction.model_copy(update={"left": shuffled(interaction.left, seed)})
            return interaction.model_copy(update={"right": shuffled(interaction.right, seed)})
        case Branch():
            return interaction.model_copy(
                update={
                    "nodes": tuple(
                        node.model_copy(
                            update={"choices": shuffled(node.choices, f"{seed}/{node.id}")}
                        )
                        for node in interaction.nodes
                    )
                }
            )
        case Fill() | Write():
            return interaction


class Concealed(_Frozen):
    """An interaction whose ids say nothing, and the way back.

    The ids of an ordering or a pairing follow the key. Whatever leaves the server as data (a
    component, a phone, a print) shows this form, where parts are numbered as they stand. A
    scene is not concealed: screens send one node at a time.
    """

    shown: Interaction
    true_ids: dict[str, str]

    def true_response(self, response: Response) -> Response:
        """The response with the ids of the question; unknown ids stay and are refused later."""
        true = self.true_ids
        match response:
            case Chosen():
                return Chosen(options=tuple(true.get(name, name) for name in response.options))
            case Arranged():
                return Arranged(order=tuple(true.get(name, name) for name in response.order))
            case Paired():
                pairs = {
                    true.get(left, left): true.get(right, right)
                    for left, right in response.pairs.items()
                }
                return Paired(pairs=pairs)
            case Filled() | Written() | Walked():
                return response


def conceal(interaction: Interaction) -> Concealed:
    """Number the movable parts as they stand: o1 … for options, p1 … for parts, l1 … and r1 … for
    pairs.
    """
    true_ids: dict[str, str] = {}

    def numbered(parts: Sequence[Part], letter: str) -> tuple[Part, ...]:
        renamed = tuple(
            Part(id=f"{letter}{place}", text=part.text) for place, part in enumerate(parts, start=1)
        )
        true_ids.update({new.id: part.id for new, part in zip(renamed, parts, strict=True)})
        return renamed

    shown: Interaction
    match interaction:
        case Choose():
            shown = interaction.model_copy(update={"options": numbered(interaction.options, "o")})
        case Arrange():
            shown = interaction.model_copy(update={"parts": numbered(interaction.parts, "p")})
        case Pair():
            shown = interaction.model_copy(
                update={
                    "left": numbered(interaction.left, "l"),
                    "right": numbered(interaction.right, "r"),
                }
            )
        case Fill() | Write() | Branch():
            shown = interaction
    return Concealed(shown=shown, true_ids=true_ids)
