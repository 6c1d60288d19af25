"""A live game as pure state: rules, rounds, players, answers. Nothing here knows a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field

from edu_core.domain.attempt import shown_interaction
from edu_core.domain.interaction import (
    Arranged,
    Branch,
    Chosen,
    Concealed,
    Filled,
    Paired,
    Response,
    Walked,
    Written,
    accepts,
    conceal,
)
from edu_core.domain.items import Item, Outcome, grade
from edu_core.domain.items.base import Model
from edu_core.domain.items.reflection import Reflection
from edu_core.domain.quiz import Quiz

MOST_PLAYERS = 6000
"""In one game; more is somebody joining with invented names."""

MOST_DELAY = 1.0
"""Seconds of a player's measured delay that are given back; more could be pretended."""

_REMEMBERED = 4096
"""Responses to one question."""
_LONGEST_REMEMBERED = 500


class Phase(StrEnum):
    """Where a game stands."""

    LOBBY = "lobby"
    QUESTION = "question"
    DISCUSSION = "discussion"
    REVEAL = "reveal"
    STANDINGS = "standings"
    FINISHED = "finished"


class Scoring(StrEnum):
    """What earns points: being right, or being right and quick."""

    CORRECTNESS = "correctness"
    SPEED = "speed"


class TeamMode(StrEnum):
    """Whether players play for a team, and where its name comes from."""

    NONE = "none"
    CLASS = "class"
    NAMED = "named"


class Podium(StrEnum):
    """Who stands on the podium."""

    TEAMS = "teams"
    PLAYERS = "players"


class GameRules(Model):
    """How a game is played. ``seconds`` is the time for one question; ``teams`` are the names to
    choose from where ``team_mode`` is ``named``; ``close_when_all`` closes a question as soon as
    everyone has answered; ``auto_advance`` goes on by itself after ``reveal_seconds``; ``streaks``
    tells players how many questions in a row they had right (for no points); ``discuss_first``
    lets every question be discussed and asked again before its answer is told. ``card_classes``
    are the classes that hold up cards.
    """

    scoring: Scoring = Scoring.CORRECTNESS
    seconds: int = Field(default=30, ge=5, le=600)
    team_mode: TeamMode = TeamMode.NONE
    teams: tuple[str, ...] = ()
    podium: Podium = Podium.TEAMS
    names_shown: bool = True
    standings_shown: bool = True
    close_when_all: bool = True
    discuss_first: bool = False
    auto_advance: bool = False
    reveal_seconds: int = Field(default=12, ge=3, le=120)
    muted: bool = True
    streaks: bool = False
    card_classes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Round:
    """One asking of one question; the times are ``None`` until it happens.

    ``again_of`` is the round that asked the same question before (peer instruction): that one is
    ``replaced`` from the discussion on and keeps its distribution but no points. ``pauses`` are
    the stretches in which time stood still. ``hands`` counts shown option ids from a show of hands.
    ``cards_in`` are the classes whose cards were taken in; ``cards_only`` says that time is over
    and the question is open for cards alone.
    """

    item_id: str
    again_of: int | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    voided: bool = False
    replaced: bool = False
    hands: Mapping[str, int] = field(default_factory=dict[str, int])
    cards_in: tuple[int, ...] = ()
    cards_only: bool = False

    @property
    def counts(self) -> bool:
        """Whether its points stand in the scores: over, not voided, not asked again."""
        return self.closed_at is not None and not self.voided and not self.replaced


