"""Random histories of a live game: nothing acknowledged is lost, nothing is counted twice, and
the scores are those of a slow reference that knows nothing of the game's own bookkeeping.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from edu_core.domain.errors import EduError
from edu_core.domain.game import apply, take_answers
from edu_core.domain.game_commands import (
    Adjust,
    AskAgain,
    Command,
    Discuss,
    EndDiscussion,
    EndEarly,
    GiveExtraTime,
    Join,
    LeaveSlides,
    MoreTime,
    Next,
    Pause,
    Remove,
    Restore,
    Resume,
    Reveal,
    RevealSlide,
    ShowSlide,
    ShowStandings,
    Skip,
    Start,
    SubmitAnswer,
    Tick,
    Void,
)
from edu_core.domain.game_standings import places
from edu_core.domain.game_state import GameRules, Phase, Scoring
from edu_core.domain.game_views import view_for_host, view_for_player, view_for_screen
from edu_core.domain.interaction import Arranged, Chosen, Response
from tests.unit.domain.games import at, lobby

NAMES = ["甲", "乙", "丙", "丁"]
OPTIONS = [Chosen(options=(name,)) for name in ("o1", "o2", "o3", "o4")]
MOVES: list[Callable[[int], Command]] = [
    Reveal,
    Discuss,
    AskAgain,
    EndDiscussion,
    ShowStandings,
    Next,
    Skip,
    MoreTime,
]
TOLD = ('"reveal":', '"distribution"', '"before"', '"right": true', '"right": false', "解析")
"""What no screen may hold before the answer is out."""
RESPONSES: list[Response] = [
    *OPTIONS,
    Chosen(options=("o1", "o2")),
    Chosen(options=("o2", "o3", "o4")),
    Arranged(order=("p1", "p2", "p3", "p4")),
    Arranged(order=("p4", "p2", "p3", "p1")),
]


@dataclass(frozen=True)
class Acknowledged:
    """What a player was told is stored."""

    player: str
    round: int
    answer_id: str
    points: float
    arrived: datetime


class Histories(RuleBasedStateMachine):
    """Hosts click, players answer early, late and twice, time passes."""

    sent: "Bundle[SubmitAnswer]" = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        rules = GameRules(scoring=Scoring.SPEED, auto_advance=True, streaks=True)
        self.game = lobby(rules=rules)
        self.seconds = 0.0
        self.acknowledged: dict[tuple[int, str], Acknowledged] = {}
        self.count = 0
        self.said: list[str] = []

    def _do(self, command: Command) -> None:
        before = self.game
        try:
            self.game, events = apply(before, command, at(self.seconds))
        except EduError as error:
            events = ()
            self.said.append(error.message)
        if not events:
            assert self.game == before

    @rule(name=st.sampled_from(NAMES))
    def join(self, name: str) -> None:
        self._do(Join(name, name))

    @rule(name=st.sampled_from(NAMES), command=st.sampled_from([Remove, Restore]))
    def remove_or_restore(self, name: str, command: type[Remove] | type[Restore]) -> None:
        self._do(command(name))

    @rule(name=st.sampled_from(NAMES), seconds=st.sampled_from([0, 10]))
    def extra_time(self, name: str, seconds: int) -> None:
        self._do(GiveExtraTime(name, seconds))

    @rule(command=st.sampled_from([Start(), Pause(), Resume(), Tick()]))
    def host_clicks(self, command: Command) -> None:
        self._do(command)

    @rule(
        kind=st.sampled_from(MOVES),
        back=st.sampled_from([0, 0, 0, 1]),
        times=st.sampled_from([1, 2]),
    )
    def host_moves(self, kind: Callable[[int], Command], back: int, times: int) -> None:
        if kind is AskAgain and len(self.game.rounds) > 6:
            return
        command = kind(self.game.place - back)
        for _ in range(times):
            self._do(command)

    @rule(first=st.booleans())
    def discuss_first(self, first: bool) -> None:
        self._do(Adjust(discuss_first=first))

    @rule(
        slide=st.integers(0, 3),
        seen=st.sampled_from([None, 0, 1, 2, 3]),
        times=st.sampled_from([1, 2]),
    )
    def a_slide_is_shown(self, slide: int, seen: int | None, times: int) -> None:
        for _ in range(times):
            self._do(ShowSlide(self.game.place, slide, seen))

    @rule(slide=st.integers(0, 3), command=st.sampled_from([RevealSlide, LeaveSlides]))
    def a_slide_is_revealed_or_left(
        self, slide: int, command: type[RevealSlide] | type[LeaveSlides]
    ) -> None:
        self._do(command(slide))

    @rule(number=st.integers(0, 5), voided=st.booleans())
    def void(self, number: int, voided: bool) -> None:
        self._do(Void(number, voided))

    @rule(chance=st.integers(0, 30))
    def end_early(self, chance: int) -> None:
        if chance == 0:
            self._do(EndEarly())

    @rule(seconds=st.sampled_from([0.05, 1.0, 7.0, 29.0]))
    def time_passes(self, seconds: float) -> None:
        self.seconds += seconds
        self._do(Tick())

    @rule(
        target=sent,
        names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
        response=st.sampled_from(RESPONSES),
        queued=st.sampled_from([0.0, 0.0, 2.0, 40.0]),
        delay=st.sampled_from([0.0, 0.3, 99.0]),
    )
    def answers_come(
        self, names: list[str], response: Response, queued: float, delay: float
    ) -> object:
        batch: list[SubmitAnswer] = []
        for name in names:
            self.count += 1
            arrived = at(max(0.0, self.seconds - queued))
            batch.append(
                SubmitAnswer(name, self.game.place, response, arrived, f"a{self.count}", delay)
            )
        self._take(batch)
        return multiple(*batch)

    @rule(again=sent)
    def an_answer_is_sent_again(self, again: SubmitAnswer) -> None:
        self._take([again])

    def _take(self, batch: list[SubmitAnswer]) -> None:
        self.game, _, receipts = take_answers(self.game, batch, at(self.seconds))
        for command, receipt in zip(batch, receipts, strict=True):
            key = (command.round, command.player)
            if receipt.refused is not None:
                assert receipt.refused.message.endswith("。")
                continue
            stored = self.game.answers_of(command.round)[command.player]
            if receipt.taken:
                assert key not in self.acknowledged, "acknowledged two answers to one question"
                self.acknowledged[key] = Acknowledged(
                    player=command.player,
                    round=command.round,
                    answer_id=command.answer_id,
                    points=stored.points,
                    arrived=stored.received_at,
                )
            assert self.acknowledged[key].answer_id == command.answer_id

    @invariant()
    def refusals_are_sentences(self) -> None:
        assert all(words.endswith("。") for words in self.said)

    @invariant()
    def nothing_acknowledged_is_lost_or_counted_twice(self) -> None:
        stored = {
            (number, name): answer.answer_id
            for number, given in self.game.answers.items()
            for name, answer in given.items()
        }
        assert stored == {key: told.answer_id for key, told in self.acknowledged.items()}

    @invariant()
    def scores_equal_a_slow_reference(self) -> None:
        for name, player in self.game.players.items():
            expected = 0.0
            for told in self.acknowledged.values():
                current = self.game.rounds[told.round]
                over = current.closed_at is not None
                if told.player == name and over and not current.voided and not current.replaced:
                    expected += told.points
            if player.removed:
                assert name not in self.game.table
            else:
                assert abs(self.game.table[name].points - expected) < 0.001
        for place in self.game.table.values():
            better = sum(other.points > place.points for other in self.game.table.values())
            assert place.rank == better + 1

    @invariant()
    def the_table_is_what_it_is_worked_out_anew(self) -> None:
        assert self.game.table == places(self.game)

    @invariant()
    def points_are_within_what_a_question_can_give(self) -> None:
        for (number, name), told in self.acknowledged.items():
            current = self.game.rounds[number]
            answer = self.game.answers_of(number)[name]
            earned = answer.outcome.score or 0.0
            assert earned - 0.001 <= told.points <= 1.5 * earned + 0.001
            assert current.opened_at is not None
            if current.closed_at is not None:
                assert told.arrived <= current.closed_at

    @invariant()
    def at_most_one_question_is_open(self) -> None:
        opened = [one for one in self.game.rounds if one.opened_at and not one.closed_at]
        assert len(opened) == (1 if self.game.phase is Phase.QUESTION else 0)

    @invariant()
    def no_answer_is_open_under_slides(self) -> None:
        if self.game.slides.shown:
            assert self.game.phase in (Phase.LOBBY, Phase.REVEAL, Phase.STANDINGS)
            assert not self.game.paused
        else:
            assert not self.game.slides.revealed

    @invariant()
    def nobody_is_told_what_is_right_before_the_answer_is_out(self) -> None:
        if self.game.phase not in (Phase.QUESTION, Phase.DISCUSSION):
            return
        now = at(self.seconds)
        views = [view_for_screen(self.game, now), view_for_host(self.game, now)]
        views += [view_for_player(self.game, name, now) for name in self.game.players]
        for view in views:
            text = json.dumps(view, ensure_ascii=False)
            assert not [secret for secret in TOLD if secret in text]


Histories.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestHistories = Histories.TestCase
