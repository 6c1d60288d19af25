"""A whole live quiz in real browsers: host, shared screen and phones, with everything that goes
wrong in a hall: reloads, a second tab, a late pupil, a dead server.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessible import require_accessible
from tests.browser.halls import LAPTOP, SCREEN, TEAMS, Hall, answer, fill_in, forward, join

pytestmark = pytest.mark.xdist_group("live-quiz")


COUNT_CLICKS = """addEventListener('click', event => {
  if (event.isTrusted) localStorage.clicks = 1 + Number(localStorage.clicks || 0);
}, true);"""


def test_from_the_sign_in_to_an_open_lobby_in_five_clicks(hall: Hall) -> None:
    context = hall.browser.new_context(viewport=LAPTOP, base_url=hall.server.address)
    context.add_init_script(COUNT_CLICKS)
    page = context.new_page()
    page.goto("/staff")
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("密码").fill("correct horse 1")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="现场赛").click()
    page.get_by_role("button", name="开场", exact=True).click()
    with context.expect_page() as opened:
        page.get_by_role("link", name="打开主持台").click()
    host = opened.value
    expect(host.get_by_text("已连接")).to_be_visible()
    with context.expect_page() as shown:
        page.get_by_role("link", name="打开大屏幕").click()
    expect(shown.value.get_by_text("朵窗花贴上来了")).to_be_visible()
    clicks = int(host.evaluate("localStorage.clicks"))
    assert 2 < clicks <= 5  # the sign-in among them
    require_accessible(host)
    context.close()


def test_a_phone_becomes_the_remote_control_by_the_code_on_the_laptop(hall: Hall) -> None:
    laptop, phone = hall.teacher(), hall.phone()
    host, _ = new_lobby(laptop, hall)
    host.get_by_text("用手机遥控").click()
    expect(host.get_by_alt_text("主持台的二维码")).to_be_visible()
    require_accessible(host)
    remote = phone.new_page()
    remote.goto(host.url)  # where the code leads, as the test of the page says
    remote.get_by_label("用户名").fill("boss")
    remote.get_by_label("密码").fill("correct horse 1")
    remote.get_by_role("button", name="登录").click()
    expect(remote.get_by_text("用手机遥控")).to_be_hidden()
    for keys in (host.locator("#forward .keys"), host.locator(".tools .keys").first):
        expect(keys).to_be_visible()
    for keys in (remote.locator("#forward .keys"), remote.locator(".tools .keys").first):
        expect(keys).to_be_hidden()
    forward(remote, "出第 1 题")
    for page in (host, remote):
        expect(page.get_by_text("第 1 题，共")).to_be_visible()
    forward(host, "公布答案")
    expect(remote.locator("#forward")).to_contain_text("看成绩")
    for one in (laptop, phone):
        one.close()


def test_a_whole_game_with_all_that_goes_wrong(hall: Hall) -> None:
    staff = hall.teacher()
    host = staff.new_page()
    host.goto(f"/event/{hall.game_id}/host")
    projector = hall.browser.new_context(viewport=SCREEN, base_url=hall.server.address)
    screen = projector.new_page()
    screen.goto(f"/event/{hall.game_id}/screen/{hall.secret}")
    expect(screen.locator(".code")).to_have_text(hall.code)
    first, second, late = hall.phone(), hall.phone(), hall.phone()

    one = join(first, hall, "李雷", TEAMS[0])
    two = join(second, hall, "韩梅梅", TEAMS[1])
    expect(screen.locator(".pane img")).to_have_count(2)
    expect(screen.get_by_text("韩梅梅")).to_be_visible()
    for page in (one, host, screen):
        require_accessible(page)
    for _ in range(5):
        one.reload()
    expect(one.get_by_text("你进来了，李雷")).to_be_visible()
    expect(host.get_by_text("名单（2 人）")).to_be_visible()

    forward(host, "出第 1 题")
    expect(one.get_by_text("第 1 题，共")).to_be_visible()
    expect(screen.locator(".ring")).to_be_visible()
    for page in (one, host, screen):
        require_accessible(page)
    answer(one)
    one.reload()
    expect(one.get_by_text("已保存，等大家答完")).to_be_visible()
    tab = first.new_page()
    tab.goto(f"/join/{hall.code}")
    expect(tab.get_by_text("已保存，等大家答完")).to_be_visible()
    expect(screen.locator(".answered")).to_have_text("1 / 2")

    hall.server.kill()
    expect(two.get_by_text("正在重新连接")).to_be_visible()
    fill_in(two)
    two.get_by_role("button", name="提交答案").click()
    expect(two.get_by_text("正在保存")).to_be_visible()
    hall.server.start()
    # both have answered: it closes by itself
    expect(screen.get_by_text("共 2 人作答")).to_be_visible()
    expect(two.get_by_role("heading", name="为什么")).to_be_visible()
    expect(host.get_by_text("已连接")).to_be_visible()
    for page in (one, host, screen):
        page.reload()
    expect(one.get_by_role("heading", name="为什么")).to_be_visible()
    expect(screen.get_by_text("共 2 人作答")).to_be_visible()
    for page in (one, host, screen):
        require_accessible(page)

    forward(host, "看成绩")
    expect(screen.get_by_text("各队平均分")).to_be_visible()
    screen.reload()
    expect(screen.locator(".ranks li")).to_have_count(2)
    require_accessible(screen)
    forward(host, "下一题")
    three = join(late, hall, "迟到的喜鹊", TEAMS[0])
    expect(three.get_by_text("第 2 题，共")).to_be_visible()
    for page in (one, two, three):
        answer(page)
    expect(screen.get_by_text("共 3 人作答")).to_be_visible()

    host.keyboard.press("n")  # straight to the next question
    expect(one.get_by_text("第 3 题，共")).to_be_visible()
    host.keyboard.press("p")
    expect(one.get_by_text("暂停中")).to_be_visible()
    expect(screen.get_by_text("暂停一下")).to_be_visible()
    host.keyboard.press("p")
    answer(one)
    host.keyboard.press("PageDown")
    expect(one.get_by_role("heading", name="为什么")).to_be_visible()
    host.on("dialog", lambda dialog: dialog.accept())
    host.get_by_role("button", name="提前结束").click()
    expect(screen.locator(".podium .step").first).to_be_visible()
    expect(one.get_by_text("谢谢参加")).to_be_visible()
    for page in (one, host, screen):
        page.reload()
        require_accessible(page)
    expect(screen.locator(".podium .step").first).to_be_visible()
    results = staff.new_page()
    results.goto(f"/events?id={hall.game_id}")
    expect(results.locator('[class*="st-key-chart-rounds"]')).to_be_visible()
    for context in (staff, projector, first, second, late):
        context.close()


def new_lobby(context: BrowserContext, hall: Hall) -> tuple[Page, Hall]:
    """The host's page of a new game, and the hall with its code."""
    page = context.new_page()
    page.goto("/events")
    page.get_by_role("button", name="开场", exact=True).click()
    with context.expect_page() as opened:
        page.get_by_role("link", name="打开主持台").click()
    host = opened.value
    code = host.locator(".code").inner_text()
    return host, Hall(hall.server, hall.browser, hall.cookie, 0, code, "")


