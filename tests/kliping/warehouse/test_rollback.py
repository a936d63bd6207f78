"""A rollback is an edition on record, and a kill leaves the edition before it or the rollback, never neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.settings import Settings
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.kept import editions_on_record, keep_editions, kept_editions
from kliping.warehouse.mending import examine, mend
from kliping.warehouse.numbers import birth_of, next_number
from kliping.warehouse.publish import Edition, candidate_at_hand, last_edition, last_published
from kliping.warehouse.rollback import Rollback, last_rollback, roll_back
from kliping.warehouse.store import Store
from tests.kills import kill_before
from tests.kliping.warehouse.homes import NOW, article, document, publish_rows
from tests.longer import WHOLE

FIRST = {"articles": [article("1"), article("2", "Isi lama.")], "documents": [document("1"), document("2")]}
SECOND = {"articles": [article("1"), article("2", "Isi baru.", since_edition=2)], "documents": FIRST["documents"]}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "home")
    publish_rows(store, 1, FIRST)
    publish_rows(store, 2, SECOND)
    return store


def back(store: Store, number: int = 1) -> Edition:
    known = Settings(home=store.home)
    return roll_back(store, known, number, "salah isi (Rina)", inputs_sha256="as now", run_id="back", at=NOW)


def asked(store: Store, query: str) -> list[tuple[object, ...]]:
    with opened(store.published) as connection:
        return fetch(connection, query).rows()


def test_it_is_an_edition_on_record(store: Store) -> None:
    held = last_published(store.kept_edition(1))
    edition = back(store)
    assert (edition.edition, edition.verdict, edition.tables_sha256) == (3, "passed", held.tables_sha256)
    assert last_edition(store) == last_published(store.published) == edition
    assert asked(store, "SELECT article_id, body, since_edition FROM articles ORDER BY 1") == [
        ("a1", "Satu kalimat.", 1),
        ("a2", "Isi lama.", 3),
    ], "what stands as it stood keeps its edition; what went back says so"
    assert asked(store, "SELECT edition, verdict, rolled_back_to, why FROM editions ORDER BY 1") == [
        (1, "passed", None, None),
        (2, "passed", None, None),
        (3, "passed", 1, "salah isi (Rina)"),
    ]
    assert last_rollback(store.published) == Rollback(3, 1, "salah isi (Rina)")
    assert list(kept_editions(store)) == [3, 2, 1]
    assert next_number(store) == 4
    candidate_at_hand(store)
    assert birth_of(store.candidate).edition == 3, "it can be checked once more"
    assert [(one["edition"], one["published"], one["why"]) for one in editions_on_record(store)] == [
        (3, True, "salah isi (Rina)"),
        (2, False, None),
        (1, False, None),
    ]
    assert examine(store, thorough=True) == []
    assert back(store, 2).edition == 4, "and it can be undone by another"
    assert asked(store, "SELECT body FROM articles WHERE article_id = 'a2'") == [("Isi baru.",)]


def test_what_cannot_be_gone_back_to_is_a_sentence(store: Store) -> None:
    held = store.published.read_bytes()
    for number, why in ((2, "nothing to go back to"), (9, "is not kept")):
        with pytest.raises(StoreError, match=why):
            back(store, number)
    path = store.kept_edition(1)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(StoreError, match="is damaged"):
        back(store)
    assert store.published.read_bytes() == held


def test_tables_of_another_version_are_refused(store: Store) -> None:
    from kliping.warehouse.sums import note

    with opened(store.kept_edition(1), write=True) as connection:
        connection.execute("ALTER TABLE templates RENAME COLUMN share TO part")
    note(store.home, store.kept_edition(1), store.kept_edition(1))
    with pytest.raises(StoreError, match="written by another version of Kliping, whose table templates"):
        back(store)


def test_a_published_file_that_was_lost_comes_back_as_the_rollback(store: Store) -> None:
    edition = back(store)
    store.published.unlink()
    mend(store, examine(store, thorough=True), say=lambda _: None)
    assert last_published(store.published) == edition


@pytest.mark.chaos
def test_a_kill_before_any_change_of_the_disk_leaves_one_or_the_other(tmp_path: Path, monkeypatch) -> None:
    made = Store(tmp_path / "made")
    publish_rows(made, 1, FIRST)
    publish_rows(made, 2, SECOND)
    outcomes = []
    for moment in range(0, 60, 1 if WHOLE else 3):
        store = Store(tmp_path / f"home-{moment}")
        copied(made.home, store.home)
        with kill_before(monkeypatch, moment) as killed:
            back(store)
        mend(store, examine(store, thorough=True), say=lambda _: None)
        keep_editions(store, Settings(home=store.home).publishing)
        assert examine(store, thorough=True) == [], moment
        last = last_published(store.published)
        assert last == last_edition(store)
        candidate_at_hand(store)
        assert birth_of(store.candidate).edition == last.edition, moment
        assert last.edition in kept_editions(store)
        outcomes.append(last.edition)
        if not killed():
            break
    assert not killed()
    assert outcomes == sorted(outcomes), "the old one until a moment, the rollback from then on"
    assert set(outcomes) == {2, 3}


def copied(home: Path, to: Path) -> None:
    import shutil

    shutil.copytree(home, to)
