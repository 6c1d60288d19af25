"""Doing many things to one game in one transaction: whatever queued up is stored together.

Nobody is told that something is done before it is committed; when the transaction fails, nothing
of it has happened. One transaction for a thousand answers costs what one for a single answer costs.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from edu_core.domain.access import Deed, Relation, require
from edu_core.domain.errors import BadInput, Conflict, EduError, NotFound
from edu_core.domain.game import apply, closing_time, give_time, take_answers
from edu_core.domain.game_commands import (
    HOST_COMMANDS,
    AskClaim,
    ClockChanged,
    ConfirmClaim,
    Event,
    Forget,
    HostCommand,
    Join,
    PhaseChanged,
    Receipt,
    Rename,
    ShowSlide,
    SubmitAnswer,
    Tick,
    Void,
)
from edu_core.domain.game_people import find_person, free_name, names_taken, take_joins
from edu_core.domain.game_replay import PHASE
from edu_core.domain.game_state import Game, Phase, TeamMode
from edu_core.domain.nickname import nickname_key
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.game_attempts import write_attempts
from edu_core.services.game_cards import CardsTaken, TakeCards, take_cards
from edu_core.services.game_slides import require_slide
from edu_core.services.secrets import hash_token
from edu_core.storage import game_changes, games, people
from edu_core.storage.game_tokens import TokenRow, add_tokens, confirm_token
from edu_core.storage.games import LogRow
from edu_core.storage.store import Transaction

MOST_CLAIMS = 40
"""Phones that ask for somebody's place at the same time."""


UNATTENDED = timedelta(seconds=3)
"""A question open for this long after its end was watched by no server."""

SECONDS_GIVEN_BACK = 15
"""For the question that was open when the server went down."""


@dataclass(frozen=True)
class JoinRequest:
    """Somebody wants in. ``person_id`` is a signed-in pupil; ``name_key`` the folded name."""

    nickname: str
    team: str = ""
    person_id: int | None = None
    name_key: str = ""


@dataclass(frozen=True)
class ClaimRequest:
    """A second phone wants the place of the player with this name."""

    name_key: str


@dataclass(frozen=True)
class HostOrder:
    """A command, and who gives it."""

    me: Person
    command: HostCommand


@dataclass(frozen=True)
class Recover:
    """A game was found whose question should have closed long ago: nobody kept its time, because
    the server was down. What pupils lost is given back.
    """


Job = JoinRequest | ClaimRequest | HostOrder | TakeCards | SubmitAnswer | Forget | Tick | Recover


@dataclass(frozen=True)
class Joined:
    """A player and the token of the phone, which is told once and stored as a hash."""

    player_id: str
    token: str


@dataclass(frozen=True)
class Claimed:
    """The four digits that the phone shows, and the token that is good once they are confirmed."""

    player_id: str
    token: str
    code: str


Outcome = Joined | Claimed | CardsTaken | Receipt | EduError | None
"""What became of a job; ``None`` where there is nothing to tell but that it is done."""


@dataclass(frozen=True)
class Done:
    """The game after a piece of work, what happened, and one outcome for each job."""

    game: Game
    events: tuple[Event, ...]
    outcomes: list[Outcome]


@dataclass
class _Work:
    edu: Edu
    transaction: Transaction
    game: Game
    now: datetime
    events: list[Event] = field(default_factory=list[Event])
    tokens: list[TokenRow] = field(default_factory=list[TokenRow])
    log: list[LogRow] = field(default_factory=list[LogRow])
    confirmed: list[str] = field(default_factory=list[str])
    scores_changed: bool = False

    def take(self, game: Game, events: Sequence[Event]) -> None:
        """Go on from this state; where the game went is kept for the replay."""
        self.game = game
        self.events.extend(events)
        self.log.extend(
            _went(game, self.now) for event in events if isinstance(event, PhaseChanged)
        )


def perform(edu: Edu, game_id: int, jobs: Sequence[Job], known: Game | None = None) -> Done:
    """Do the jobs in their order in one transaction; committed when this returns.

    ``known`` is an earlier state of the game, which saves reading it. A job that is refused
    changes nothing and does not hinder the others. Raises ``NotFound`` for an unknown game.
    """
    answers = [job for job in jobs if isinstance(job, SubmitAnswer)]
    if known is not None and len(answers) == len(jobs):
        quickly = _answers_only(edu, answers, known)
        if quickly is not None:
            return quickly
    with edu.store.write() as transaction:
        return perform_within(edu, transaction, game_id, jobs, known)


