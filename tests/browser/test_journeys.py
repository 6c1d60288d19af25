"""One journey per role in a real browser, against a real server, on the real lessons."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect

from edu_core.config import SESSION_COOKIE
from tests.browser.accessible import require_accessible
from tests.browser.answering import LIBRARY, answer, fill_in_rightly, item_on
from tools.server import Server

pytestmark = pytest.mark.xdist_group("journeys")

QUIZ = LIBRARY.quizzes["disguised-drugs"]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def teacher(browser: Browser, server: Server) -> Iterator[Page]:
    """The administrator, signed in with the link from the terminal."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=server.address)
    page = context.new_page()
    page.goto(server.claim())
    require_accessible(page)
    page.get_by_label("你的姓名").fill("李校长")
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("密码").fill("correct horse 1")
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_role("heading", name="班级", exact=True)).to_be_visible()
    yield page
    context.close()


@pytest.fixture(scope="module")
def slips(teacher: Page, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """(class code, number, PIN) of a new class, from the sheet the teacher prints."""
    page = teacher
    page.get_by_label("班名").fill("初二（3）班")
    page.get_by_role("button", name="建班").click()
    expect(page.get_by_role("heading", name="初二（3）班")).to_be_visible()
    page.get_by_label("粘贴名单").fill("1 王小明\n2 李雷\n3 韩梅梅")
    page.get_by_label("粘贴名单").blur()
    page.get_by_role("button", name=re.compile("导入这 3 人")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("下载可以打印")).click()
    file = Path(tmp_path_factory.mktemp("slips")) / "slips.html"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    numbers = re.findall(r"<b>(\d+)　", text)
    secrets = re.findall(r"<code>(\w+)</code>", text)
    return list(zip(secrets[::2], numbers, secrets[1::2], strict=True))


def sign_in(context: BrowserContext, slip: tuple[str, str, str]) -> Page:
    """A pupil signs in by hand."""
    page = context.new_page()
    page.goto("/")
    code, number, pin = slip
    page.get_by_label("班级码").fill(code.lower())
    page.get_by_label("学号或姓名").fill(number)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", name=re.compile("你好"))).to_be_visible()
    return page


class Traffic:
    """Everything that reached the browser, as bytes."""

    def __init__(self, context: BrowserContext) -> None:
        self.received: list[bytes] = []
        context.on("page", self._listen)

    def _listen(self, page: Page) -> None:
        page.on("websocket", self._on_socket)
        page.on("response", lambda response: self.received.append(response.url.encode()))

    def _on_socket(self, socket: WebSocket) -> None:
        def keep(frame: bytes | str) -> None:
            self.received.append(frame.encode() if isinstance(frame, str) else frame)

        socket.on("framereceived", keep)

    def holds(self, text: str) -> bool:
        """Whether this text was received in any frame."""
        wanted = text.encode()
        return any(wanted in frame for frame in self.received)


def test_a_pupil_learns_on_a_phone_and_nothing_is_lost(
    browser: Browser, server: Server, slips: list[tuple[str, str, str]]
) -> None:
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, base_url=server.address
    )
    traffic = Traffic(context)
    page = sign_in(context, slips[0])
    require_accessible(page)
    cookie = next(one for one in context.cookies() if one["name"] == SESSION_COOKIE)
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("你好，王小明"))).to_be_visible()

    page.get_by_role("button", name="不测了，直接读课").click()
    lesson = LIBRARY.lessons["what-is-a-drug"]
    for section in lesson.sections[:-1]:
        expect(page.get_by_role("heading", name=section.title)).to_be_visible()
        require_accessible(page)
        for check in section.checks:
            assert not traffic.holds(check.explanation)
            fill_in_rightly(page, check)
            page.get_by_role("button", name="提交答案").click()
            expect(page.get_by_text(check.explanation)).to_be_visible()
        page.get_by_role("button", name="下一节").click()
    expect(page.get_by_role("heading", name=lesson.sections[-1].title)).to_be_visible()

    page.goto(f"/quiz?id={QUIZ.id}")
    page.get_by_role("button", name="开始答题").click()
    closed: set[str] = set()
    for number in range(QUIZ.length()):
        expect(page.get_by_text(f"第 {number + 1} 题，共")).to_be_visible()
        item = item_on(page, QUIZ)
        for other in QUIZ.items:
            if other.id not in closed:
                assert not traffic.holds(other.explanation), f"{other.id} before it was answered"
        if number in (0, 3):
            require_accessible(page)
        if number == 1:
            page.reload()
            assert item_on(page, QUIZ).id == item.id
        if number == 2:
            second = context.new_page()
            second.goto(f"/quiz?id={QUIZ.id}")
            assert item_on(second, QUIZ).id == item.id
            second.close()
        if number == 4:
            server.kill()
            server.start()
            page.reload()
            assert item_on(page, QUIZ).id == item.id
        assert answer(page, QUIZ).id == item.id
        closed.add(item.id)
        expect(page.get_by_text(item.explanation)).to_be_visible()
        page.get_by_role("button", name=re.compile("^(下一题|看结果)$")).click()
    expect(page.get_by_text("100%").first).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("我已经知道"))).to_be_visible()
    require_accessible(page)
    page.get_by_role("button", name="退出登录").or_(
        page.get_by_role("button", name="回首页")
    ).first.click()
    context.close()


def test_feedback_at_the_end_reaches_the_browser_only_at_the_end(
    browser: Browser, server: Server, slips: list[tuple[str, str, str]]
) -> None:
    quiz = LIBRARY.quizzes["what-the-law-says"]
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=server.address)
    traffic = Traffic(context)
    page = sign_in(context, slips[1])
    page.goto(f"/quiz?id={quiz.id}")
    page.get_by_role("button", name="开始答题").click()
    expect(page.get_by_text(re.compile("还剩"))).to_be_visible()
    for number in range(quiz.length()):
        expect(page.get_by_text(f"第 {number + 1} 题，共")).to_be_visible()
        for item in quiz.items:
            assert not traffic.holds(item.explanation), f"{item.id} before the end"
        answer(page, quiz)
    expect(page.get_by_role("heading", name="每一题")).to_be_visible()
    expect(page.get_by_text(re.compile("等老师评分")).first).to_be_visible()
    context.close()


def test_a_teacher_sees_the_demonstration_and_goes_from_topic_to_question(
    teacher: Page, slips: list[tuple[str, str, str]]
) -> None:
    page = teacher
    page.goto("/")
    page.get_by_role("button", name="载入演示学校").click()
    expect(page.get_by_role("button", name="删除演示学校")).to_be_visible(timeout=60_000)
    require_accessible(page)
    card = page.locator('[class*="st-key-class-"]', has_text="演示")
    card.get_by_role("button", name="看班级情况").first.click()
    expect(page.get_by_role("img", name=re.compile("的窗花"))).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    require_accessible(page)
    page.locator('[class*="st-key-item-"] button').first.click()
    expect(page.get_by_role("heading", name=re.compile("最近一次还没有全对"))).to_be_visible()
    require_accessible(page)
    page.goto("/")
    page.get_by_role("button", name="删除演示学校").click()
    expect(page.get_by_role("button", name="载入演示学校")).to_be_visible()
    expect(page.get_by_text("初二（3）班")).to_be_visible()


def test_every_other_page_of_the_staff_is_accessible(
    teacher: Page, slips: list[tuple[str, str, str]]
) -> None:
    for path, heading in (
        ("/content", "课与测验"),
        ("/accounts", "老师账号"),
        ("/settings", "设置"),
    ):
        teacher.goto(path)
        expect(teacher.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        require_accessible(teacher)
