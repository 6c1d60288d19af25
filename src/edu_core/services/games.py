"""What is done with live games: open a lobby, join, answer, host."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from edu_core.domain.access import Deed, Relation, require
from edu_core.domain.errors import BadInput, EduError, NotFound
from edu_core.domain.game_commands import HostCommand, Receipt, SubmitAnswer
from edu_core.domain.game_state import (
    Game,
    GameRules,
    Playable,
    new_game,
    playable,
)
from edu_core.domain.items import Item
from edu_core.domain.nickname import nickname_key
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.game_work import (
    Claimed,
    ClaimRequest,
    Done,
    HostOrder,
    Joined,
    JoinRequest,
    perform,
)
from edu_core.services.secrets import hash_token
from edu_core.services.sitting import get_quiz
from edu_core.storage import attempts, games
from edu_core.storage.game_tokens import find_token
from edu_core.storage.games import GameRow
from edu_core.storage.store import Transaction

CODE_DIGITS = 6

_NOT_YOURS = "这场比赛不在你这里，或者链接已经失效。请从“现场赛”页重新打开。"


@dataclass(frozen=True)
class OpenGame:
    """A game and the secret that ends the projector's link."""

    game: Game
    screen_secret: str


def preview_game(edu: Edu, me: Person, quiz_id: str) -> list[tuple[Item, Playable]]:
    """Every question of a quiz, and whether phones can play it."""
    require(me, Deed.HOST_GAME)
    return [(item, playable(item)) for item in get_quiz(edu, quiz_id).items]


def create_game(edu: Edu, me: Person, quiz_id: str, rules: GameRules) -> OpenGame:
    """Open a lobby for a quiz; raises ``BadInput`` when none of its questions can be played."""
    require(me, Deed.HOST_GAME)
    quiz, now, seed = get_quiz(edu, quiz_id), edu.now(), edu.token(8)
    tried = new_game(game_id=0, code="", quiz=quiz, rules=rules, seed=seed, host_id=me.id, now=now)
    if not tried.rounds:
        raise BadInput("这份测验里没有适合现场赛的题，没有开场。请换一份测验。", code="no-rounds")
    secret, revision = edu.token(16), quiz.revision()
    with edu.store.write() as transaction:
        attempts.put_revision(transaction, revision, quiz, now)
        game = games.add_game(
            transaction,
            code=_new_code(edu, transaction),
            quiz=quiz,
            revision=revision,
            rules=rules,
            seed=seed,
            host_id=me.id,
            screen_secret=secret,
            now=now,
        )
    return OpenGame(game, secret)


def _new_code(edu: Edu, transaction: Transaction) -> str:
    while True:
        code = str(int(edu.token(8), 16) % 10**CODE_DIGITS).zfill(CODE_DIGITS)
        if games.find_game_id(transaction, code) is None:
            return code


def _own_game(edu: Edu, me: Person, game_id: int, known: Game | None = None) -> Game:
    require(me, Deed.HOST_GAME)
    with edu.store.read() as transaction:
        game = games.get_game(transaction, game_id, known)
    require(me, Deed.HOST_GAME, Relation.OWN if game.host_id == me.id else Relation.OTHER)
    return game


def get_game(edu: Edu, me: Person, game_id: int, known: Game | None = None) -> OpenGame:
    """One's own game as it is stored, with the screen's secret."""
    game = _own_game(edu, me, game_id, known)
    with edu.store.read() as transaction:
        return OpenGame(game, games.get_screen_secret(transaction, game_id))


def list_games(edu: Edu, me: Person) -> list[GameRow]:
    """One's own games, newest first."""
    require(me, Deed.HOST_GAME)
    with edu.store.read() as transaction:
        return games.list_games(transaction, me.id)


def delete_game(edu: Edu, me: Person, game_id: int, typed_code: str) -> None:
    """Delete one's own game; what it gave to the pupils' records stays there.

    Raises ``BadInput`` unless ``typed_code`` is the game's code.
    """
    game = _own_game(edu, me, game_id)
    if typed_code.strip() != game.code:
        raise BadInput(f"输入的不是这场比赛的比赛码（{game.code}），没有删除任何东西。")
    with edu.store.write() as transaction:
        games.delete_game(transaction, game_id)
    edu.store.forget_deleted()


def host_command(
    edu: Edu, me: Person, game_id: int, command: HostCommand, known: Game | None = None
) -> Done:
    """Do what the host wants; committed when this returns. Raises ``Conflict`` or ``BadInput``
    with a sentence when it does not fit, ``NotAllowed`` for anybody but the host.
    """
    # read before the lock: whatever other games want to store does not wait for this
    known = _own_game(edu, me, game_id, known)
    done = perform(edu, game_id, [HostOrder(me, command)], known)
    if isinstance(done.outcomes[0], EduError):
        raise done.outcomes[0]
    return done


def find_game(edu: Edu, code: str) -> Game:
    """The game with this code; raises ``NotFound``."""
    with edu.store.read() as transaction:
        game_id = games.find_game_id(transaction, code)
        if game_id is None:
            raise NotFound("没有这个数字的比赛。请看大屏幕，核对六位数字。", code="game-unknown")
        return games.get_game(transaction, game_id)


def load_game(edu: Edu, game_id: int, known: Game | None = None) -> Game:
    """The game as it is stored, for the hub; ``known`` is an earlier state of it."""
    with edu.store.read() as transaction:
        return games.get_game(transaction, game_id, known)


def game_versions(edu: Edu, game_ids: Sequence[int]) -> dict[int, int]:
    """The newest version of each of these games."""
    with edu.store.read() as transaction:
        return games.versions(transaction, game_ids)


def open_screen(edu: Edu, game_id: int, secret: str) -> Game:
    """The game for whoever has the projector's link; raises ``NotFound`` for a wrong one."""
    with edu.store.read() as transaction:
        try:
            right = games.get_screen_secret(transaction, game_id)
        except NotFound as error:
            raise NotFound(_NOT_YOURS, game=game_id) from error
        if not hmac.compare_digest(right.encode(), secret.encode()):
            raise NotFound(_NOT_YOURS, game=game_id)
        return games.get_game(transaction, game_id)


def join(edu: Edu, game_id: int, request: JoinRequest) -> Joined:
    """Join a game; raises with a sentence when the name is taken or the lobby is closed."""
    outcome = perform(edu, game_id, [request]).outcomes[0]
    if isinstance(outcome, EduError):
        raise outcome
    assert isinstance(outcome, Joined)
    return outcome


def ask_claim(edu: Edu, game_id: int, nickname: str, name_key: str = "") -> Claimed:
    """Ask for one's place from another phone; the host confirms the four digits."""
    request = ClaimRequest(name_key or nickname_key(nickname))
    outcome = perform(edu, game_id, [request]).outcomes[0]
    if isinstance(outcome, EduError):
        raise outcome
    assert isinstance(outcome, Claimed)
    return outcome


def token_owner(edu: Edu, game_id: int, token: str) -> str | None:
    """The player whose phone has this token; ``None`` for a wrong one, for one of another game
    and for one that the host has not confirmed.
    """
    with edu.store.read() as transaction:
        row = find_token(transaction, hash_token(token))
    if row is None or row.game_id != game_id or row.claim_code:
        return None
    return row.player_id


def submit_answers(
    edu: Edu, game_id: int, batch: Sequence[SubmitAnswer], known: Game | None = None
) -> tuple[Done, list[Receipt]]:
    """Take many answers in one transaction: a receipt for each, committed when this returns."""
    done = perform(edu, game_id, batch, known)
    return done, [outcome for outcome in done.outcomes if isinstance(outcome, Receipt)]
