"""Judging answers: each by when it arrived, whatever stands before it in the queue."""

from collections.abc import Mapping
from datetime import timedelta

from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.game_commands import SubmitAnswer
from edu_core.domain.game_standings import points_for
from edu_core.domain.game_state import Answer, Game, Phase, Player, Round, time_answered


def player_of(game: Game, player_id: str) -> Player:
    """The player with this id; raises ``NotFound``."""
    if player_id not in game.players:
        raise NotFound("这位选手不在这场比赛里。请刷新页面。", player=player_id)
    return game.players[player_id]


def judged(
    game: Game, answers: Mapping[int, Mapping[str, Answer]], command: SubmitAnswer
) -> Answer | None:
    """The answer to store; ``None`` when just this one is stored already. Raises when refused."""
    player = player_of(game, command.player)
    if not 0 <= command.round < len(game.rounds) or game.rounds[command.round].opened_at is None:
        raise BadInput("这道题还没有开始，没有计入。请等屏幕上出现题目。", code="round-unknown")
    current = game.rounds[command.round]
    before = answers.get(command.round, {}).get(player.id)
    if before is not None:
        if command.answer_id and before.answer_id == command.answer_id:
            return None
        if not command.by_host or current.closed_at is not None:
            raise Conflict("这道题已经答过了，以第一次提交的为准。", code="already-answered")
    if player.removed:
        raise Conflict("主持人已经把你移出比赛，没有计入。请举手告诉老师。", code="player-removed")
    _require_in_time(game, current, player, command)
    marked = game.sheets[current.item_id].mark(command.response)
    if marked is None:
        raise BadInput("这道题还没有答完整，请补全以后再提交。", code="response-incomplete")
    response, outcome = marked
    answered_at = time_answered(current, command.received_at, command.delay)
    points = points_for(game.rules, current, outcome, answered_at, player.extra_time)
    return Answer(response, outcome, points, command.received_at, command.answer_id)


def _require_in_time(game: Game, current: Round, player: Player, command: SubmitAnswer) -> None:
    arrived = command.received_at
    if game.phase is Phase.FINISHED:
        raise Conflict("比赛已经结束，这个答案没有计入。", code="too-late")
    if current.closed_at is not None and arrived > current.closed_at:
        raise _late()
    if command.by_host:
        return
    stopped = game.paused_at if current is game.round else None
    if (stopped is not None and arrived >= stopped) or any(
        start <= arrived < end for start, end in current.pauses
    ):
        raise Conflict("比赛暂停了，这个答案没有计入。继续以后请再选一次。", code="game-paused")
    if current.closes_at is not None:
        answered = time_answered(current, arrived, command.delay)
        if answered > current.closes_at + timedelta(seconds=player.extra_time):
            raise _late()


def _late() -> Conflict:
    return Conflict("时间到了，这个答案没有计入。下一题再来。", code="too-late")
