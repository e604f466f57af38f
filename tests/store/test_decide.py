"""People's decisions: signed, in a chain, never lost."""

from __future__ import annotations

import sqlite3

import msgspec
import pytest

from firsthand.errors import InputError, NotFound, StoreError
from firsthand.store import Store
from firsthand.types import Claim, Decision
from tests.store import made
from tests.store.test_store import fill


@pytest.fixture
def case(tmp_path):
    with Store.open(tmp_path, write=True) as store:
        fill(store)
    return tmp_path


def decision(item: str, verdict: str = "reject", note: str = "", by: str = "Ana") -> Decision:
    return Decision(item=item, verdict=verdict, note=note, by=by, at=made.AT, signature="")


def test_a_decision_is_signed_and_stands_beside_the_answer(case):
    with Store.open(case, write=True) as store:
        claim = next(iter(store.claims()))
        signed = store.decide(decision(claim.id))

        assert len(signed.signature) == 64
        assert store.decisions(item=claim.id) == (signed,)
        assert store.claim(claim.id) == claim
        assert msgspec.json.decode(store.answer_then(signed), type=Claim) == claim


def test_each_signature_covers_the_one_before(case):
    with Store.open(case, write=True) as store:
        claim = next(iter(store.claims()))
        made_now = [store.decide(decision(claim.id)) for _ in range(3)]

        assert len({item.signature for item in made_now}) == 3
        assert store.decisions() == tuple(made_now)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decisions SET record = replace(record, 'reject', 'accept') WHERE number = 1",
        "DELETE FROM decisions WHERE number = 1",
        "UPDATE decisions SET number = number + 10",
    ],
)
def test_a_changed_or_dropped_decision_shows(case, change):
    with Store.open(case, write=True) as store:
        claim = next(iter(store.claims()))
        for verdict in ("reject", "accept"):
            store.decide(decision(claim.id, verdict))
    data = sqlite3.connect(case / "case.sqlite")
    data.execute("DROP TRIGGER decisions_never_go")
    data.execute("DROP TRIGGER decisions_never_change")
    data.execute(change)
    data.commit()
    data.close()
    with Store.open(case) as store, pytest.raises(StoreError, match="changed after it was signed"):
        store.decisions()


def test_the_database_refuses_to_change_one(case):
    with Store.open(case, write=True) as store:
        store.decide(decision(next(iter(store.claims())).id))
    data = sqlite3.connect(case / "case.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="a decision never goes"):
        data.execute("DELETE FROM decisions")
    data.close()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"verdict": "maybe"}, "accept, reject, amend"),
        ({"by": "  "}, "--by"),
        ({"verdict": "amend"}, "--note"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(case, wrong, words):
    with Store.open(case, write=True) as store:
        claim = next(iter(store.claims()))
        with pytest.raises(InputError, match=words):
            store.decide(decision(claim.id, **wrong))
        assert store.decisions() == ()


def test_an_unknown_item_is_refused(case):
    with Store.open(case, write=True) as store, pytest.raises(NotFound):
        store.decide(decision("0" * 64))


def test_making_the_answers_anew_loses_no_decision(case):
    with Store.open(case, write=True) as store:
        story, claim = store.stories()[0], next(iter(store.claims()))
        signed = store.decide(decision(claim.id))
        renamed = msgspec.structs.replace(claim, id="f" * 64)
        store.put_account(story, [renamed], [], "other inputs")
        store.finish("test")

        assert store.decisions() == (signed,)
        assert store.decided_now(signed) == renamed.id, "the claim on the same words"
        store.put_stories([])
        assert store.decisions() == (signed,)
        assert store.decided_now(signed) == claim.id
