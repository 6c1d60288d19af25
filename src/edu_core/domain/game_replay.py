"""A live game as it was: every step of the shared screen, worked out from what is stored.

The log says where the game went and what the host did; rounds, players and answers are stored for
good. From both any step is the whole game again, as the state machine had it then, so that the
same functions that made the screen's views, distributions and standings make those of the replay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from edu_core.domain.game_standings import rescored
from edu_core.domain.game_state import Game, GameRules, Phase, Player, Round, Slides

PHASE = "phase"
"""The name of a row of the log that says where the game went. Its fields are ``phase``, ``round``
and the ``rules`` that held.
"""

_SEEN_AT_ITS_END = (Phase.LOBBY, Phase.QUESTION)


@dataclass(frozen=True)
class Happened:
    """A row of the log: a command of the host with its fields, or ``PHASE``."""

    name: str
    fields: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class Step:
    """What the shared screen showed from ``at`` to ``until`` (``None`` for the last step).

    The lobby and a question are kept as they ended (who was there, how many had answered),
    everything else as it began. ``did`` is what the host did meanwhile. ``names`` are those of
    then, for the players that were ever renamed.
    """

    phase: Phase
    round: int
    at: datetime
    until: datetime | None
    rules: GameRules
    voided: frozenset[int] = frozenset()
    removed: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    locked: bool = False
    did: tuple[Happened, ...] = ()

    @property
    def seen_at(self) -> datetime | None:
        """The moment that is shown; ``None`` for now."""
        return self.until if self.phase in _SEEN_AT_ITS_END else self.at


@dataclass
class _Hall:
    """What the rows read so far come to."""

    voided: set[int] = field(default_factory=set[int])
    removed: set[str] = field(default_factory=set[str])
    names: dict[str, str] = field(default_factory=dict[str, str])
    locked: bool = False
    skipped: int | None = None

    def take(self, row: Happened) -> None:
        """Go on by one command of the host."""
        match row.name:
            case "void":
                change = self.voided.add if row.fields["voided"] else self.voided.discard
                change(row.fields["round"])
            case "skip":
                self.skipped = row.fields["round"]  # from the next step on
            case "remove":
                self.removed.add(row.fields["player"])
            case "restore":
                self.removed.discard(row.fields["player"])
            case "rename":
                self.names[row.fields["player"]] = row.fields["nickname"]
            case "lock":
                self.locked = row.fields["locked"]
            case _:
                pass

    def seen(self, step: Step) -> Step:
        """The step with what holds now."""
        return replace(
            step,
            voided=frozenset(self.voided),
            removed=frozenset(self.removed),
            names=dict(self.names),
            locked=self.locked,
        )

    def move_on(self) -> None:
        """Leave a question that was skipped."""
        if self.skipped is not None:
            self.voided.add(self.skipped)
            self.skipped = None


def _names_at_first(log: Sequence[Happened]) -> dict[str, str]:
    """With what names those came in who were renamed later."""
    renamed = [row.fields for row in reversed(log) if row.name == "rename"]
    return {fields["player"]: fields["was"] for fields in renamed if "was" in fields}


def steps_of(game: Game, log: Sequence[Happened]) -> tuple[Step, ...]:
    """Every step of a game, the lobby first; ``log`` in the order in which it happened."""
    hall, done = _Hall(names=_names_at_first(log)), list[Step]()
    current = Step(Phase.LOBBY, -1, game.created_at, None, game.rules)
    did: list[Happened] = []
    for row in log:
        if row.name != PHASE:
            did.append(row)
            hall.take(row)
            continue
        rules = GameRules.model_validate(row.fields["rules"])
        current = replace(current, until=row.at, did=tuple(did))
        if current.phase in _SEEN_AT_ITS_END:
            current = replace(hall.seen(current), rules=rules)
        done.append(current)
        hall.move_on()
        phase = Phase(row.fields["phase"])
        current, did = hall.seen(Step(phase, row.fields["round"], row.at, None, rules)), []
    if current.phase in _SEEN_AT_ITS_END:
        current = replace(hall.seen(current), rules=game.rules)
    return (*done, replace(current, did=tuple(did)))


def game_at(game: Game, step: Step) -> Game:
    """The game as it was at a step, its table worked out over the rounds that were over then.

    Players bear the names that they bore then.
    """
    rounds = tuple(
        _round_at(game, number, step)
        for number, current in enumerate(game.rounds)
        if number <= step.round or current.again_of is None
    )
    return rescored(
        replace(
            game,
            rules=step.rules,
            rounds=rounds,
            phase=step.phase,
            phase_since=step.at,
            place=step.round,
            locked=step.locked,
            paused_at=None,
            claims={},
            slides=Slides(),
            players=_players_at(game, step),
            answers={
                number: given for number, given in game.answers.items() if number <= step.round
            },
        )
    )


def _round_at(game: Game, number: int, step: Step) -> Round:
    current = game.rounds[number]
    if number > step.round:
        return Round(current.item_id)
    if number == step.round and step.phase is Phase.QUESTION:
        return replace(current, closed_at=None, voided=False, replaced=False)
    asked_again = any(
        other.again_of == number for other in game.rounds[number + 1 : step.round + 1]
    )
    discussed = number == step.round and step.phase is Phase.DISCUSSION
    return replace(current, voided=number in step.voided, replaced=asked_again or discussed)


def _players_at(game: Game, step: Step) -> dict[str, Player]:
    return {
        name: replace(
            player, removed=name in step.removed, nickname=step.names.get(name, player.nickname)
        )
        for name, player in game.players.items()
        if step.seen_at is None or player.joined_at <= step.seen_at
    }
