"""The printed sheet: what stands on it, and that the reader reads it as a browser prints it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from edu_core.domain.card import Side
from edu_core.exchange.card_reader import read_cards
from edu_core.exchange.cards import Card, PerPage, card_sheets

CARDS = [
    Card(0, "1", "王小明"),
    Card(11, "2", "李雷"),
    Card(22, "3", "韩梅梅"),
    Card(33, "20260104", "阿卜杜拉·买买提江·吐尔逊江"),
    Card(175, "5", "<b>赵&"),
]


def pages(html: str) -> list[str]:
    return html.split("<section")[1:]


@pytest.mark.parametrize("per_page", PerPage)
def test_every_front_is_followed_by_its_backs_in_mirrored_columns(per_page: PerPage) -> None:
    drawn = [
        re.findall(r'aria-label="(\S+) 号答题卡(..)"', page)
        for page in pages(card_sheets(CARDS, "初二（3）班", per_page))
    ]
    if per_page is PerPage.FOUR:
        assert [number for number, _ in drawn[0]] == ["1", "2", "3", "20260104"]
        assert [number for number, _ in drawn[1]] == ["2", "1", "20260104", "3"]
    else:
        assert [number for number, _ in drawn[0]] == [number for number, _ in drawn[1]]
    assert [{side for _, side in page} for page in drawn] == [{"正面"}, {"背面"}] * (
        len(drawn) // 2
    )
    last_back = pages(card_sheets(CARDS, "班", PerPage.FOUR))[-1]
    assert last_back.index('class="slot"></div>') < last_back.index("号答题卡背面")


def test_names_are_on_the_backs_alone_and_cannot_break_the_page() -> None:
    html = card_sheets(CARDS, "<i>班", PerPage.TWO)
    fronts, backs = pages(html)[::2], pages(html)[1::2]
    assert not any("王小明" in page for page in fronts)
    assert any("王小明" in page for page in backs)
    assert "<b>" not in html
    assert "<i>" not in html
    assert len(pages(card_sheets(CARDS, "班", PerPage.TWO, backs=False))) == 3


def test_markers_are_large_and_letters_small() -> None:
    assert PerPage.TWO.marker > 90
    assert PerPage.FOUR.marker > 60
    for per_page in PerPage:
        front = pages(card_sheets(CARDS, "班", per_page))[0]
        scale = per_page.side / 9.5  # millimetres a cell
        sizes = [float(size) * scale for size in re.findall(r'font-size="([\d.]+)"', front)]
        assert max(sizes) < 3.1


@pytest.mark.parametrize("per_page", PerPage)
def test_the_sheet_as_a_browser_prints_it_is_read_on_every_side(
    browser: Browser, tmp_path: Path, per_page: PerPage
) -> None:
    file = tmp_path / "cards.html"
    file.write_text(card_sheets(CARDS, "初二（3）班", per_page), encoding="utf-8")
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    sheets = page.locator("section")
    seen: dict[int, Side] = {}
    for place in range(0, sheets.count(), 2):
        for card in read_cards(sheets.nth(place).screenshot()).seen:
            seen[card.marker] = card.side
        assert read_cards(sheets.nth(place + 1).screenshot()).seen == ()
    assert seen == {card.marker: Side.A for card in CARDS}
    page.add_style_tag(content="svg{rotate:-90deg}")
    turned = read_cards(sheets.nth(0).screenshot()).seen
    assert {card.side for card in turned} == {Side.B}
    page.close()


def test_the_pages_are_a4_and_as_many_as_needed(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "cards.html"
    file.write_text(card_sheets(CARDS, "初二（3）班", PerPage.TWO), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 6
    assert re.search(rb"/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", printed)
    page.close()
