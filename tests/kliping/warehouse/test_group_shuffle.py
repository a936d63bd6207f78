"""Groups formed on an engine, a range at a time: those that one place forms, whatever the corpus."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engines import Embedded, Objects
from kliping.errors import StoreError
from kliping.frames import QUARANTINE_REASONS
from kliping.settings import Settings
from kliping.warehouse import copies, group_shuffle
from kliping.warehouse.understanding import Exchange
from tests.kliping.warehouse.test_copies import NOBODY, Home, corpus, in_parts, reason, story
from tests.kliping.warehouse.test_histories import play


def chained(links: int = 24) -> dict[str, str]:
    """Pages that each share most words with the next alone: one part that hangs together, of many groups."""
    words = story(9, 40 + links * 10)
    return {f"c{at:02}": " ".join(words[at * 10 : at * 10 + 40]) for at in range(links)}


def bounded(home: Home, bound: int) -> Home:
    home.settings = Settings(home=home.store.home, duplicates=home.settings.duplicates, pairs_in_memory=bound)
    return home


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Ranges and objects as of a large corpus."""
    monkeypatch.setattr(group_shuffle, "PAIRS_A_RANGE", 60)
    monkeypatch.setattr(group_shuffle, "DOCUMENTS_AN_OBJECT", 25)


@pytest.fixture
def asked(monkeypatch) -> list[int]:
    """How many documents were grouped on an engine, each time."""
    called: list[int] = []
    before = copies.groups_on

    def counted(*args):
        found = before(*args)
        called.append(found.height)
        return found

    monkeypatch.setattr(copies, "groups_on", counted)
    return called


@pytest.mark.parametrize(("bodies", "anchors"), [(chained(), 8), (corpus() | chained(), 2)], ids=["chain", "both"])
def test_groups_are_those_of_one_place(tmp_path: Path, asked, bodies: dict[str, str], anchors: int) -> None:
    here, there = Home(tmp_path / "here", anchors), bounded(Home(tmp_path / "there", anchors), 0)
    held = pl.concat([reason("f1-0", "c03", "equal1"), NOBODY.cast(pl.String)]).cast(dict(QUARANTINE_REASONS))
    for home in (here, there):
        in_parts(home, bodies, 3, 3, at_once=True)
    assert_frame_equal(there.find(held), here.find(held))
    assert_frame_equal(there.store.read("corpus", "grouped"), here.store.read("corpus", "grouped"))
    assert asked == [len(bodies)], "it was not the engine that grouped"
    assert here.find(held)["group_id"].n_unique() > 4
    assert list(there.store.home.glob(".*exchange*")) == []


def test_the_bound_decides(tmp_path: Path, asked) -> None:
    home = Home(tmp_path, 8)
    in_parts(home, corpus(), 3, 2, at_once=True)
    home.find()
    copies_kept = sum(home.store.read("pairs", batch).height for batch in home.batches)
    for bound, times in ((copies_kept, 0), (copies_kept - 1, 1)):
        home.store.path("corpus", "grouped").unlink()
        bounded(home, bound).find()
        assert len(asked) == times


def test_few_new_documents_are_grouped_where_they_are(tmp_path: Path, asked) -> None:
    home = bounded(Home(tmp_path / "grown", 8), 0)
    in_parts(home, corpus(), 3, 2, at_once=True)
    home.find()
    home.make("later", {"new": " ".join(story(2))})
    found = home.find()
    assert len(asked) == 1
    whole = Home(tmp_path / "whole", 8)
    in_parts(whole, corpus(), 3, 2, at_once=True)
    whole.make("later", {"new": " ".join(story(2))})
    assert_frame_equal(found, whole.find())


def test_what_travels_is_copied_where_the_store_cannot_be_read(tmp_path: Path, monkeypatch) -> None:
    here, there = Home(tmp_path / "here", 2), bounded(Home(tmp_path / "there", 2), 0)
    for home in (here, there):
        in_parts(home, chained(), 3, 2, at_once=True)
    away = Objects(str(tmp_path / "away"))

    class Elsewhere:
        def __enter__(self):
            return Embedded(), Exchange(away.below("in"), away.below("out"))

        def __exit__(self, *_):
            assert not list(Path(away.below("out").below("groups").address).rglob("*.parquet"))

    monkeypatch.setattr(copies, "where_grouped", lambda *_: Elsewhere())
    assert_frame_equal(there.find(), here.find())


@pytest.mark.parametrize("seed", range(2))
def test_pages_with_a_history_stay_together(tmp_path: Path, monkeypatch, asked, seed: int) -> None:
    """Texts of one page, equal bytes and what left its source, grouped on an engine each time."""
    monkeypatch.setattr(copies, "_too_many", lambda *_: True)
    play(tmp_path, seed, steps=4)
    assert len(asked) > 2


def test_rounds_without_an_end_are_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(group_shuffle, "MOST_ROUNDS", 2)
    home = bounded(Home(tmp_path, 8), 0)
    in_parts(home, chained(60), 1, 2, at_once=True)
    with pytest.raises(StoreError, match="pairs_in_memory"):
        home.find()