@dataclass(frozen=True, slots=True)
class Slides:
    """Where the lesson stands on the shared screen. ``place`` counts its slides from 0 and stays
    while the quiz goes on; ``shown`` says whether they are on now, ``revealed`` whether the answer
    to the question on this slide is out.
    """

    place: int = 0
    shown: bool = False
    revealed: bool = False


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the game. ``name_key`` is the name folded so that look-alikes are equal.

    ``extra_time`` (seconds a question) is known to the host and to this player alone. ``by_card``
    says that the pupil has no phone in the game: no answer is waited for.
    """

    id: str
    nickname: str
    name_key: str
    joined_at: datetime
    team: str = ""
    person_id: int | None = None
    removed: bool = False
    extra_time: int = 0
    by_card: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A response with the ids of the question, what it earned, and the points it got."""

    response: Response
    outcome: Outcome
    points: float
    received_at: datetime
    answer_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Points after all closed rounds, and the rank; equal points share a rank (1, 1, 3).

    ``streak`` is how many of the last rounds in a row were right, where the rules tell it.
    """

    points: float
    rank: int
    right: int = 0
    answered: int = 0
    streak: int = 0


@dataclass(frozen=True)
class Echo:
    """A response as its player sees it again: its fields in the ids of the screens, and what the
    question says to it once its key is out.
    """

    fields: Mapping[str, Any]
    remarks: tuple[str, ...]


class Sheet:
    """A question as this game shows it, concealed. A thousand phones send few different
    responses: what is made of each is remembered.
    """

    def __init__(self, item: Item, seed: str, *, shuffle: bool) -> None:
        self.item = item
        shown = shown_interaction(
            item, f"{seed}/{item.id}", shuffle=shuffle and not item.keep_option_order
        )
        self.concealed: Concealed = conceal(shown)
        self._interaction = item.interaction()
        self._marks: dict[str, tuple[Response, Outcome] | None] = {}
        self._echoes: dict[str, Echo] = {}

    def mark(self, shown: Response) -> tuple[Response, Outcome] | None:
        """The response with the question's ids and its outcome; ``None`` where it does not fit."""
        key = shown.model_dump_json()
        if key in self._marks:
            return self._marks[key]
        true = self.concealed.true_response(shown)
        marked = (true, grade(self.item, true)) if accepts(self._interaction, true) else None
        if len(key) <= _LONGEST_REMEMBERED and len(self._marks) < _REMEMBERED:
            self._marks[key] = marked
        return marked

    def echo(self, response: Response) -> Echo:
        """What the player sees again of a response with the question's ids."""
        key = response.model_dump_json()
        if key in self._echoes:
            return self._echoes[key]
        remarks = tuple(remark.text for remark in self.item.remarks(response))
        echo = Echo(self.shown(response).model_dump(mode="json"), remarks)
        if len(key) <= _LONGEST_REMEMBERED and len(self._echoes) < _REMEMBERED:
            self._echoes[key] = echo
        return echo

    def shown(self, response: Response) -> Response:
        """A response with the question's ids in the ids of the screens."""
        match response:
            case Chosen():
                return Chosen(options=tuple(self.shown_id(name) for name in response.options))
            case Arranged():
                return Arranged(order=tuple(self.shown_id(name) for name in response.order))
            case Paired():
                pairs = response.pairs.items()
                return Paired(
                    pairs={self.shown_id(a, "l"): self.shown_id(b, "r") for a, b in pairs}
                )
            case Filled() | Written() | Walked():
                return response

    def shown_id(self, true_id: str, letter: str = "") -> str:
        """What the screens call a part; left and right parts of a pairing may share an id, so
        that ``letter`` (l or r) says which is meant.
        """
        return next(
            shown
            for shown, true in self.concealed.true_ids.items()
            if true == true_id and shown.startswith(letter)
        )


