"""The gallery in a real browser: keyboard, mouse, touch, Chinese words, headers, the connection."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import require_accessible
from tests.streamlit_app import streamlit_app
from tests.ui.gallery import ITEMS

APP = Path(__file__).parent / "gallery_app.py"
ROOT = APP.parents[2]
PHONE = {"width": 360, "height": 740}

pytestmark = pytest.mark.xdist_group("gallery")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with streamlit_app(APP) as where:
        yield where


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN", base_url=address
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on(
        "console",
        lambda said: troubles.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    assert troubles == [], "the browser complained, for example about the content policy"


def submitted(page: Page) -> None:
    page.get_by_role("button", name="提交答案").click()


def expect_given(page: Page, name: str) -> None:
    """The right answer of the gallery's question has arrived at the server."""
    right = ITEMS[name].correct_response()
    assert right is not None
    told = json.dumps(right.model_dump(), sort_keys=True)
    expect(page.get_by_test_id("stText")).to_have_text(told)


def put_in_order_by_taps(page: Page) -> None:
    for place, text in enumerate(ITEMS["order"].order):
        row = page.locator(".part", has=page.get_by_text(text, exact=True))
        if row.locator(".number").inner_text() != str(place + 1):
            row.locator(".grip").tap()
            page.locator(".part").nth(place).locator(".text").tap()


def test_parts_are_put_in_order_by_taps(phone: Page) -> None:
    phone.goto("/?show=order")
    expect(phone.locator(".part")).to_have_count(4)
    put_in_order_by_taps(phone)
    submitted(phone)
    expect_given(phone, "order")


def test_parts_are_moved_by_keyboard_and_the_move_is_said(phone: Page) -> None:
    phone.goto("/?show=order")
    first = phone.locator(".part .text").first.inner_text()
    phone.locator(".grip").first.focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        phone.keyboard.press(key)
    expect(phone.locator(".part .text").nth(2)).to_have_text(first)
    expect(phone.locator(".live")).to_have_text(f"“{first}”放在了第 3")
    phone.keyboard.press("Enter")
    phone.keyboard.press("ArrowUp")
    phone.keyboard.press("Escape")
    expect(phone.locator(".part .text").nth(2)).to_have_text(first)


def test_a_part_is_dragged_by_a_finger(phone: Page) -> None:
    phone.goto("/?show=order")
    first = phone.locator(".part .text").first.inner_text()
    grip = phone.locator(".grip").first.bounding_box()
    last = phone.locator(".part").last.bounding_box()
    assert grip is not None
    assert last is not None
    drag_with_a_finger(phone, grip, last)
    expect(phone.locator(".part .text").last).to_have_text(first)


def drag_with_a_finger(page: Page, start: dict[str, float], end: dict[str, float]) -> None:
    finger = page.context.new_cdp_session(page)
    x, y = start["x"] + 20, start["y"] + 20
    to_x, to_y = end["x"] + 40, end["y"] + end["height"] - 8
    touch = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    finger.send("Input.dispatchTouchEvent", touch)
    for step in range(1, 11):
        point = {"x": x + (to_x - x) * step / 10, "y": y + (to_y - y) * step / 10}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_pairs_are_made_by_taps_by_a_finger_and_by_keyboard(phone: Page) -> None:
    phone.goto("/?show=match")
    submitted(phone)
    expect(phone.get_by_role("alert")).to_contain_text("还没有答完整")

    def slot(text: str):
        return phone.locator(".slot", has=phone.locator(".head", has_text=text))

    phone.locator(".tray .chip", has_text="110").tap()
    slot("报警").tap()
    chip = phone.locator(".tray .chip", has_text="12355").bounding_box()
    target = slot("青少年服务台").bounding_box()
    assert chip is not None
    assert target is not None
    drag_with_a_finger(phone, chip, target)
    expect(phone.locator(".tray .chip")).to_have_count(1)
    phone.locator(".tray .chip").focus()
    phone.keyboard.press("Enter")
    slot("医疗急救").locator(".head").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".hint")).to_contain_text("都放好了")
    submitted(phone)
    expect_given(phone, "match")


def test_a_thing_can_be_taken_back_and_put_elsewhere(phone: Page) -> None:
    phone.goto("/?show=sort")
    phone.locator(".tray .chip").first.tap()
    phone.locator(".slot").first.tap()
    expect(phone.locator(".tray .chip")).to_have_count(3)
    phone.locator(".slot .chip").tap()
    expect(phone.locator(".tray .chip")).to_have_count(4)
    phone.locator(".slot").last.tap()
    expect(phone.locator(".slot").last.locator(".chip")).to_have_count(1)