BROKEN = """
window.WebSocket = function () {
  this.send = this.close = function () {};
  setTimeout(() => this.onclose && this.onclose(), 0);
};
"""
"""A network that lets no socket through."""


def test_a_phone_plays_where_the_network_breaks_sockets(hall: Hall) -> None:
    context, phone = hall.teacher(), hall.phone()
    host, here = new_lobby(context, hall)
    phone.add_init_script(BROKEN)
    page = join(phone, here, "李雷", TEAMS[0])
    forward(host, "出第 1 题")
    expect(page.get_by_text("第 1 题，共")).to_be_visible()
    answer(page)
    expect(page.get_by_role("heading", name="为什么")).to_be_visible()
    for one in (context, phone):
        one.close()


def test_a_name_is_taken_over_on_another_phone_when_the_host_agrees(hall: Hall) -> None:
    context = hall.teacher()
    host, here = new_lobby(context, hall)
    code, old, new = here.code, hall.phone(), hall.phone()
    join(old, here, "王小明", TEAMS[0])
    other = new.new_page()
    other.goto(f"/join/{code}")
    other.get_by_label("你的队").select_option(TEAMS[0])
    other.get_by_label("大屏幕上叫你什么").fill("王小明")
    other.get_by_role("button", name="进入比赛").click()
    other.get_by_role("button", name="我换了手机").click()
    digits = other.locator(".digits").inner_text()
    expect(host.get_by_text(digits)).to_be_visible()
    host.get_by_role("button", name="是这个人").click()
    expect(other.get_by_text("你进来了，王小明")).to_be_visible()
    expect(host.get_by_text("名单（1 人）")).to_be_visible()
    for one in (context, old, new):
        one.close()


STAND_IN = """
window.WebSocket = function () {
  window.standIn = this;
  this.send = function () {};
  this.close = function () {};
};
"""
"""A socket that only says what the test gives it."""


def test_a_view_that_was_overtaken_by_a_newer_one_changes_nothing(hall: Hall) -> None:
    context, phone = hall.teacher(), hall.phone()
    _, here = new_lobby(context, hall)
    join(phone, here, "李雷", TEAMS[0])
    page = phone.new_page()
    page.add_init_script(STAND_IN)
    page.goto(f"/play/{here.code}")
    me = {"nickname": "李雷", "points": 1, "right": 1, "answer": None}
    for version, phase in ((5, "standings"), (4, "lobby")):
        view = {"game": 1, "version": version, "phase": phase, "round": 0, "me": me}
        page.evaluate(
            "view => window.standIn.onmessage({data: JSON.stringify({view: view})})", view
        )
        expect(page.get_by_text("看大屏幕上的成绩")).to_be_visible()
    for one in (context, phone):
        one.close()