def perform_within(
    edu: Edu,
    transaction: Transaction,
    game_id: int,
    jobs: Sequence[Job],
    known: Game | None = None,
) -> Done:
    """Do the jobs as a part of a larger deed, with which they are committed."""
    before = games.get_game(transaction, game_id, known, to_change=True)
    work = _Work(edu, transaction, before, edu.now())
    outcomes: list[Outcome] = []
    for kind, group in groupby(jobs, type):
        outcomes.extend(_perform_group(work, kind, list(group)))
    if not work.events and not work.tokens:
        return Done(work.game, (), outcomes)
    after = game_changes.save_game(transaction, before, work.game, work.events)
    add_tokens(transaction, work.tokens, work.now)
    for code in work.confirmed:
        confirm_token(transaction, game_id, code)
    games.add_log(transaction, game_id, after.version, work.log)
    if _is_over(work):
        write_attempts(transaction, after, work.now)
    return Done(after, tuple(work.events), outcomes)


def _answers_only(edu: Edu, answers: Sequence[SubmitAnswer], known: Game) -> Done | None:
    """Nothing but answers to a game that is as it is known: two statements and a commit.

    ``None`` when that is not so, or nothing is to be stored: then the long way decides.
    """
    after, events, receipts = take_answers(known, answers, edu.now())
    if not events or after.phase is not known.phase:
        return None
    after = replace(after, version=known.version + 1)
    if not game_changes.add_answers(edu.store, known, after, events):
        return None
    return Done(after, events, list(receipts))


def _is_over(work: _Work) -> bool:
    ended = PhaseChanged(Phase.FINISHED, work.game.place) in work.events
    return ended or (work.game.phase is Phase.FINISHED and work.scores_changed)


def _perform_group(work: _Work, kind: type[Job], group: list[Job]) -> list[Outcome]:
    if kind is SubmitAnswer:
        answers = [job for job in group if isinstance(job, SubmitAnswer)]
        game, events, receipts = take_answers(work.game, answers, work.now)
        work.take(game, events)
        return list(receipts)
    if kind is JoinRequest:
        return _join_all(work, [job for job in group if isinstance(job, JoinRequest)])
    outcomes: list[Outcome] = []
    for job in group:
        try:
            outcomes.append(_perform_one(work, job))
        except EduError as error:
            outcomes.append(error)
    return outcomes


def _perform_one(work: _Work, job: Job) -> Outcome:
    match job:
        case Tick() | Forget():
            work.take(*apply(work.game, job, work.now))
            return None
        case Recover():
            _recover(work)
            return None
        case ClaimRequest(name_key=name_key):
            return _claim(work, name_key)
        case HostOrder(me=me, command=command):
            _require_host(work, me)
            if isinstance(command, ShowSlide):
                require_slide(work.edu, work.game, command)
            game, events = apply(work.game, command, work.now)
            if events:
                work.log.append(_logged(work.game, command, work.now))
            work.take(game, events)
            if isinstance(command, ConfirmClaim):
                work.confirmed.append(command.code)
            if isinstance(command, Void):
                work.scores_changed = True
            return None
        case TakeCards(me=me):
            _require_host(work, me)
            game, events, taken = take_cards(work.edu, work.transaction, work.game, job, work.now)
            if events:
                fields = {"round": job.round, "classroom": job.classroom_id, "taken": taken.taken}
                work.log.append(LogRow("cards", json.dumps(fields), work.now))
            work.take(game, events)
            return taken
        case JoinRequest() | SubmitAnswer():
            raise AssertionError("joins and answers are done together")


def _recover(work: _Work) -> None:
    closing, current = closing_time(work.game), work.game.round
    if closing is None or current is None or current.closes_at is None or work.game.paused:
        return
    if current.cards_only:  # time was over while somebody watched
        return
    if work.now < closing + UNATTENDED:
        return
    lost = (work.now - current.closes_at).total_seconds()
    changed = give_time(work.game, lost + SECONDS_GIVEN_BACK)
    work.take(changed, (ClockChanged(),))


def _require_host(work: _Work, me: Person) -> None:
    """The person as stored now: an account closed during the game hosts no longer."""
    fresh = people.get_person(work.transaction, me.id)
    own = work.game.host_id == fresh.id
    require(fresh, Deed.HOST_GAME, Relation.OWN if own else Relation.OTHER)


