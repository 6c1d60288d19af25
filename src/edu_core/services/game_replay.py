"""A live game to look at once more, step by step."""

import json
from dataclasses import dataclass

from edu_core.domain.game_replay import Happened, Step, game_at, steps_of
from edu_core.domain.game_state import Game
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.games import get_game
from edu_core.storage import games


@dataclass(frozen=True)
class Replay:
    """A game as it is stored, and the steps it went through."""

    game: Game
    steps: tuple[Step, ...]

    def at(self, place: int) -> Game:
        """The game as it was at the step in this place."""
        return game_at(self.game, self.steps[place])


def get_replay(edu: Edu, me: Person, game_id: int) -> Replay:
    """One's own game, from the lobby to where it stands."""
    game = get_game(edu, me, game_id).game
    with edu.store.read() as transaction:
        rows = games.list_log(transaction, game_id)
    log = [Happened(row.name, json.loads(row.body), row.at) for row in rows]
    return Replay(game, steps_of(game, log))
