"""What a game leaves in the pupils' records: an ordinary finished attempt for whoever is known."""

from datetime import datetime

from edu_core.domain.game_people import find_person
from edu_core.domain.game_state import Answer, Game
from edu_core.storage import attempts, game_attempts, people
from edu_core.storage.store import Transaction


def write_attempts(transaction: Transaction, game: Game, now: datetime) -> None:
    """Write, or write anew after a question was voided, one attempt a signed-in player.

    Points for speed stay in the game: an attempt holds what the answers were worth.
    """
    counted = [number for number, current in enumerate(game.rounds) if current.counts]
    written = game_attempts.attempts_of_game(transaction, game.id)
    game_attempts.remove_attempts(transaction, written.values())
    if not counted:
        return
    attempts.put_revision(transaction, game.quiz.revision(), game.quiz, now)
    for person_id in game_attempts.people_of_game(transaction, game.id):
        player = find_person(game, person_id)
        given = {
            number: game.answers_of(number)[player.id]
            for number in counted
            if player is not None and player.id in game.answers_of(number)
        }
        if given:
            people.lock_person(transaction, person_id)
            attempt_id = _write_one(transaction, game, person_id, counted, given, now)
            game_attempts.set_attempt(transaction, game.id, person_id, attempt_id)


def _write_one(
    transaction: Transaction,
    game: Game,
    person_id: int,
    counted: list[int],
    given: dict[int, Answer],
    now: datetime,
) -> int:
    order = [game.rounds[number].item_id for number in counted]
    attempt_id = attempts.add_attempt(
        transaction,
        person_id=person_id,
        quiz=game.quiz,
        revision=game.quiz.revision(),
        number=game_attempts.next_number(transaction, person_id, game.quiz.id),
        seed=game.seed,
        order=order,
        started_at=game.rounds[counted[0]].opened_at or now,
        deadline=None,
        max_score=float(sum(game.sheets[name].item.points for name in order)),
    )
    attempts.add_finished_attempts(
        transaction, (), [_response_row(game, attempt_id, *pair) for pair in given.items()]
    )
    score = sum(answer.outcome.score or 0.0 for answer in given.values())
    attempts.close_attempt(transaction, attempt_id, now, score)
    return attempt_id


def _response_row(game: Game, attempt_id: int, number: int, answer: Answer) -> dict[str, object]:
    item = game.sheets[game.rounds[number].item_id].item
    return {
        "attempt_id": attempt_id,
        "item_id": item.id,
        "topic": item.topic,
        "body": answer.response.model_dump_json(),
        "score": answer.outcome.score,
        "max_score": answer.outcome.max_score,
        "received_at": answer.received_at,
    }