def test_component_ids_number_the_parts_as_they_stand(phone: Page) -> None:
    phone.goto("/?show=order")
    expect(phone.locator(".part")).to_have_count(4)
    ids = [row.get_attribute("data-id") for row in phone.locator(".part").all()]
    assert ids == ["p1", "p2", "p3", "p4"]


def test_the_moving_form_can_be_exchanged_for_lists(phone: Page) -> None:
    phone.goto("/?show=match")
    phone.get_by_role("button", name="换成普通列表作答").click()
    expect(phone.get_by_test_id("stSelectbox")).to_have_count(3)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [(name, "light") for name in ("chrome", "lesson", "told-single", *ITEMS)]
    + [(name, "dark") for name in ("chrome", "told-single", "single", "sort")],
)
def test_no_serious_accessibility_violation(
    browser: Browser, address: str, name: str, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/?show={name}")
    expect(page.get_by_test_id("stMarkdown").first).to_be_visible()
    expect(page.locator("#edu-opening")).to_have_count(0)
    require_accessible(page)
    context.close()


def test_streamlits_words_are_chinese_and_its_chrome_is_hidden(phone: Page) -> None:
    phone.goto("/?show=chrome")
    expect(phone).to_have_title("青窗")
    expect(phone.get_by_test_id("stFileUploader")).to_contain_text("选择文件")
    expect(phone.get_by_test_id("stFileUploader")).to_contain_text("每个文件不超过")
    expect(phone.get_by_placeholder("Choose options")).to_have_count(0)
    expect(phone.get_by_test_id("stMainMenu")).to_be_hidden()
    expect(phone.locator(".js-plotly-plot .bars").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_in_use_is_marked(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address}/?show=lesson")
    expect(page.get_by_test_id("stMarkdown").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-edu-theme", scheme)
    page.close()


@pytest.mark.parametrize("name", ["chrome", "lesson", *ITEMS])
def test_nothing_is_wider_than_a_phone(phone: Page, name: str) -> None:
    phone.goto(f"/?show={name}")
    expect(phone.get_by_test_id("stMarkdown").first).to_be_visible()
    assert phone.evaluate("document.querySelector('.stMain').scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", ["single", "several", "scene"])
def test_targets_are_large_enough_for_a_thumb(phone: Page, name: str) -> None:
    phone.goto(f"/?show={name}")
    targets = phone.locator("[data-testid=stRadioOption], .stCheckbox label, .stApp button:visible")
    expect(targets.first).to_be_visible()
    for box in (target.bounding_box() for target in targets.all()):
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 300


def test_a_broken_connection_is_said_calmly_and_goes_by(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/?show=single")
    expect(page.get_by_test_id("stRadio")).to_be_visible()
    app = page.get_by_test_id("stApp")
    app.evaluate("app => app.setAttribute('data-test-connection-state', 'PINGING_SERVER')")
    expect(page.get_by_text("连接断开了，正在重新连接。已提交的答案都保存好了。")).to_be_visible()
    app.evaluate("app => app.setAttribute('data-test-connection-state', 'CONNECTED')")
    expect(page.get_by_text("已经重新连上。")).to_be_visible()
    expect(page.locator("#edu-connection")).to_be_hidden()
    context.close()


def test_chinese_text_and_its_quotes_are_in_a_chinese_font(phone: Page) -> None:
    phone.goto("/?show=single")
    for place in (
        "[data-testid=stMarkdownContainer] p",
        "[data-testid=stRadioOption] p",
        "button p",
    ):
        words = phone.locator(place).first
        expect(words).to_be_attached()
        font = words.evaluate("node => getComputedStyle(node).fontFamily")
        assert font.startswith('"Noto Sans SC"'), place


def test_a_button_that_nothing_answers_is_said(phone: Page) -> None:
    phone.goto("/?show=single")
    expect(phone.get_by_test_id("stRadio")).to_be_visible()
    # a button of no program: pressed, and no run follows
    phone.evaluate("""() => {
        const place = document.createElement("div");
        place.className = "stButton";
        place.innerHTML = "<button>送出</button>";
        document.querySelector(".stMain").append(place);
    }""")
    phone.get_by_role("button", name="送出").click()
    expect(phone.get_by_text("刚才这一步还在路上")).to_be_visible()
    submitted(phone)
    expect(phone.get_by_text("刚才这一步还在路上")).to_be_hidden()