@dataclass(frozen=True)
class Game:
    """A whole game. ``answers`` maps round → player id → answer; ``table`` maps player id →
    place after the closed rounds; ``version`` grows with every change; ``claims`` maps the code
    on a second phone to the player whose place it asks for.
    """

    id: int
    code: str
    quiz: Quiz
    rules: GameRules
    seed: str
    host_id: int
    created_at: datetime
    rounds: tuple[Round, ...]
    sheets: Mapping[str, Sheet] = field(compare=False, repr=False)
    phase: Phase = Phase.LOBBY
    phase_since: datetime | None = None
    place: int = -1
    locked: bool = False
    paused_at: datetime | None = None
    version: int = 0
    players: Mapping[str, Player] = field(default_factory=dict[str, Player])
    answers: Mapping[int, Mapping[str, Answer]] = field(
        default_factory=dict[int, Mapping[str, Answer]]
    )
    table: Mapping[str, Place] = field(default_factory=dict[str, Place], compare=False)
    claims: Mapping[str, str] = field(default_factory=dict[str, str])
    slides: Slides = Slides()

    @property
    def paused(self) -> bool:
        """Whether time stands still."""
        return self.paused_at is not None

    @property
    def round(self) -> Round | None:
        """The round that is on, or was last; ``None`` in the lobby."""
        return self.rounds[self.place] if 0 <= self.place < len(self.rounds) else None

    @property
    def told(self) -> bool:
        """Whether what is right in the round on the screen may be known: it is over, and its
        answers are not being discussed.
        """
        current = self.round
        return (
            current is not None
            and current.closed_at is not None
            and self.phase is not Phase.DISCUSSION
        )

    @property
    def discusses_first(self) -> bool:
        """Whether a discussion comes after the question on the screen, and not yet its answer."""
        current = self.round
        return self.rules.discuss_first and current is not None and current.again_of is None

    @cached_property
    def active(self) -> tuple[Player, ...]:
        """Everybody who was not removed, in the order in which they came."""
        return tuple(player for player in self.players.values() if not player.removed)

    def with_round(self, place: int, changed: Round) -> "Game":
        """The game with another state of one of its rounds."""
        return replace(self, rounds=(*self.rounds[:place], changed, *self.rounds[place + 1 :]))

    def answers_of(self, place: int) -> Mapping[str, Answer]:
        """The answers of a round by player."""
        return self.answers.get(place, {})

    def answered(self, place: int) -> int:
        """How many of those still in the game have answered a round."""
        given = self.answers_of(place)
        return sum(player.id in given for player in self.active)

    def seconds_left(self, now: datetime) -> float | None:
        """Seconds until the question closes, standing still in a pause; ``None`` outside one."""
        current = self.round
        if self.phase is not Phase.QUESTION or current is None or current.closes_at is None:
            return None
        return max(0.0, (current.closes_at - (self.paused_at or now)).total_seconds())


@dataclass(frozen=True)
class Playable:
    """Whether phones can play a question, and where not, why."""

    ok: bool
    why: str = ""


def playable(item: Item) -> Playable:
    """Whether a question can be asked in a live game."""
    if item.retired is not None:
        return Playable(False, "这道题已经停用。")
    if isinstance(item.interaction(), Branch):
        return Playable(False, "情景题要一步一步走，不能限时同答。请在课上或作业里使用。")
    if isinstance(item, Reflection) and item.marking == "teacher":
        return Playable(False, "这道题要老师批改，现场不能马上判分。请在课上讨论。")
    return Playable(True)


def sheets_of(quiz: Quiz, seed: str) -> dict[str, Sheet]:
    """Every playable question of a quiz as a game with this seed shows it."""
    shuffle = quiz.settings.shuffle_options
    return {item.id: Sheet(item, seed, shuffle=shuffle) for item in quiz.items if playable(item).ok}


def new_game(
    *, game_id: int, code: str, quiz: Quiz, rules: GameRules, seed: str, host_id: int, now: datetime
) -> Game:
    """A game in its lobby, with every playable question of the quiz in the quiz's own order."""
    sheets = sheets_of(quiz, seed)
    drawn = set(quiz.draw(seed))
    order = [item.id for item in quiz.items if item.id in drawn and item.id in sheets]
    return Game(
        id=game_id,
        code=code,
        quiz=quiz,
        rules=rules,
        seed=seed,
        host_id=host_id,
        created_at=now,
        rounds=tuple(Round(item_id) for item_id in order),
        sheets=sheets,
        phase_since=now,
    )


def time_answered(current: Round, received_at: datetime, delay: float) -> datetime:
    """When a player answered: the arrival less the measured delay (0 to ``MOST_DELAY`` s), never
    before the question was opened.
    """
    given_back = timedelta(seconds=min(MOST_DELAY, max(0.0, delay)))
    opened = current.opened_at or received_at
    return max(min(opened, received_at), received_at - given_back)
