"""What a game leaves in the pupils' records: an ordinary finished attempt for whoever is known."""

from datetime import datetime

from edu_core.domain.game_state import Game
from edu_core.storage import attempts, game_attempts
from edu_core.storage.store import Transaction


def write_attempts(transaction: Transaction, game: Game, now: datetime) -> None:
    """Write, or write anew after a question was voided, one attempt a signed-in player; the game
    and its answers are stored already.

    A whole hall waits for the podium meanwhile. Points for speed stay in the game: an attempt
    holds what the answers were worth.
    """
    counted = [number for number, current in enumerate(game.rounds) if current.counts]
    game_attempts.remove_attempts(transaction, game.id)
    if not counted:
        return
    asked = {number: game.sheets[game.rounds[number].item_id].item for number in counted}
    revision = game.quiz.revision()
    attempts.put_revision(transaction, revision, game.quiz, now)
    alike = {
        "quiz_id": game.quiz.id,
        "revision": revision,
        "seed": game.seed,
        "item_order": attempts.order_text([item.id for item in asked.values()]),
        "started_at": game.rounds[counted[0]].opened_at or now,
        "finished_at": now,
        "max_score": float(sum(item.points for item in asked.values())),
    }
    game_attempts.add_attempts(transaction, game.id, asked, alike)
