"""The phone and the shared screen in a real browser with a stand-in for the server: a
connection that comes and goes, an answer that is not acknowledged, a device that wants to sleep.
"""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from edu_core.domain.game_commands import Reveal
from tests.browser.stand_in import come, only_light, tell, view
from tests.unit.domain.games import done, started

pytestmark = pytest.mark.xdist_group("live-pages")


def sent(page: Page, what: str) -> list[dict[str, Any]]:
    """What the newest socket was given to send."""
    found: list[dict[str, Any]] = page.evaluate("sockets[sockets.length - 1].sent")
    return [message for message in found if message["do"] == what]


# -- an answer on its way ----------------------------------------------------------------------


@only_light
def test_saved_is_said_after_the_acknowledgement_alone_and_an_unsent_answer_keeps_its_id(
    context: BrowserContext,
) -> None:
    page, game = come(context), started("李雷", "韩梅梅")
    expect(page.get_by_text("正在连接")).to_be_visible()
    tell(page, view(game))
    expect(page.get_by_text("已连接")).to_be_visible()
    page.locator(".choice").first.click()
    page.get_by_role("button", name="提交答案").click()
    (first,) = sent(page, "answer")
    expect(page.get_by_text("正在保存")).to_be_visible()
    expect(page.get_by_text("已保存")).to_have_count(0)

    page.evaluate("sockets[0].onclose()")  # the Wi-Fi is gone
    expect(page.get_by_text("正在重新连接")).to_be_visible()
    expect(page.get_by_text("正在保存")).to_be_visible()
    page.clock.run_for(2000)
    page.evaluate("sockets[sockets.length - 1].onopen()")
    assert sent(page, "hello")
    tell(page, view(game))
    assert sent(page, "answer")[0] == first

    page.reload()  # the phone was switched off meanwhile
    page.evaluate("sockets[0].onopen()")
    tell(page, view(game))
    assert sent(page, "answer")[0] == first
    expect(page.get_by_text("已保存")).to_have_count(0)
    page.clock.run_for(3100)
    assert sent(page, "answer")[-1] == first  # and again until it is acknowledged

    tell(page, {"ack": "of somebody else"})
    expect(page.get_by_text("已保存")).to_have_count(0)
    tell(page, {"ack": first["answer_id"]})
    expect(page.get_by_text("已保存，等大家答完")).to_be_visible()
    count = len(sent(page, "answer"))
    page.clock.run_for(10_000)
    assert len(sent(page, "answer")) == count


@only_light
def test_a_refused_answer_is_told_in_words_and_one_refused_for_the_moment_is_kept(
    context: BrowserContext,
) -> None:
    page, game = come(context), started("李雷", "韩梅梅")
    tell(page, view(game))
    page.locator(".choice").first.click()
    page.get_by_role("button", name="提交答案").click()
    (first,) = sent(page, "answer")
    for_now = {"refused": first["answer_id"], "words": "数据库忙", "code": "unavailable"}
    tell(page, for_now)
    tell(page, {"words": "点得太快了，请慢一点。之前的都已保存。"})
    expect(page.get_by_text("正在保存")).to_be_visible()
    page.clock.run_for(3100)
    assert sent(page, "answer")[-1] == first
    words = "时间到了，这个答案没有计入。下一题再来。"
    tell(page, {"refused": first["answer_id"], "words": words, "code": "too-late"})
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("已保存")).to_have_count(0)


# -- a device that sleeps ----------------------------------------------------------------------


@only_light
@pytest.mark.parametrize("path", ["/play/123456", "/screen"])
def test_the_device_stays_awake_where_the_browser_lets_it(
    context: BrowserContext, path: str
) -> None:
    page = come(context, path)
    assert page.evaluate("locks") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("locks") == 1
    page.evaluate("letGo()")  # as browsers do when the page is hidden
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("locks") == 2


@only_light
@pytest.mark.parametrize("event", ["visibilitychange", "online"])
def test_who_wakes_up_asks_at_once_and_takes_a_new_socket_within_a_second(
    context: BrowserContext, event: str
) -> None:
    page, game = come(context), started("李雷", "韩梅梅")
    tell(page, view(game))
    wake = f"{'document' if event == 'visibilitychange' else 'window'}.dispatchEvent"
    page.clock.run_for(50)
    page.evaluate(f"{wake}(new Event('{event}'))")
    assert len(sent(page, "hello")) == 2  # the socket may be alive: then the answer comes at once
    assert page.evaluate("sockets.length") == 1
    page.clock.run_for(1000)  # nothing comes: it only looked alive
    assert page.evaluate("sockets.length") == 2
    expect(page.get_by_text("正在重新连接")).to_be_visible()
    page.evaluate("sockets[1].onopen()")
    tell(page, view(done(game, Reveal(0))[0]))
    expect(page.get_by_role("heading", name="为什么")).to_be_visible()
    expect(page.get_by_text("已连接")).to_be_visible()
