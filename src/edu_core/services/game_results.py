"""What came out of a live game: per question, per team, per player, and what to look at again."""

from dataclasses import dataclass

from edu_core.domain.game_standings import (
    Distribution,
    Mistake,
    TeamPlace,
    commonest_mistake,
    distribution,
    team_places,
    topics_to_see_again,
)
from edu_core.domain.game_state import Game, Place, Player, Round
from edu_core.domain.items import Item
from edu_core.domain.people import Person, Role
from edu_core.services.context import Edu
from edu_core.services.games import get_game
from edu_core.storage import game_attempts


@dataclass(frozen=True)
class RoundResult:
    """One asking of a question that is over: how it was answered, and whether it counts."""

    number: int
    item: Item
    asked: Round
    distribution: Distribution
    mistake: Mistake | None

    @property
    def share(self) -> float | None:
        """The share of right answers, 0 to 1; ``None`` where nobody answered."""
        counts = self.distribution
        return counts.right / counts.answered if counts.answered else None


@dataclass(frozen=True)
class PlayerResult:
    """Where a player stands, and the points round by round (``None`` without an answer).

    ``classroom_id`` is the class of a pupil who played signed in, where the reader may see it.
    """

    player: Player
    place: Place
    points: tuple[float | None, ...]
    classroom_id: int | None = None


@dataclass(frozen=True)
class GameResults:
    """All that came out of a game; one look at it feeds the page and the export."""

    game: Game
    rounds: tuple[RoundResult, ...]
    teams: tuple[TeamPlace, ...]
    players: tuple[PlayerResult, ...]
    see_again: tuple[tuple[str, float], ...]


def get_results(edu: Edu, me: Person, game_id: int) -> GameResults:
    """What came out of one's own game so far; questions that are not over are left out."""
    game = get_game(edu, me, game_id).game
    teacher_id = None if me.role is Role.ADMINISTRATOR else me.id
    with edu.store.read() as transaction:
        classes = game_attempts.classrooms_of_game(transaction, game_id, teacher_id)
    asked = [number for number, one in enumerate(game.rounds) if one.closed_at is not None]
    return GameResults(
        game=game,
        rounds=tuple(round_result(game, number) for number in asked),
        teams=tuple(team_places(game)),
        players=tuple(_player_results(game, asked, classes)),
        see_again=tuple(topics_to_see_again(game)),
    )


def round_result(game: Game, number: int) -> RoundResult:
    """How one round of a game was answered."""
    asked = game.rounds[number]
    return RoundResult(
        number=number,
        item=game.sheets[asked.item_id].item,
        asked=asked,
        distribution=distribution(game, number),
        mistake=commonest_mistake(game, number),
    )


def _player_results(game: Game, asked: list[int], classes: dict[int, int]) -> list[PlayerResult]:
    results: list[PlayerResult] = []
    ordered = sorted(game.table.items(), key=lambda pair: (pair[1].rank, pair[0]))
    for name, place in ordered:
        player = game.players[name]
        given = [game.answers_of(number).get(name) for number in asked]
        points = tuple(None if answer is None else answer.points for answer in given)
        room = None if player.person_id is None else classes.get(player.person_id)
        results.append(PlayerResult(player, place, points, room))
    return results
