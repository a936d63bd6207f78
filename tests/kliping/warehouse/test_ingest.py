"""What a look takes, what it leaves to the next one, and which bytes are read."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from kliping.reading.sources import ledger, remote
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.warehouse.ingest import look, read_batch
from kliping.warehouse.sightings import known
from kliping.warehouse.standing import overcome
from kliping.warehouse.store import Store

NOW = datetime(2026, 1, 2, tzinfo=UTC)
LONG_AGO = (1_700_000_000, 1_700_000_000)


class Home:
    """A folder of pages and the home that follows it."""

    def __init__(self, folder: Path, settle_seconds: float = 0) -> None:
        self.source = folder / "source"
        self.source.mkdir()
        self.settings = Settings(home=folder / "home", reading={"settle_seconds": settle_seconds})
        self.store = Store(folder / "home")
        self.looks = 0

    def look(self, **options: object):
        self.looks += 1
        return look(self.store, self.settings, [str(self.source)], NOW + timedelta(hours=self.looks), **options)

    def read(self, batch: str):
        documents = read_batch(self.store, batch, self.settings)
        known = stamps(self.settings)
        stamp = self.store.made_stamp("raw_documents", batch, known, documents)
        self.store.write("raw_documents", batch, documents, recipe=stamp)
        return documents


def test_a_touched_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    (home.source / "a.txt").write_text("Banjir surut")
    home.look()
    os.utime(home.source / "a.txt", LONG_AGO)
    hashed: list[str] = []
    content_of = ledger.content_of
    monkeypatch.setattr(ledger, "content_of", lambda uri: hashed.append(uri) or content_of(uri))
    assert [home.look().fresh for _ in range(3)] == [0, 0, 0]
    assert len(hashed) == 1


def test_a_file_that_was_just_written_waits(tmp_path: Path) -> None:
    home = Home(tmp_path, settle_seconds=5)
    (home.source / "old.txt").write_text("Banjir surut")
    os.utime(home.source / "old.txt", LONG_AGO)
    (home.source / "new.txt").write_text("Warga kem")
    first = home.look()
    assert (first.fresh, first.settling) == (1, 1)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        os.utime(home.source / "new.txt", LONG_AGO)

    second = home.look(wait=wait)
    assert (second.fresh, second.settling) == (1, 0)
    assert 0 < waited[0] <= 5


def test_what_was_rewritten_between_look_and_read_is_not_read_as_what_was_found(tmp_path: Path) -> None:
    home = Home(tmp_path)
    page = home.source / "a.txt"
    page.write_text("Banjir surut")
    os.utime(page, LONG_AGO)
    (batch,) = home.look().batches
    page.write_text("Banjir datang"[:12])
    os.utime(page, LONG_AGO)  # size and time say that nothing happened
    assert home.read(batch)["reason"].to_list() == ["changed"]
    page.write_text("Banjir datang")
    (later,) = home.look().batches
    assert home.read(later)["text"].to_list() == ["Banjir datang"]
    assert len(overcome(home.store, [batch, later])) == 1  # the row of what was not read goes


def test_a_file_of_rows_that_grew_gives_only_its_new_rows(tmp_path: Path) -> None:
    home = Home(tmp_path)
    rows = home.source / "rows.jsonl"
    rows.write_text('{"text": "satu"}\n')
    (first,) = home.look().batches
    home.read(first)
    rows.write_text('{"text": "satu"}\n{"text": "dua"}\n')
    (second,) = home.look().batches
    assert home.read(second)["text"].to_list() == ["dua"]
    assert home.read(first)["text"].to_list() == ["satu"]  # its bytes are gone: it stays as it was read


def test_rows_without_text_stand_for_as_long_as_their_file_holds_them(tmp_path: Path) -> None:
    home = Home(tmp_path)
    rows = home.source / "rows.jsonl"
    lines = ['{"text": "satu"}', '{"text": ""}', '{"text": "tiga"}', '{"text": " "}']
    batches: list[str] = []
    for text in ("\n".join(lines[:2]), "\n".join(lines), "\n".join([*lines, '{"text": "lima"}'])):
        rows.write_text(text)
        batches += home.look().batches
        home.read(batches[-1])
        assert list(overcome(home.store, batches)) == []
    held = pl.concat([home.store.read("raw_documents", batch) for batch in batches])
    assert held.filter(reason="no_text").height == 2
    rows.write_text("\n".join(lines[::2]))
    batches += home.look().batches
    home.read(batches[-1])
    assert overcome(home.store, batches).len() == 2  # the file holds them no more


def test_a_file_that_could_not_be_had_is_read_when_it_can_be(tmp_path: Path) -> None:
    home = Home(tmp_path)
    page = home.source / "a.txt"
    page.write_text("Banjir surut")
    (batch,) = home.look().batches
    page.rename(tmp_path / "aside")
    assert home.read(batch)["reason"].to_list() == ["vanished"]
    (tmp_path / "aside").rename(page)
    home.look()
    assert "raw_documents" in home.store.outdated(batch, stamps(home.settings))
    assert home.read(batch)["text"].to_list() == ["Banjir surut"]
    assert home.store.is_there("raw_documents", batch, stamps(home.settings))


def test_an_edited_lexicon_is_another_stamp(tmp_path: Path) -> None:
    lexicon = tmp_path / "id.toml"
    lexicon.write_text('[related]\nstarts = ["lihat pula"]\n')
    settings = Settings(cleaning={"lexicons": [str(tmp_path)]})
    before = stamps(settings)
    lexicon.write_text('[related]\nstarts = ["lihat juga"]\n')
    after = stamps(settings)
    assert {step for step in before if before[step] == after[step]} == set()


@pytest.mark.parametrize(("fault", "tries"), [(TimeoutError(), 3), (FileNotFoundError(2, "none"), 1)])
def test_passing_faults_are_tried_again(monkeypatch: pytest.MonkeyPatch, fault: OSError, tries: int) -> None:
    monkeypatch.setattr(remote.time, "sleep", lambda _: None)
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        raise fault

    with pytest.raises(type(fault)):
        remote.patiently(work)
    assert len(tried) == tries


def test_a_file_that_left_and_came_back_with_its_time_of_change_is_put_on_record(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name in ("a.txt", "b.txt"):
        (home.source / name).write_text(name)
    home.look()
    (home.source / "a.txt").rename(tmp_path / "a.txt")
    home.look()
    (tmp_path / "a.txt").rename(home.source / "a.txt")
    assert home.look().batches == ()
    last = known(home.store).filter(pl.col("uri").str.ends_with("a.txt"))
    assert last["gone"].to_list() == [False, True, False]


def test_a_file_that_went_back_to_what_was_never_read_is_read_by_the_next_run(tmp_path: Path) -> None:
    home = Home(tmp_path)
    page = home.source / "a.txt"
    page.write_text("Banjir surut")
    (first,) = home.look().batches
    page.write_text("Warga kembali ke rumah")
    (second,) = home.look().batches
    assert [home.read(batch)["reason"][0] for batch in (first, second)] == ["changed", None]
    page.write_text("Banjir surut")
    os.utime(page, LONG_AGO)
    home.look()
    assert first in home.store.pending(stamps(home.settings))
    assert home.read(first)["text"].to_list() == ["Banjir surut"]


def test_a_row_that_moved_within_its_file_stays_in_its_batch(tmp_path: Path) -> None:
    home = Home(tmp_path)
    rows = home.source / "r.jsonl"
    rows.write_text('{"text": "satu"}\n{"text": "dua"}\n{"text": "dua"}\n')
    (first,) = home.look().batches
    ids = set(home.read(first)["document_id"])
    rows.write_text('{"text": "baru"}\n{"text": "dua"}\n{"text": "satu"}\n{"text": "dua"}\n{"text": "dua"}\n')
    (second,) = home.look().batches
    assert home.read(second)["text"].to_list() == ["baru", "dua"], "the third of equal rows is new"
    assert ids <= set(home.store.read("elsewhere", second)["document_id"])
    assert home.read(second).height == 2
