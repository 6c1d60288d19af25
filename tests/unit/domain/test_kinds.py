"""The contract every question kind keeps, whatever it asks."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from edu_core.domain.interaction import (
    Arrange,
    Arranged,
    Branch,
    Choose,
    Chosen,
    Fill,
    Filled,
    Interaction,
    Pair,
    Paired,
    Response,
    Walked,
    Write,
    Written,
    accepts,
    conceal,
    shuffle_interaction,
)
from edu_core.domain.items import ITEM_ADAPTER, KINDS, Item, grade

BASE = {
    "id": "sample",
    "stem": "题干",
    "explanation": "只在结束以后出现的解析",
    "topic": "topic",
    "band": "junior",
    "level": "apply",
    "sources": [{"id": "law"}],
    "reviewed_on": "2026-11-24",
    "points": 3,
}

words = st.text(max_size=12)
responses: st.SearchStrategy[Response] = st.one_of(
    st.builds(Chosen, options=st.lists(words, max_size=5).map(tuple)),
    st.builds(Arranged, order=st.lists(words, max_size=5).map(tuple)),
    st.builds(Paired, pairs=st.dictionaries(words, words, max_size=5)),
    st.builds(Filled, texts=st.dictionaries(words, words, max_size=3)),
    st.builds(Written, text=st.text(max_size=60)),
    st.builds(Walked, path=st.lists(words, max_size=5).map(tuple)),
)


def sample(kind: str) -> Item:
    """The sample of a kind with the common fields."""
    return ITEM_ADAPTER.validate_python({**BASE, "kind": kind, **KINDS[kind].SAMPLE})  # type: ignore[attr-defined]


every_kind = pytest.mark.parametrize("kind", list(KINDS))


@every_kind
def test_the_sample_survives_yaml_and_json(kind: str) -> None:
    item = sample(kind)
    plain = json.loads(item.model_dump_json())
    assert ITEM_ADAPTER.validate_python(plain) == item
    assert ITEM_ADAPTER.validate_python(yaml.safe_load(yaml.safe_dump(plain))) == item


@every_kind
def test_the_correct_response_earns_everything(kind: str) -> None:
    item = sample(kind)
    right = item.correct_response()
    assert right is not None
    assert accepts(item.interaction(), right)
    assert grade(item, right).score == 3


def _empty(interaction: Interaction) -> Response:
    match interaction:
        case Choose():
            return Chosen(options=())
        case Arrange():
            return Arranged(order=())
        case Pair():
            return Paired(pairs={})
        case Fill():
            return Filled(texts={blank.id: "  " for blank in interaction.blanks})
        case Write():
            return Written(text="   ")
        case Branch():
            return Walked(path=())


@every_kind
def test_an_empty_response_earns_nothing(kind: str) -> None:
    item = sample(kind)
    assert grade(item, _empty(item.interaction())).score == 0


def _padded(item: Item) -> Response:
    right = item.correct_response()
    match right:
        case Chosen():
            every = item.interaction()
            assert isinstance(every, Choose)
            return Chosen(options=tuple(option.id for option in every.options))
        case Arranged():
            return Arranged(order=(*right.order, "extra"))
        case Paired():
            return Paired(pairs={**right.pairs, "extra": "a"})
        case Filled():
            return Filled(texts={**right.texts, "extra": "x"})
        case Walked():
            return Walked(path=(*right.path, "extra"))
        case Written():
            return Written(text="字" * 4001)
        case None:
            raise AssertionError("the sample has a correct response")


@every_kind
def test_a_padded_right_response_earns_nothing(kind: str) -> None:
    item = sample(kind)
    assert grade(item, _padded(item)).score == 0


@every_kind
@given(response=responses)
def test_any_response_is_graded_within_its_bounds(kind: str, response: Response) -> None:
    item = sample(kind)
    outcome = grade(item, response)
    assert outcome.score is not None
    assert 0 <= outcome.score <= outcome.max_score == 3
    if not accepts(item.interaction(), response):
        assert outcome.score == 0


def _texts_of(part: object, found: list[str]) -> list[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            found.append(str(name))
            _texts_of(value, found)
    elif isinstance(part, list):
        for value in part:
            _texts_of(value, found)
    else:
        found.append(str(part))
    return found


@every_kind
def test_what_is_shown_says_nothing_of_the_key(kind: str) -> None:
    item = sample(kind)
    for seed in ("one", "two", "three"):
        shown = conceal(shuffle_interaction(item.interaction(), seed)).shown
        texts = _texts_of(shown.model_dump(mode="json"), [])
        assert item.explanation not in texts
        secret = {"correct", "credit", "feedback", "accept", "value", "tolerance", "model_answer"}
        assert secret.isdisjoint(texts)


@pytest.mark.parametrize("kind", ["ordering", "matching", "sorting"])
def test_the_ids_that_leave_the_server_follow_what_is_seen_and_not_the_key(kind: str) -> None:
    item = sample(kind)
    seen: dict[tuple[str, ...], set[str]] = {}
    for number in range(40):
        shuffled = shuffle_interaction(item.interaction(), f"seed{number}")
        concealed = conceal(shuffled)
        right = item.correct_response()
        assert right is not None
        back = {true: shown for shown, true in concealed.true_ids.items()}
        match right:
            case Arranged():
                key = ",".join(back[name] for name in right.order)
            case Paired():
                key = str(sorted((back[left], back[r]) for left, r in right.pairs.items()))
            case _:
                raise AssertionError("only what is moved is shuffled")
        names = tuple(sorted(concealed.true_ids))
        seen.setdefault(names, set()).add(key)
    assert len(seen) == 1  # the ids are always the same
    assert all(len(keys) > 1 for keys in seen.values())  # and the right answer is not


@every_kind
@given(seed=st.text(max_size=8))
def test_a_response_to_what_was_shown_comes_back_as_the_true_one(kind: str, seed: str) -> None:
    item = sample(kind)
    concealed = conceal(shuffle_interaction(item.interaction(), seed))
    back = {true: shown for shown, true in concealed.true_ids.items()}
    right = item.correct_response()
    shown: Response
    match right:
        case Chosen():
            shown = Chosen(options=tuple(back[name] for name in right.options))
        case Arranged():
            shown = Arranged(order=tuple(back[name] for name in right.order))
        case Paired():
            shown = Paired(pairs={back[left]: back[r] for left, r in right.pairs.items()})
        case Filled() | Written() | Walked():
            shown = right
        case None:
            raise AssertionError("the sample has a correct response")
    assert concealed.true_response(shown) == right


def test_the_order_of_a_seed_never_changes() -> None:
    interaction = Arrange(parts=tuple({"id": name, "text": name} for name in "abcdef"))  # type: ignore[arg-type]
    shuffled = shuffle_interaction(interaction, "seed")
    assert isinstance(shuffled, Arrange)
    assert "".join(part.id for part in shuffled.parts) == "ecdfab"