def _logged(before: Game, command: HostCommand, now: datetime) -> LogRow:
    """What the host did; a new name with the one that it replaces, which nothing else keeps."""
    name = next(name for name, kind in HOST_COMMANDS.items() if isinstance(command, kind))
    fields = asdict(command)
    if isinstance(command, Rename):
        fields["was"] = before.players[command.player].nickname
    return LogRow(name, json.dumps(fields, ensure_ascii=False), now)


def _went(game: Game, now: datetime) -> LogRow:
    """Where the game stands now; one command moves it once."""
    rules = game.rules.model_dump(mode="json")
    body = {"phase": game.phase, "round": game.place, "rules": rules}
    return LogRow(PHASE, json.dumps(body, ensure_ascii=False), now)


# -- joining -----------------------------------------------------------------------------------


def _join_all(work: _Work, requests: list[JoinRequest]) -> list[Outcome]:
    commands: list[Join] = []
    failed: dict[int, EduError] = {}
    taken = names_taken(work.game)
    for number, request in enumerate(requests):
        try:
            commands.append(_join_command(work, request, taken))
        except EduError as error:
            failed[number] = error
    game, events, refused = take_joins(work.game, commands, work.now)
    work.take(game, events)
    tried = iter(zip(commands, refused, strict=True))
    outcomes: list[Outcome] = []
    for number in range(len(requests)):
        if number in failed:
            outcomes.append(failed[number])
            continue
        command, error = next(tried)
        outcomes.append(error if error is not None else _with_token(work, command))
    return outcomes


def _join_command(work: _Work, request: JoinRequest, taken: dict[str, int | None]) -> Join:
    game, player_id = work.game, work.edu.token(8)
    if request.person_id is None:
        team = _chosen_team(game, request.team)
        taken.setdefault(request.name_key or nickname_key(request.nickname), None)
        return Join(player_id, request.nickname, team, name_key=request.name_key)
    person = people.get_person(work.transaction, request.person_id)
    team = request.team
    if game.rules.team_mode is TeamMode.CLASS:
        found = people.find_enrollment(work.transaction, person.id)
        room = found and people.get_classroom(work.transaction, found.classroom_id)
        team = room.name if room else ""
    elif game.rules.team_mode is TeamMode.NAMED and find_person(game, person.id) is None:
        team = _chosen_team(game, request.team)
    name = free_name(taken, request.nickname or person.name, person.id)
    return Join(player_id, name, team, person.id)


def _chosen_team(game: Game, team: str) -> str:
    if game.rules.team_mode is TeamMode.NONE:
        return ""
    if game.rules.teams and team not in game.rules.teams:
        raise BadInput("请先选一个队，再加入。", code="team-unknown")
    if not team.strip() or len(team) > 40:
        raise BadInput("请写上队名，不超过 40 个字，再加入。", code="team-unknown")
    return team


def _with_token(work: _Work, command: Join) -> Joined:
    player_id, token = command.player, work.edu.token(16)
    if command.person_id is not None:
        player = find_person(work.game, command.person_id)
        assert player is not None  # joined just now, or before
        player_id = player.id
    work.tokens.append(TokenRow(hash_token(token), work.game.id, player_id))
    return Joined(player_id, token)


def _claim(work: _Work, name_key: str) -> Claimed:
    game = work.game
    player = next((one for one in game.players.values() if one.name_key == name_key), None)
    if player is None:
        raise NotFound("没有人用这个名字，可以直接用它加入。", code="name-unknown")
    if player.removed:
        raise Conflict("主持人已经把这位选手移出比赛。请举手告诉老师。", code="player-removed")
    if len(game.claims) >= MOST_CLAIMS:
        raise Conflict("现在要换手机的人太多了。请举手告诉老师。", code="too-many-claims")
    code = _claim_code(work)
    token = work.edu.token(16)
    work.take(*apply(game, AskClaim(player.id, code), work.now))
    work.tokens.append(TokenRow(hash_token(token), game.id, player.id, code))
    return Claimed(player.id, token, code)


def _claim_code(work: _Work) -> str:
    while True:
        code = str(int(work.edu.token(4), 16) % 10_000).zfill(4)
        if code not in work.game.claims:
            return code
