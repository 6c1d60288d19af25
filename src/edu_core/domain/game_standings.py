"""Points and places: what an answer earns, and who stands where.

Points of a right answer do not depend on how many play or in which order answers are handled:
only on when the answer arrived.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from edu_core.domain.game_state import Game, GameRules, Place, Player, Round, Scoring
from edu_core.domain.interaction import Chosen, Response
from edu_core.domain.items import Outcome

FORMULAS = {
    Scoring.CORRECTNESS: "得分 = 题目分值 × 答对的比例。答得快慢不影响得分。",
    Scoring.SPEED: "得分 = 题目分值 × 答对的比例 ×（1 + 0.5 × 剩余时间 ÷ 规定时间）。最快多一半。",
}
"""How points are made, as the host and the players are told."""

LEAST_RIGHT = 0.7
"""A question or a topic that fewer had right is worth another look."""

_DIGITS = 4


def points_for(
    rules: GameRules, current: Round, outcome: Outcome, answered_at: datetime, extra_time: int = 0
) -> float:
    """The points of an answer: item points × credit; under ``speed`` times
    ``1 + ½ · min(1, left / time)``, where *left* are the seconds left when it was answered and
    *time* the seconds of a question, both with the player's extra time.
    """
    earned = outcome.score or 0.0
    if rules.scoring is Scoring.CORRECTNESS or current.closes_at is None:
        return round(earned, _DIGITS)
    allowed = rules.seconds + extra_time
    left = (current.closes_at - answered_at).total_seconds() + extra_time
    # time that stood still after this answer was added to ``closes_at``
    left -= sum(
        (end - start).total_seconds() for start, end in current.pauses if start >= answered_at
    )
    return round(earned * (1 + 0.5 * min(1.0, max(0.0, left) / allowed)), _DIGITS)


def ranked(points: Mapping[str, float]) -> dict[str, int]:
    """The rank of each name by points, highest first; equal points share a rank (1, 1, 3)."""
    ranks: dict[str, int] = {}
    rank, before = 0, None
    for count, (name, value) in enumerate(
        sorted(points.items(), key=lambda pair: (-pair[1], pair[0])), start=1
    ):
        if value != before:
            rank, before = count, value
        ranks[name] = rank
    return ranks


def places(game: Game) -> dict[str, Place]:
    """The place of every player still in the game after the closed rounds that count."""
    points = {player.id: 0.0 for player in game.active}
    right = dict.fromkeys(points, 0)
    answered = dict.fromkeys(points, 0)
    for number, current in enumerate(game.rounds):
        if not current.counts:
            continue
        for player_id, answer in game.answers_of(number).items():
            if player_id in points:
                points[player_id] += answer.points
                answered[player_id] += 1
                right[player_id] += answer.outcome.right
    rounded = {name: round(value, _DIGITS) for name, value in points.items()}
    ranks = ranked(rounded)
    running = streaks(game) if game.rules.streaks else {}
    return {
        name: Place(value, ranks[name], right[name], answered[name], running.get(name, 0))
        for name, value in rounded.items()
    }


def streaks(game: Game) -> dict[str, int]:
    """How many of the last rounds that count each player had fully right in a row.

    A round that does not count (voided, asked again) is passed over; one without an answer ends
    the row. Whoever had the last one not right is left out.
    """
    running: dict[str, int] = {}
    unbroken = {player.id for player in game.active}
    for number in reversed(range(len(game.rounds))):
        if not game.rounds[number].counts:
            continue
        given = game.answers_of(number)
        unbroken = {name for name in unbroken if name in given and given[name].outcome.right}
        if not unbroken:
            break
        for name in unbroken:
            running[name] = running.get(name, 0) + 1
    return running


def rescored(game: Game) -> Game:
    """The game with its table worked out anew."""
    return replace(game, table=places(game))


@dataclass(frozen=True)
class TeamPlace:
    """A team's mean over the ``members`` who answered at least once, and its rank."""

    team: str
    points: float
    members: int
    rank: int


def team_places(game: Game) -> list[TeamPlace]:
    """Teams by mean points over those present, so that a big class has no advantage.

    Present is whoever answered at least one question that counts; a team without anybody
    present is left out.
    """
    sums: dict[str, list[float]] = {}
    for player in game.active:
        stands = game.table.get(player.id)
        if player.team and stands is not None and stands.answered:
            sums.setdefault(player.team, []).append(stands.points)
    means = {team: round(sum(values) / len(values), _DIGITS) for team, values in sums.items()}
    ranks = ranked(means)
    ordered = sorted(means, key=lambda team: (ranks[team], team))
    return [TeamPlace(team, means[team], len(sums[team]), ranks[team]) for team in ordered]


