"""The page on which the host reads answer cards: photographs, who is missing, taking in.

It needs nothing but forms, so that the phone in the teacher's hand can do it over plain HTTP. A
photograph is held in memory, read, and forgotten; it is never written anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from edu_core.domain.card import ABSENT
from edu_core.domain.card_seat import Seat
from edu_core.domain.card_words import (
    hand_words,
    photograph_words,
    progress_words,
    seat_answer,
    seat_state,
)
from edu_core.domain.errors import BadInput, EduError, Unavailable
from edu_core.domain.game_cards import classes_out, only_cards_left
from edu_core.domain.game_commands import Adjust
from edu_core.domain.people import Person, Role
from edu_core.live.callers import Callers, status_of
from edu_core.live.entry import form_is_ours, form_text, to_staff_door, with_form_token
from edu_core.live.game_pages import address_of, game_page, qr_picture
from edu_core.live.guard import MOST_PHOTOGRAPH_BYTES
from edu_core.live.hub import Hub
from edu_core.live.pages import message_page
from edu_core.services.cards import expect_photographs
from edu_core.services.context import Edu
from edu_core.services.game_cards import (
    CardsTaken,
    GameCards,
    TakeCards,
    add_game_photograph,
    get_game_cards,
    set_game_card_by_hand,
)
from edu_core.services.game_work import HostOrder

_MOST_FILES = 12
_MOST_FIELDS = 200
_TOO_MUCH = (
    "这些照片加起来太大了，没有读取，已经读到的都在。请一次传一两张，"
    "或者把手机相机的分辨率调到 1200 万像素左右。"
)


@dataclass(frozen=True)
class Said:
    """What there is to say about a form: what was done, and what was not, sentence by sentence."""

    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class CardPages:
    """The cards page of every live game, for one running program."""

    def __init__(self, edu: Callable[[], Edu], hub: Callable[[], Hub], callers: Callers) -> None:
        self._edu = edu
        self._hub = hub
        self._callers = callers

    async def page(self, request: Request) -> Response:
        """Show how a class stands, and do first what the form asks for."""
        me = await self._callers.person(request)
        if me is None or me.role is Role.PUPIL:
            return to_staff_door(request)
        try:
            found = await self._found(request, me, request.query_params.get("class", ""))
        except EduError as error:  # not the host of this game: nothing of it is shown or read
            return message_page(
                status_of(error), error.message, link="/events", link_text="去现场赛"
            )
        shows = request.query_params.get("show") == "1"
        if request.method != "POST":
            return self._shown(request, found, shows=shows)
        return await self._posted(request, me, found)

    async def _found(self, request: Request, me: Person, wanted: str) -> GameCards:
        room = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
        game_id = request.path_params["game"]
        return await run_in_threadpool(get_game_cards, self._edu(), me, game_id, room)

    async def _posted(self, request: Request, me: Person, found: GameCards) -> Response:
        said, error, status = Said(), "", 200
        form = FormData()
        try:
            form = await _form(request)
            if not form_is_ours(request, form):
                status, error = 403, "这个页面开得太久了，没有改动，读到的都在。请再提交一次。"
            else:
                said = await self._done(me, found, form)
        except EduError as refused:
            status, error = status_of(refused), refused.message
        finally:
            await form.close()
        after = await self._found(request, me, form_text(form, "class"))
        shows = form_text(form, "show") == "1"
        return self._shown(
            request,
            after,
            shows=shows,
            said=said,
            error=error,
            status=status,
            by_hand=form_text(form, "do") == "hand",
        )

    # -- what the forms ask for -----------------------------------------------------------

    async def _done(self, me: Person, found: GameCards, form: FormData) -> Said:
        """Do it; what there is to say about it."""
        match form_text(form, "do"):
            case "photographs":
                return await self._read(me, found, form)
            case "hand":
                await self._set(me, found, form)
                return Said(("已登记。",))
            case "take":
                job = TakeCards(me, _number(form, "round"), _number(form, "class"))
                taken = await self._hub().do(found.game.id, job)
                if not isinstance(taken, CardsTaken):
                    raise Unavailable("刚才没有收成，读到的都在。请再试一次。")
                return Said((taken_words(taken),))
            case "classes":
                return Said((await self._choose(me, found, form),))
            case _:
                raise BadInput("这一步读不懂，什么都没有改动。请刷新页面再试。")

    async def _read(self, me: Person, found: GameCards, form: FormData) -> Said:
        """Read all photographs; one that is refused does not keep the others from being read."""
        photographs = [one for one in form.getlist("photographs") if isinstance(one, UploadFile)]
        read: list[str] = []
        refused: list[str] = []
        for photograph in photographs:
            data = await photograph.read()
            if not data:
                continue
            try:
                report = await run_in_threadpool(
                    add_game_photograph,
                    self._edu(),
                    me,
                    found.game.id,
                    _number(form, "round"),
                    _number(form, "class"),
                    data,
                    surely_upright=form_text(form, "upright") == "1",
                )
            except BadInput as error:
                refused.append(error.message)
                continue
            (refused if report.turned else read).append(photograph_words(report))
        if not read and not refused:
            raise BadInput("还没有选照片。请先拍照，或者选照片，再点“读卡”。")
        return Said(tuple(read), tuple(refused))

    async def _set(self, me: Person, found: GameCards, form: FormData) -> None:
        await run_in_threadpool(
            set_game_card_by_hand,
            self._edu(),
            me,
            found.game.id,
            _number(form, "round"),
            _number(form, "class"),
            _number(form, "person"),
            form_text(form, "answer") or None,
        )

    async def _choose(self, me: Person, found: GameCards, form: FormData) -> str:
        chosen = {one for one in form.getlist("playing") if isinstance(one, str)}
        playing = [one.classroom for one in found.classes if str(one.classroom.id) in chosen]
        order = HostOrder(me, Adjust(card_classes=tuple(room.id for room in playing)))
        await self._hub().do(found.game.id, order)
        if not playing:
            return "现在没有班举卡，每道题只等手机。"
        return f"举卡的班：{'、'.join(room.name for room in playing)}。每道题都等这些班收卡。"

    # -- what is shown --------------------------------------------------------------------

    def _shown(
        self,
        request: Request,
        found: GameCards,
        *,
        shows: bool,
        said: Said | None = None,
        error: str = "",
        status: int = 200,
        by_hand: bool = False,
    ) -> Response:
        game, said = found.game, said or Said()
        current = game.sheets[game.round.item_id].item if found.options and game.round else None
        done = found.taken_in | found.by_phone
        address = address_of(self._edu(), f"/event/{game.id}/cards")

        if found.options:
            expect_photographs()

        def page(form_token: str) -> Response:
            shown = game_page(
                request,
                "cards.html",
                form_token=form_token,
                title="举卡",
                quiz=game.quiz.title,
                game=game.id,
                phase=str(game.phase),
                round=game.place,
                rounds=len(game.rounds),
                state=_state(found),
                address=address,
                qr=qr_picture(address),
                cards_only=only_cards_left(game),
                why_not=found.why_not,
                stem=current.stem if current is not None else "",
                options=found.options,
                classes=found.classes,
                chosen=found.classroom_id,
                seats=[(_seat_words(found, seat), seat, seat_answer(seat)) for seat in found.seats],
                by_hand=[
                    (seat, seat_state(seat))
                    for seat in _missing_first(found)
                    if seat.pupil.person_id not in done
                ],
                hand_open=by_hand,
                hand_choices=[(choice or "", hand_words(choice)) for choice in _choices(found)],
                progress=progress_words(found.seats, done),
                missing=len(found.missing),
                shows=shows,
                said=said.done,
                refused=said.refused,
                error=error,
            )
            shown.status_code = status
            return shown

        return with_form_token(request, self._edu().settings, page)


async def _form(request: Request) -> FormData:
    """The form with its photographs, all of it in memory; raises ``BadInput``."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > MOST_PHOTOGRAPH_BYTES:
        raise BadInput(_TOO_MUCH, code="photo-too-large")
    parser = MultiPartParser(
        request.headers, request.stream(), max_files=_MOST_FILES, max_fields=_MOST_FIELDS
    )
    parser.spool_max_size = MOST_PHOTOGRAPH_BYTES  # what is larger would be put on the disk
    try:
        return await parser.parse()
    except (MultiPartException, KeyError) as error:  # no form at all, or more than a form holds
        raise BadInput(
            "没有收完整，没有读取，已经读到的都在。请一次少传几张，再试一次。", code="form-broken"
        ) from error


