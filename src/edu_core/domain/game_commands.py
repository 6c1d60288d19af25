"""What can be done to a game, and what then has happened.

A command of the host carries the round it means: a click that comes twice, or from two hosts at
once, means a round that is already left and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from edu_core.domain.errors import EduError
from edu_core.domain.game_state import Answer, Podium
from edu_core.domain.interaction import Response


@dataclass(frozen=True)
class Join:
    """A new player. ``name_key`` is the folded name (``nickname_key`` where empty). ``by_card`` is
    a pupil whose card was read: let in by the host, also when the lobby is locked.
    """

    player: str
    nickname: str
    team: str = ""
    person_id: int | None = None
    name_key: str = ""
    by_card: bool = False


@dataclass(frozen=True)
class Rename:
    """Give a player another name."""

    player: str
    nickname: str
    name_key: str = ""


@dataclass(frozen=True)
class Remove:
    """Take a player out of the game; the answers are kept and do not count."""

    player: str


@dataclass(frozen=True)
class Restore:
    """Take a removed player back, with all points."""

    player: str


@dataclass(frozen=True)
class GiveExtraTime:
    """Give one player more time for every question, shown to nobody else."""

    player: str
    seconds: int


@dataclass(frozen=True)
class AskClaim:
    """A second phone asks for a player's place and shows ``code``; the host confirms it."""

    player: str
    code: str


@dataclass(frozen=True)
class ConfirmClaim:
    """The host has seen the code on the phone of whoever asks."""

    code: str


@dataclass(frozen=True)
class Lock:
    """Let nobody new in, or open the lobby again."""

    locked: bool = True


@dataclass(frozen=True)
class Start:
    """Ask the first question."""


@dataclass(frozen=True)
class Reveal:
    """Close the question and show what is right."""

    round: int


@dataclass(frozen=True)
class ShowStandings:
    """Show who stands where after this round."""

    round: int


@dataclass(frozen=True)
class Next:
    """Leave this round for the next question, or for the end after the last one."""

    round: int


@dataclass(frozen=True)
class Skip:
    """Leave a question without counting it."""

    round: int


@dataclass(frozen=True)
class Discuss:
    """Close the question without telling what is right: all discuss how it was answered."""

    round: int


@dataclass(frozen=True)
class AskAgain:
    """Ask the same question once more after the discussion; the second answers count."""

    round: int


@dataclass(frozen=True)
class EndDiscussion:
    """Tell what is right without asking again; the answers before the discussion count."""

    round: int


@dataclass(frozen=True)
class ShowSlide:
    """Show a slide of the lesson on the shared screen, counted from 0. ``seen`` is the slide that
    was on when this was asked for, ``None`` for none: the second of two clicks turns no page.
    """

    round: int
    slide: int
    seen: int | None = None


@dataclass(frozen=True)
class RevealSlide:
    """Tell the answer to the question on this slide."""

    slide: int


@dataclass(frozen=True)
class LeaveSlides:
    """Go back from this slide to the quiz, where it was left."""

    slide: int


@dataclass(frozen=True)
class EndEarly:
    """End the game here; what was answered counts."""


@dataclass(frozen=True)
class Pause:
    """Let time stand still; in the standings this is half-time."""


@dataclass(frozen=True)
class Resume:
    """Let time go on."""


@dataclass(frozen=True)
class MoreTime:
    """Give everybody more seconds for the question that is open."""

    round: int
    seconds: int = 15


@dataclass(frozen=True)
class Void:
    """Take a question out of the scores afterwards, or (``voided=False``) back in."""

    round: int
    voided: bool = True


@dataclass(frozen=True)
class CountHands:
    """A show of hands: how many raised a hand for each shown option id (o1, o2, …)."""

    round: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Adjust:
    """Change what is shown and who plays with cards; ``None`` leaves a thing as it is."""

    names_shown: bool | None = None
    standings_shown: bool | None = None
    auto_advance: bool | None = None
    muted: bool | None = None
    discuss_first: bool | None = None
    podium: Podium | None = None
    streaks: bool | None = None
    card_classes: tuple[int, ...] | None = None


@dataclass(frozen=True)
class CardsIn:
    """The answers of a class that holds up cards are in; the question waits for it no longer."""

    round: int
    classroom_id: int


@dataclass(frozen=True)
class Forget:
    """These pupils and classes are deleted: nobody waits for them, and what they gave goes too."""

    people: frozenset[int]
    classrooms: frozenset[int]


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True)
class SubmitAnswer:
    """An answer in the ids that are shown (o1, p1, l1 …), stamped when it arrived.

    ``delay`` is the player's measured round trip in seconds. ``by_host`` is a card or a
    correction by hand: it may replace an answer while the question is open.
    """

    player: str
    round: int
    response: Response
    received_at: datetime
    answer_id: str = ""
    delay: float = 0.0
    by_host: bool = False


HostCommand = (
    Rename
    | Remove
    | Restore
    | GiveExtraTime
    | ConfirmClaim
    | Lock
    | Start
    | Reveal
    | ShowStandings
    | Next
    | Skip
    | Discuss
    | AskAgain
    | EndDiscussion
    | ShowSlide
    | RevealSlide
    | LeaveSlides
    | EndEarly
    | Pause
    | Resume
    | MoreTime
    | Void
    | CountHands
    | Adjust
)
Command = HostCommand | Join | AskClaim | CardsIn | Forget | Tick | SubmitAnswer

HOST_COMMANDS: dict[str, type[HostCommand]] = {
    "rename": Rename,
    "remove": Remove,
    "restore": Restore,
    "extra_time": GiveExtraTime,
    "confirm_claim": ConfirmClaim,
    "lock": Lock,
    "start": Start,
    "reveal": Reveal,
    "standings": ShowStandings,
    "next": Next,
    "skip": Skip,
    "discuss": Discuss,
    "ask_again": AskAgain,
    "end_discussion": EndDiscussion,
    "slide": ShowSlide,
    "reveal_slide": RevealSlide,
    "leave_slides": LeaveSlides,
    "end": EndEarly,
    "pause": Pause,
    "resume": Resume,
    "more_time": MoreTime,
    "void": Void,
    "hands": CountHands,
    "adjust": Adjust,
}
"""The names under which a host's page sends commands; the fields are those of the class."""


@dataclass(frozen=True)
class PlayersChanged:
    """Somebody came, left, was renamed or asks for a place."""

    player: str


@dataclass(frozen=True)
class PhaseChanged:
    """Everybody gets a new view."""

    phase: str
    round: int


@dataclass(frozen=True)
class ClockChanged:
    """A pause, its end, or more time."""


@dataclass(frozen=True)
class RulesChanged:
    """What is shown has changed (names, standings, lock, a voided round)."""


@dataclass(frozen=True)
class SlidesChanged:
    """The lesson came on the shared screen, was turned, or went."""


@dataclass(frozen=True)
class AnswerTaken:
    """An answer counts; to be stored before it is acknowledged."""

    player: str
    round: int
    answer: Answer


@dataclass(frozen=True)
class EveryoneAnswered:
    """Nobody is left who could answer this round."""

    round: int


Event = (
    PlayersChanged
    | PhaseChanged
    | ClockChanged
    | RulesChanged
    | SlidesChanged
    | AnswerTaken
    | EveryoneAnswered
)


@dataclass(frozen=True)
class Receipt:
    """What became of one answer: acknowledged, or refused with words.

    ``taken`` says that it is new; the same ``answer_id`` sent again is acknowledged again.
    """

    player: str
    round: int
    answer_id: str
    taken: bool = False
    refused: EduError | None = None
