"""All that goes to and fro in a whole attempt: no key before its question is closed.

Every byte over HTTP and every frame of the socket, both ways, is kept and searched for every
secret of every question that is still open. The journeys in ``tests/browser`` do the same with a
real browser on the real lessons.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from edu_core.content.library import ContentStore
from edu_core.domain.interaction import (
    Arranged,
    Choose,
    Chosen,
    Filled,
    Interaction,
    Pair,
    Paired,
    Response,
    Walked,
    Written,
)
from edu_core.domain.items import Item
from edu_core.domain.quiz import Quiz
from edu_core.services.context import Edu
from tests.conftest import School
from tests.live.running import Running, running, settings_for
from tests.live.secrets import hidden_words, write_secret_content
from tests.live.tab import Tab, tab

_ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")


def _plainly(heard: bytes) -> bytes:
    """Chinese that JSON has written as escapes, as itself."""
    return _ESCAPED.sub(
        lambda found: chr(int(found.group(1), 16)).encode("utf-8", "replace"), heard
    )


class Pupil:
    """Answers a quiz on the page and looks at everything heard so far before each touch."""

    def __init__(self, program: Running, page: Tab, quiz: Quiz) -> None:
        self.program, self.page, self.quiz = program, page, quiz
        self.given: dict[str, Response] = {}
        self.shows_each = quiz.settings.feedback == "each"

    def heard(self) -> bytes:
        """All bytes so far, over HTTP and through the socket, both ways."""
        return _plainly(b"\n".join([*self.program.heard, *self.page.frames]))

    def require_silence(self, walking: str = "", walked: int = 0) -> None:
        """No secret of an open question was heard, and every secret of a closed one could be."""
        heard = self.heard()
        for item in self.quiz.items:
            given = self.given.get(item.id)
            if given is not None and self.shows_each:
                assert item.explanation.encode() in heard, "the recording misses something"
                continue
            steps = walked if item.id == walking else 9 if given is not None else 0
            for word in hidden_words(item, walked=steps, given=given):
                if word.endswith("出处") and self.given and self.shows_each:
                    continue  # the same place in the law for all questions
                assert word.encode() not in heard, (item.id, word)

    def answer_all(self) -> None:
        """Go through the quiz to the result, listening."""
        self.page.click("开始答题")
        while len(self.given) < self.quiz.length():
            self.require_silence()
            item = self.answer_one()
            if self.shows_each:
                assert item.explanation in self.page.text()
                last = len(self.given) == self.quiz.length()
                self.page.click("看结果" if last else "下一题")

    def answer_one(self) -> Item:
        """Answer the question on the page."""
        item = self._item_on_page()
        self._draw("换成拖放作答")
        self._require_concealed()
        given = _response(item)
        if isinstance(given, Walked):
            self._walk(item, given)
        else:
            self._fill_in(item.interaction(), given)
            self.page.click("提交答案")
        self.given[item.id] = given
        return item

    def _item_on_page(self) -> Item:
        text = self.page.text()
        item = max(self.quiz.items, key=lambda one: text.rfind(one.stem))
        assert item.id not in self.given
        self.page.keep_from(item.stem)
        return item

    def _draw(self, form: str) -> None:
        """Choose the moving or the plain form, where there are two and it is not on the page."""
        if form in [button.label for button in self.page.find("button")]:
            self.page.click(form)
            self._item_on_page()

    def _require_concealed(self) -> None:
        """The moving components know their parts by the places where they stand."""
        for one in self.page.find("bidi_component"):
            data = json.loads(one.json or one.mixed.json or "{}")
            for name in ("parts", "left", "right"):
                for part in data.get(name, []):
                    assert re.fullmatch(r"[plr]\d", part["id"])

    def _walk(self, item: Item, given: Walked) -> None:
        scene = item.interaction()
        assert scene.gesture == "branch"
        for place, node in enumerate((scene.walk(given.path) or ())[:-1]):
            self.require_silence(item.id, place)
            text = next(step.text for step in node.choices if step.id == given.path[place])
            self.page.click(text)
        self.require_silence(item.id, len(given.path))
        self.page.click("走到这里了，看看结果")

    def _fill_in(self, interaction: Interaction, given: Response) -> None:
        match given:
            case Chosen():
                assert isinstance(interaction, Choose)
                self._choose(interaction, given)
            case Arranged():
                texts = {part.id: part.text for part in interaction.parts}  # type: ignore[union-attr]
                self._select([texts[name] for name in given.order])
            case Paired():
                assert isinstance(interaction, Pair)
                right = {part.id: part.text for part in interaction.right}
                left = {part.text: right[given.pairs[part.id]] for part in interaction.left}
                self._select(left)
            case Filled():
                for widget, text in zip(
                    self.page.find("text_input"), given.texts.values(), strict=True
                ):
                    self.page.fill(widget, text)
            case Written():
                self.page.fill(self.page.find("text_area")[0], given.text)
            case Walked():
                raise AssertionError("a scene is walked step by step")

    def _choose(self, interaction: Choose, given: Chosen) -> None:
        texts = {part.text for part in interaction.options if part.id in given.options}
        if interaction.multiple:
            for box in self.page.find("checkbox"):
                self.page.fill(box, box.label in texts)
        else:
            self.page.fill(self.page.find("radio")[0], texts.pop())

    def _select(self, texts: list[str] | Mapping[str, str]) -> None:
        self._draw("换成普通列表作答")
        for place, box in enumerate(self.page.find("selectbox")):
            self.page.fill(box, texts[place] if isinstance(texts, list) else texts[box.label])


def _response(item: Item) -> Response:
    """The right response; of a single choice the wrong one, whose thought is a secret, too."""
    if item.kind == "single_choice":
        return Chosen(options=tuple(o.id for o in item.options if not o.correct))  # type: ignore[union-attr]
    return item.correct_response() or Written(text="言之有理就可以")


@pytest.fixture
def secret_content(content_root: Path) -> Path:
    """The sample content with quizzes and a lesson full of words to look for."""
    write_secret_content(content_root)
    return content_root


@pytest.mark.parametrize("rule", ["each", "end"])
def test_no_key_is_heard_before_its_question_is_closed(
    secret_content: Path, edu: Edu, school: School, database_url: str, tmp_path: Path, rule: str
) -> None:
    quiz = ContentStore(secret_content).library().quizzes[f"secret-{rule}"]
    slip = school.slips[0]
    with running(**settings_for(database_url, secret_content, tmp_path)) as program:
        token = program.sign_in(slip.code, slip.number, slip.pin)
        for path in ("/", "/_stcore/host-config", "/_stcore/health"):
            program.request("GET", path, {"Cookie": f"edu_session={token}"})
        with tab(program.port, token=token) as home:
            assert slip.name in home.text()
            before = home.frames
        with tab(program.port, "quiz", f"id={quiz.id}", token=token) as page:
            page.frames += before
            pupil = Pupil(program, page, quiz)
            pupil.answer_all()
            heard = pupil.heard()
    for item in quiz.items:  # the result tells everything, so the recording heard everything
        assert item.explanation.encode() in heard
    assert f"密{rule}单选甲的想法".encode() in heard
    assert f"密{rule}出处".encode() in heard


def test_no_key_of_a_check_in_a_lesson_is_heard_before_it_is_answered(
    secret_content: Path, school: School, edu: Edu, new_sqlite: str, tmp_path: Path
) -> None:
    first, second = ContentStore(secret_content).library().lessons["secret"].checks
    slip = school.slips[0]
    url = edu.store.engine.url.render_as_string(hide_password=False)
    with running(**settings_for(url, secret_content, tmp_path)) as program:
        token = program.sign_in(slip.code, slip.number, slip.pin)
        with tab(program.port, "lesson", "id=secret", token=token) as page:

            def require_silence(*checks: Item) -> None:
                heard = _plainly(b"\n".join([*program.heard, *page.frames]))
                for check in checks:
                    for word in hidden_words(check) - {"第二条"}:  # the source of the section
                        assert word.encode() not in heard, (check.id, word)

            require_silence(first, second)
            page.fill(page.find("radio")[0], "练习甲")
            page.click("提交答案")
            assert first.explanation in page.text()
            assert "密课练习甲的想法" in page.text()
            require_silence(second)
            page.click("下一节")
            require_silence(second)
            page.fill(page.find("text_input")[0], "密课填空答案")
            page.click("提交答案")
            assert second.explanation in page.text()
