"""The last editions stay as files, within their number and their budget, and a take-down reaches each of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from kliping.errors import StoreError
from kliping.settings import Settings
from kliping.warehouse import kept as keeping
from kliping.warehouse.exports import export, note_export
from kliping.warehouse.kept import edition_file, keep_editions, kept_editions
from kliping.warehouse.mending import examine, mend
from kliping.warehouse.publish import last_published
from kliping.warehouse.store import Store
from kliping.warehouse.takedown import take_down
from tests.finding import holding
from tests.kliping.warehouse.homes import NOW, article, document, publish_rows

SECRET = "Kapal kayu itu berlayar tanpa lampu malam hari"
ROWS = {"articles": [article("1"), article("2", SECRET)], "documents": [document("1"), document("2")]}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def numbers(store: Store) -> list[int]:
    return list(kept_editions(store))


def publishing(store: Store, **values: int) -> Settings:
    return Settings(home=store.home, publishing=values)


def test_the_last_ones_stay_and_the_newest_is_the_published_file(store: Store) -> None:
    known = publishing(store, editions_kept=3)
    for number in (1, 2, 3, 4, 5):
        publish_rows(store, number, ROWS, known)
    assert numbers(store) == [5, 4, 3]
    assert store.kept_edition(5).samefile(store.published)
    assert [last_published(path).edition for path in kept_editions(store).values()] == [5, 4, 3]
    assert examine(store, thorough=True) == []


def test_the_budget_lets_the_oldest_go_and_never_the_published_one(store: Store) -> None:
    for number in (1, 2, 3):
        publish_rows(store, number, ROWS)
    size = store.kept_edition(1).stat().st_size
    keep_editions(store, publishing(store, editions_bytes=size + size // 2).publishing)
    assert numbers(store) == [3, 2]
    keep_editions(store, publishing(store, editions_bytes=0).publishing)
    assert numbers(store) == [3]


def test_without_hard_links_it_is_a_copy_that_is_made_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    publish_rows(store, 1, ROWS)
    made = store.kept_edition(1).stat().st_ino
    assert made != store.published.stat().st_ino
    keep_editions(store, publishing(store).publishing)
    assert store.kept_edition(1).stat().st_ino == made
    assert examine(store, thorough=True) == []


def test_a_kill_between_publishing_and_keeping_or_removing_is_made_good(store: Store, monkeypatch) -> None:
    known = publishing(store, editions_kept=2)
    for number in (1, 2):
        publish_rows(store, number, ROWS, known)

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    for number, moment in ((3, "link_published"), (4, "remove")):
        monkeypatch.setattr(keeping, moment, killed)
        with pytest.raises(Killed):
            publish_rows(store, number, ROWS, known)
        monkeypatch.undo()
        assert examine(store, thorough=True) == []
        keep_editions(store, known.publishing)
        assert numbers(store) == [number, number - 1]


def test_a_damaged_one_is_set_aside_and_the_published_one_is_kept_anew(store: Store) -> None:
    for number in (1, 2):
        publish_rows(store, number, ROWS)
    for number in (1, 2):
        path = store.kept_edition(number)
        path.write_bytes(path.read_bytes()[:5000])  # the newest is the published file itself
    found = examine(store, thorough=False)
    assert [(one.kind, one.path.name) for one in found if one.kind == "kept"] == [
        ("kept", "00000002.duckdb"),
        ("kept", "00000001.duckdb"),
    ]
    mend(store, found, say=lambda _: None)
    keep_editions(store, publishing(store).publishing)
    assert numbers(store) == [2]
    assert last_published(store.published).edition == 2
    assert examine(store, thorough=True) == []


def test_a_lost_published_file_comes_back_from_the_one_that_is_kept(store: Store) -> None:
    publish_rows(store, 1, ROWS)
    held = store.published.read_bytes()
    store.published.unlink()
    store.candidate.unlink()
    mend(store, examine(store, thorough=True), say=lambda _: None)
    assert store.published.read_bytes() == held


def test_one_that_is_not_kept_is_a_sentence_that_names_those_that_are(store: Store) -> None:
    for number in (1, 2):
        publish_rows(store, number, ROWS)
    assert edition_file(store, 2) == store.published
    with pytest.raises(StoreError, match=r"Edition 7 is not kept .*; kept are: 1, 2\. .*editions_kept"):
        edition_file(store, 7)


def test_a_take_down_reaches_every_edition_and_export_and_leaves_a_receipt_without_the_text(
    store: Store, tmp_path: Path
) -> None:
    publish_rows(store, 1, ROWS)
    publish_rows(store, 2, ROWS)
    publish_rows(store, 3, {"articles": [article("1")], "documents": [document("1")]})
    out = tmp_path / "out"
    export(store.kept_edition(2), out, "jsonl", ["articles"])
    note_export(store.home, out, "jsonl", ["articles"], "")
    assert len(holding(tmp_path, SECRET)) == 3, "two editions and the export"
    receipt = take_down(store, "a2", NOW)  # an article that only editions before the published one hold
    assert holding(tmp_path, SECRET) == []
    assert (receipt.named, receipt.equal, receipt.documents, receipt.complete) == (1, 0, ("d2",), True)
    told = {place.place: place for place in receipt.places}
    assert {name for name, place in told.items() if place.done == "rows removed"} == {
        "editions/00000001.duckdb",
        "editions/00000002.duckdb",
        str(out),
    }
    assert told["editions/00000001.duckdb"].rows == 2, "a row of articles and one of documents"
    (kept,) = (store.home / "take-downs").iterdir()
    assert json.loads(kept.read_text())["documents"] == ["d2"]
    assert "Judul" not in kept.read_text()
    assert examine(store, thorough=True) == []


def test_an_edition_of_tables_that_cannot_be_written_anew_goes_and_the_receipt_says_why(store: Store) -> None:
    publish_rows(store, 1, ROWS)
    publish_rows(store, 2, ROWS)
    with duckdb.connect(store.kept_edition(1)) as connection:  # as another version may have had them
        connection.execute("DROP VIEW IF EXISTS where_from")
        connection.execute("DROP TABLE paragraphs")
    receipt = take_down(store, "d2", NOW)
    assert numbers(store) == [2]
    (gone,) = [place for place in receipt.places if place.done == "file removed"]
    assert (gone.place, "cannot be written anew" in gone.why) == ("editions/00000001.duckdb", True)


def test_an_export_that_was_moved_away_is_said_not_to_be_reached(store: Store, tmp_path: Path) -> None:
    publish_rows(store, 1, ROWS)
    note_export(store.home, tmp_path / "gone", "csv", ["articles"], "")
    receipt = take_down(store, "d2", NOW)
    assert not receipt.complete
    (missed,) = [place for place in receipt.places if place.done == "not reached"]
    assert "remove it by hand" in missed.why
