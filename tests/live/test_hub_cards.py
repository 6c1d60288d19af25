"""Cards through the hub: what is taken in shows at once on phones, the screen, the host's page."""

import asyncio

from edu_core.domain.card import Side
from edu_core.domain.game_commands import Next, Start
from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.services import games
from edu_core.services.cards import issue_cards
from edu_core.services.context import Edu
from edu_core.services.deleting import delete_classroom
from edu_core.services.game_cards import CardsTaken, TakeCards, set_game_card_by_hand
from edu_core.services.game_work import HostOrder, Joined, JoinRequest
from tests.conftest import School
from tests.live.seats import answer, heard, joined, opened, run, shown


def test_a_class_that_is_deleted_in_the_middle_leaves_every_screen(
    edu: Edu, school: School
) -> None:
    me, room = school.teacher, school.classroom
    rules = GameRules(card_classes=(room.id,))
    game = games.create_game(edu, me, "every-kind", rules).game

    async def work() -> None:
        async with opened(edu) as hub:
            guest = await joined(hub, game, "客人")
            found = await hub.do(game.id, JoinRequest("", person_id=school.pupils[0].id))
            assert isinstance(found, Joined)
            pupil = await hub.sit(game.id, player_id=found.player_id)
            host = await hub.sit(game.id, host=me)
            await hub.do(game.id, HostOrder(me, Start()))
            hub.receive(guest, answer(game, 0, "guest"))
            await heard(guest, "ack")
            await asyncio.to_thread(delete_classroom, edu, me, room.id, room.name)
            assert (await shown(guest, "reveal"))["me"]["answer"]["answer_id"] == "guest"
            assert await heard(pupil, "gone") == {"gone": True}
            view = await shown(host, "reveal")
            assert [one["id"] for one in view["people"]] == [guest.player_id]
            await hub.do(game.id, HostOrder(me, Next(0)))
            hub.receive(pupil, answer(game, 1, "pupil"))
            hub.receive(guest, answer(game, 1, "again"))
            assert (await heard(pupil, "refused"))["refused"] == "pupil"
            assert (await heard(guest, "ack"))["ack"] == "again"

    run(work)


def test_cards_taken_in_are_counted_on_every_screen_and_end_the_question(
    edu: Edu, school: School
) -> None:
    me, room = school.teacher, school.classroom.id
    issue_cards(edu, me, room)
    rules = GameRules(team_mode=TeamMode.CLASS, card_classes=(room,))
    game = games.create_game(edu, me, "every-kind", rules).game

    async def work() -> None:
        async with opened(edu) as hub:
            joined = await hub.do(game.id, JoinRequest("客人", "别的班", name_key="客人"))
            assert isinstance(joined, Joined)
            phone = await hub.sit(game.id, player_id=joined.player_id)
            screen, host = await hub.sit(game.id), await hub.sit(game.id, host=me)
            await hub.do(game.id, HostOrder(me, Start()))
            assert (await shown(host, "question"))["cards"] == {"fits": True, "out": 1}
            hub.receive(phone, answer(game, 0, "phone"))
            await heard(phone, "ack")
            for pupil, side in zip(school.pupils[:2], Side, strict=False):
                set_game_card_by_hand(edu, me, game.id, 0, room, pupil.id, side)
            taken = await hub.do(game.id, TakeCards(me, 0, room))
            assert taken == CardsTaken(2, (), (), 1)
            assert len(games.load_game(edu, game.id).answers_of(0)) == 3  # committed already
            assert (await shown(phone, "reveal"))["me"]["answer"]["answer_id"] == "phone"
            assert (await shown(screen, "reveal"))["distribution"]["answered"] == 3
            people = (await shown(host, "reveal"))["people"]
            assert [one["by_card"] for one in people] == [False, True, True]

    run(work)
