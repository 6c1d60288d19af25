"""What a game leaves in the pupils' records: an ordinary finished attempt for whoever is known."""

from datetime import datetime
from typing import Any

from edu_core.domain.game_state import Answer, Game
from edu_core.storage import attempts, game_attempts, people
from edu_core.storage.store import Transaction


def write_attempts(transaction: Transaction, game: Game, now: datetime) -> None:
    """Write, or write anew after a question was voided, one attempt a signed-in player.

    All of them in a few statements, because a whole hall waits for the podium meanwhile. Points
    for speed stay in the game: an attempt holds what the answers were worth.
    """
    counted = [number for number, current in enumerate(game.rounds) if current.counts]
    written = game_attempts.attempts_of_game(transaction, game.id)
    game_attempts.remove_attempts(transaction, written.values())
    if not counted:
        return
    revision = game.quiz.revision()
    attempts.put_revision(transaction, revision, game.quiz, now)
    given = _answers_of_people(transaction, game, counted)
    people.lock_people(transaction, given)
    numbers = game_attempts.next_numbers(transaction, given, game.quiz.id)
    rows = [
        {
            "person_id": person_id,
            "number": numbers[person_id],
            "revision": revision,
            "finished_at": now,
            **_attempt_row(game, counted, answers, now),
        }
        for person_id, answers in given.items()
    ]
    ids = game_attempts.add_attempts(transaction, rows)
    responses = [
        _response_row(game, ids[person_id], number, answer)
        for person_id, answers in given.items()
        for number, answer in answers.items()
    ]
    attempts.add_finished_attempts(transaction, (), responses)
    game_attempts.set_attempts(transaction, game.id, ids)


def _answers_of_people(
    transaction: Transaction, game: Game, counted: list[int]
) -> dict[int, dict[int, Answer]]:
    """Person → round → answer, in the order of the people's ids; who gave none is left out."""
    players = {player.person_id: player.id for player in game.players.values()}
    found: dict[int, dict[int, Answer]] = {}
    for person_id in game_attempts.people_of_game(transaction, game.id):
        player = players.get(person_id)
        answers = {
            number: game.answers_of(number)[player]
            for number in counted
            if player is not None and player in game.answers_of(number)
        }
        if answers:
            found[person_id] = answers
    return found


def _attempt_row(
    game: Game, counted: list[int], given: dict[int, Answer], now: datetime
) -> dict[str, Any]:
    order = [game.rounds[place].item_id for place in counted]
    return {
        "quiz_id": game.quiz.id,
        "seed": game.seed,
        "item_order": attempts.order_text(order),
        "started_at": game.rounds[counted[0]].opened_at or now,
        "score": sum(answer.outcome.score or 0.0 for answer in given.values()),
        "max_score": float(sum(game.sheets[name].item.points for name in order)),
    }


def _response_row(game: Game, attempt_id: int, number: int, answer: Answer) -> dict[str, Any]:
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
