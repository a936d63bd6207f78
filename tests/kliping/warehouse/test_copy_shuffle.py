"""Copies found a range of hashes at a time, on an engine: what the search in this process finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from kliping.engines import Embedded, Objects
from kliping.warehouse import copy_rounds
from kliping.warehouse.away import beside
from kliping.warehouse.copies import index_batches
from kliping.warehouse.copy_shuffle import pays, search_on
from kliping.warehouse.understanding import Exchange
from tests.kliping.warehouse.test_copies import ANCHORS, Home, corpus


def dealt(home: Home, bodies: dict[str, str], parts: int, seed: int = 5) -> None:
    names = sorted(bodies)
    random.Random(seed).shuffle(names)
    for number in range(parts):
        home.make(f"b{number}", {name: bodies[name] for name in names[number::parts]})


def searched(home: Home) -> None:
    with beside(home.store) as exchange:
        search_on(Embedded(), exchange, home.store, home.settings, home.batches)


@pytest.mark.parametrize("anchors", ANCHORS)
@pytest.mark.parametrize("parts", [1, 6])
def test_the_engine_finds_what_the_index_finds(tmp_path: Path, anchors: int, parts: int) -> None:
    here, there = Home(tmp_path / "here", anchors), Home(tmp_path / "there", anchors)
    for home in (here, there):
        dealt(home, corpus(), parts)
    index_batches(here.store, here.settings, here.batches)
    searched(there)
    for step, order in (("band_keys", ["key", "body"]), ("pairs", ["left", "right"])):
        for batch in here.batches:
            one, other = (home.store.read(step, batch).sort(order) for home in (here, there))
            assert one.height
            assert_frame_equal(one, other)
    made = there.written("pairs")
    assert_frame_equal(there.find(), here.find())
    assert there.written("pairs") == made, "what the engine found was searched for once more"


@pytest.mark.parametrize("anchors", ANCHORS)
def test_new_batches_meet_the_old_ones(tmp_path: Path, anchors: int) -> None:
    here, there = Home(tmp_path / "here", anchors), Home(tmp_path / "there", anchors)
    dealt(here, corpus(), 6)
    bodies = corpus()
    dealt(there, bodies, 6)
    everything, there.batches = there.batches, there.batches[:2]
    there.find()
    there.batches = everything
    assert pays(there.store, there.settings, there.batches)
    searched(there)
    assert not pays(there.store, there.settings, there.batches)
    assert_frame_equal(there.find(), here.find())


def test_one_new_batch_is_left_to_the_index(tmp_path: Path) -> None:
    home = Home(tmp_path, 8)
    dealt(home, corpus(), 3)
    home.find()
    home.make("later", {"new": "Kabar lain sama sekali"})
    assert not pays(home.store, home.settings, home.batches)


def test_what_travels_is_copied_where_the_store_cannot_be_read(tmp_path: Path) -> None:
    here, there = Home(tmp_path / "here", 8), Home(tmp_path / "there", 8)
    for home in (here, there):
        dealt(home, corpus(), 4)
    away = Objects(str(tmp_path / "away"))
    search_on(Embedded(), Exchange(away.below("in"), away.below("out")), there.store, there.settings, there.batches)
    assert_frame_equal(there.find(), here.find())


def test_a_body_without_a_text_is_in_no_pair() -> None:
    from kliping.duplicates.schemas import CANDIDATES
    from kliping.engines import Batch, Kept
    from kliping.frames import empty

    candidates = empty(CANDIDATES).clear()
    found = copy_rounds.halved(
        Batch("00000", {}, ("halves",)),
        {"candidates": Kept(candidates), "texts": Kept(empty(copy_rounds.TEXTS))},
    )
    assert_frame_equal(found["halves"].frame, empty(copy_rounds.HALVES))