def _number(form: FormData, name: str) -> int:
    typed = form_text(form, name)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise BadInput("这一步读不懂，什么都没有改动。请刷新页面再试。")
    return int(typed)


def _state(found: GameCards) -> str:
    """What the page was drawn for; the script looks whether the game has moved on."""
    game = found.game
    return (
        f"{game.phase} {game.place} {len(classes_out(game))} {str(only_cards_left(game)).lower()}"
    )


def _seat_words(found: GameCards, seat: Seat) -> str:
    if seat.pupil.person_id in found.taken_in:
        return "✓ 已计入"
    return "✓ 手机已答" if seat.pupil.person_id in found.by_phone else seat_state(seat)


def _missing_first(found: GameCards) -> list[Seat]:
    return sorted(found.seats, key=lambda seat: seat.answer is not None)


def _choices(found: GameCards) -> list[str | None]:
    return [*found.options, ABSENT, None]


def taken_words(taken: CardsTaken) -> str:
    """What became of the cards of a class."""
    said = [
        f"已收卡，{taken.taken} 个人的答案已保存并计入。" if taken.taken else "没有新的答案可收。"
    ]
    if taken.missing:
        said.append(f"还有 {taken.missing} 个人没有读到，这道题没有他们的答案。")
    if taken.by_phone:
        said.append(f"{'、'.join(taken.by_phone)}先用手机答过，以手机的答案为准。")
    if taken.removed:
        said.append(f"{'、'.join(taken.removed)}已被移出比赛，没有计入。")
    return "".join(said)
