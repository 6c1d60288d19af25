"""``make pictures``: the main pages of the running app, on a phone, a laptop and a projector."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from edu_core.content.library import ContentStore
from edu_core.content.pictures import read_picture
from edu_core.domain.slides import slides_of
from edu_core.ui.svg import svg_address
from tools.browser import find_browser
from tools.server import ROOT, Server, free_port

expect.set_options(timeout=60_000)  # a slow machine is not a wrong page

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1366, "height": 768}
SCREEN = {"width": 1920, "height": 1080}


def take(page: Page, name: str) -> None:
    """Wait until the page stands still and keep it as a picture."""
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            return !app || (app.dataset.testScriptState !== "running"
                && !document.querySelector('[data-stale="true"]'));
        }"""
    )
    page.wait_for_timeout(900)
    page.mouse.move(0, 0)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def staff_pages(browser: Browser, server: Server) -> list[str]:
    """Pictures of a teacher's pages; returns class code, number and PIN of a pupil."""
    context = browser.new_context(viewport=LAPTOP, base_url=server.address, locale="zh-CN")
    page = context.new_page()
    page.goto(server.claim())
    take(page, "claim")
    page.get_by_label("你的姓名").fill("李老师")
    page.get_by_label("用户名").fill("li")
    page.get_by_label("密码").fill("correct horse 1")
    page.get_by_role("button", name="建立账号").click()
    page.get_by_role("button", name="载入演示学校").wait_for()
    take(page, "classes-empty")
    page.get_by_role("button", name="载入演示学校").click()
    expect(page.get_by_role("button", name="删除演示学校")).to_be_visible(timeout=60_000)
    take(page, "classes")
    _class_pages(context, page)
    page.goto("/content")
    page.get_by_role("button", name="看内容").first.wait_for()
    take(page, "content")
    _slides(page)
    page.goto("/")
    page.get_by_text("建一个新班").click()
    page.get_by_label("班名").fill("初二（3）班")
    page.get_by_role("button", name="建班").click()
    page.get_by_label("粘贴名单").fill("1 王小明\n2 李雷\n3 韩梅梅")
    page.get_by_label("粘贴名单").blur()
    page.get_by_role("button", name=re.compile("导入这 3 人")).wait_for()
    take(page, "roster")
    page.get_by_role("button", name=re.compile("导入这 3 人")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("下载可以打印")).click()
    sheet = Path(tempfile.mkdtemp()) / "slips.html"
    download.value.save_as(sheet)
    text = sheet.read_text(encoding="utf-8")
    page.goto(sheet.as_uri())
    take(page, "slips")
    context.close()
    code, pin = re.findall(r"<code>(\w+)</code>", text)[:2]
    return [code, "1", pin]


def _slides(page: Page) -> None:
    """A lesson on the shared screen: a text, a picture, a question with its answer."""
    page.set_viewport_size(SCREEN)
    slides = slides_of(ContentStore(ROOT).library().lessons["disguised-drugs"])
    check = next(place for place, slide in enumerate(slides, start=1) if slide.check)
    picture = next(place for place, slide in enumerate(slides, start=1) if slide.illustration)
    for place, name in ((1, "slide"), (picture, "slide-picture"), (check, "slide-question")):
        page.goto(f"/slides?id=disguised-drugs&slide={place}")
        expect(page.get_by_text(f"{place} / {len(slides)}")).to_be_visible()
        if place == check:
            page.get_by_role("button", name="显示答案").click()
            page.locator('[class*="st-key-slide-answer"]').wait_for()
        take(page, name)
    page.set_viewport_size(LAPTOP)