def player_places(game: Game, most: int) -> list[tuple[Player, Place]]:
    """The best players, and everybody who shares the last rank shown, up to ``2 * most``."""
    listed = [(game.players[name], stands) for name, stands in game.table.items()]
    listed.sort(key=lambda pair: (pair[1].rank, pair[0].nickname))
    if len(listed) <= most:
        return listed
    last = listed[most - 1][1].rank
    return [pair for pair in listed if pair[1].rank <= last][: 2 * most]


@dataclass(frozen=True)
class Distribution:
    """How a round was answered: ``options`` counts shown option ids (hands included); the other
    three count answers by what they earned.
    """

    answered: int
    right: int
    partly: int
    wrong: int
    options: Mapping[str, int]


def distribution(game: Game, number: int) -> Distribution:
    """The answers of a round by everybody who was not removed, and the hands that were counted."""
    current = game.rounds[number]
    sheet = game.sheets[current.item_id]
    key = sheet.item.correct_response()
    given = game.answers_of(number)
    counted = [given[player.id] for player in game.active if player.id in given]
    chosen: Counter[str] = Counter()
    for answer in counted:
        if answer.response.gesture == "choose":
            chosen.update(answer.response.options)
    options = {sheet.shown_id(name): times for name, times in chosen.items()}
    for name, hands in current.hands.items():
        options[name] = options.get(name, 0) + hands
    right = sum(answer.outcome.right for answer in counted)
    nothing = sum(not answer.outcome.score for answer in counted)
    partly = len(counted) - right - nothing
    hands_right = 0
    if key is not None and key.gesture == "choose" and len(key.options) == 1:
        hands_right = current.hands.get(sheet.shown_id(key.options[0]), 0)
    hands_all = sum(current.hands.values())
    return Distribution(
        answered=len(counted) + hands_all,
        right=right + hands_right,
        partly=partly,
        wrong=nothing + hands_all - hands_right,
        options=options,
    )


@dataclass(frozen=True)
class Mistake:
    """What was given instead of the right response, and how many times."""

    response: Response
    times: int


def commonest_mistake(game: Game, number: int) -> Mistake | None:
    """The wrong option that was chosen most often (hands included); for other gestures the
    response that was given most often and not fully right. ``None`` where nothing was wrong, and
    for free texts, which differ anyway.
    """
    sheet = game.sheets[game.rounds[number].item_id]
    key = sheet.item.correct_response()
    if isinstance(key, Chosen):
        known = sheet.concealed.true_ids
        options = distribution(game, number).options.items()
        wrong = {known[shown]: n for shown, n in options if known[shown] not in key.options}
        first = _commonest(wrong)
        return first and Mistake(Chosen(options=(first[0],)), first[1])
    counts: Counter[str] = Counter()
    given: dict[str, Response] = {}
    for response, right in responses_of(game, number):
        if not right and response.gesture != "write":
            body = response.model_dump_json()
            counts[body] += 1
            given[body] = response
    first = _commonest(counts)
    return first and Mistake(given[first[0]], first[1])


def responses_of(game: Game, number: int) -> list[tuple[Response, bool]]:
    """The responses to a round by everybody who was not removed, and whether they were right."""
    answers = game.answers_of(number)
    given = [answers[player.id] for player in game.active if player.id in answers]
    return [(answer.response, answer.outcome.right) for answer in given]


def _commonest(counts: Mapping[str, int]) -> tuple[str, int] | None:
    """What was counted most often; of several the first by name, so that it does not jump."""
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return found[0] if found and found[0][1] else None


def topics_to_see_again(game: Game, least: float = LEAST_RIGHT) -> list[tuple[str, float]]:
    """Topics whose share of right answers stayed below ``least``, the weakest first."""
    tallies: dict[str, tuple[int, int]] = {}
    for number, current in enumerate(game.rounds):
        if current.counts:
            counts = distribution(game, number)
            topic = game.sheets[current.item_id].item.topic
            right, of = tallies.get(topic, (0, 0))
            tallies[topic] = (right + counts.right, of + counts.answered)
    shares = [(topic, right / of) for topic, (right, of) in tallies.items() if of]
    return sorted(_below(shares, least), key=lambda pair: (pair[1], pair[0]))


def _below(shares: Sequence[tuple[str, float]], least: float) -> Iterable[tuple[str, float]]:
    return (pair for pair in shares if pair[1] < least)