def _class_pages(context: BrowserContext, page: Page) -> None:
    card = page.locator('[class*="st-key-class-"]', has_text="初二（1）班")
    card.get_by_role("button", name="看班级情况").first.click()
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    take(page, "class")
    for hook, name in (
        ("chart-pupils", "class-pupils"),
        ("chart-topics", "class-topics"),
        ("chart-grid", "class-grid"),
        ("chart-growth", "class-growth"),
    ):
        page.locator(f'[class*="st-key-{hook}"]').first.scroll_into_view_if_needed()
        take(page, name)
    address = page.url
    page.locator('[class*="st-key-weak-"] button').first.click()
    page.get_by_role("button", name="回班级情况").wait_for()
    take(page, "pupil")
    page.goto(address)
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    page.locator('[class*="st-key-item-"] button').first.click()
    page.get_by_role("button", name="回班级情况").wait_for()
    take(page, "item")
    page.goto(address)
    page.set_viewport_size(SCREEN)
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    take(page, "class-screen")
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    take(page, "class-screen-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(LAPTOP)


def pupil_pages(browser: Browser, server: Server, slip: list[str]) -> None:
    """Pictures of a pupil's pages on a phone, light and dark."""
    context = browser.new_context(
        viewport=PHONE, has_touch=True, base_url=server.address, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/")
    take(page, "sign-in")
    for label, text in zip(("班级码", "学号或姓名", "PIN"), slip, strict=True):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", name=re.compile("你好"))).to_be_visible()
    take(page, "home")
    page.goto("/lesson?id=what-is-a-drug&section=1")
    page.get_by_role("button", name="下一节").wait_for()
    take(page, "lesson")
    page.locator("img").first.scroll_into_view_if_needed()
    take(page, "lesson-picture")
    page.goto("/lesson?id=primary-what-is-a-drug&section=2")
    page.locator(".edu-term").first.click()
    take(page, "lesson-pinyin")
    page.goto("/quiz?id=disguised-drugs")
    page.get_by_role("button", name="开始答题").wait_for()
    take(page, "quiz-door")
    page.get_by_role("button", name="开始答题").click()
    _quiz_pages(page)
    context.close()


def _quiz_pages(page: Page) -> None:
    """One picture of every gesture, and of the feedback and the result."""
    quiz = ContentStore(ROOT).library().quizzes["disguised-drugs"]
    seen: set[str] = set()
    for number in range(quiz.length()):
        expect(page.get_by_text(f"第 {number + 1} 题，共")).to_be_visible()
        heading = page.locator('[class*="st-key-stem"] h4')
        expect(heading).to_be_visible()
        item = next(item for item in quiz.items if item.stem == heading.inner_text())
        if item.kind not in seen:
            take(page, f"question-{item.kind}")
        _answer_somehow(page, item.kind)
        page.get_by_role("button", name=re.compile("^(下一题|看结果)$")).wait_for()
        if item.kind not in seen and item.kind in ("single_choice", "ordering"):
            take(page, f"feedback-{item.kind}")
        seen.add(item.kind)
        page.get_by_role("button", name=re.compile("^(下一题|看结果)$")).click()
    expect(page.get_by_role("heading", name="每一题")).to_be_visible()
    take(page, "result")
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.get_by_role("heading", name="每一题")).to_be_visible()
    take(page, "result-dark")


def _answer_somehow(page: Page, kind: str) -> None:
    """A complete response, right or not."""
    if kind in ("single_choice", "true_false"):
        page.get_by_test_id("stRadio").locator("label").nth(1).click()
    elif kind == "multiple_choice":
        page.get_by_test_id("stCheckbox").locator("label").first.click()
    elif kind == "fill_in":
        page.get_by_test_id("stTextInput").locator("input").fill("一二〇")
    elif kind in ("matching", "sorting"):
        slots = page.locator(".slot .head")
        for number in range(page.locator(".tray .chip").count()):
            page.locator(".tray .chip").first.click()
            slots.nth(number % slots.count()).click()
    elif kind == "scenario":
        done = page.get_by_role("button", name="走到这里了")
        choices = page.locator('[class*="st-key-scene-choices"] button')
        while not done.count():
            text = choices.first.inner_text()
            choices.first.click()
            expect(page.get_by_role("button", name=text, exact=True)).to_have_count(0)
            done.or_(choices.first).first.wait_for()
        take(page, "question-scenario-walked")
        done.click()
        return
    page.get_by_role("button", name="提交答案").click()


def contact_sheet(browser: Browser) -> None:
    """All illustrations of all lessons on one picture, each with the lesson it belongs to."""
    cells: list[str] = []
    lessons = ContentStore(ROOT).library().lessons.values()
    for lesson in sorted(lessons, key=lambda one: (one.band, one.order)):
        for illustration in lesson.illustrations:
            source = svg_address(read_picture(ROOT, illustration.path))
            words = f"<figcaption>{lesson.title}</figcaption>"
            cells.append(f'<figure><img src="{source}">{words}</figure>')
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_content(
        "<style>body{margin:12px;font:13px/1.4 'Noto Sans CJK SC',sans-serif}main{display:grid;"
        "grid-template-columns:repeat(9,1fr);gap:10px}figure{margin:0;text-align:center}"
        "img{width:100%;height:105px;object-fit:contain}</style><main>" + "".join(cells)
    )
    page.screenshot(path=PICTURES / "illustrations.png", full_page=True)
    print("docs/pictures/illustrations.png")
    page.close()


def main() -> None:
    """Start the app on an empty database and take all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = find_browser()
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data), free_port())
        server.start()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            contact_sheet(browser)
            pupil_pages(browser, server, staff_pages(browser, server))
        finally:
            browser.close()
            server.kill()


if __name__ == "__main__":
    main()
