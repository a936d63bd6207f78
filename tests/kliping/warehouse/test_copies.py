"""Copies batch by batch: the split, the order, batches made again and documents that leave change nothing else."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.duplicates import find_duplicates, sign
from kliping.duplicates.schemas import BODIES
from kliping.frames import DOCUMENTS, LINES, METADATA_EVIDENCE, QUARANTINE_REASONS, empty
from kliping.settings import DuplicateSettings, Settings
from kliping.steps import BY_NAME
from kliping.warehouse import copies, group_rounds
from kliping.warehouse.copies import find_copies
from kliping.warehouse.store import Store
from tests.longer import seldom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NOBODY = empty(QUARANTINE_REASONS)
ANCHORS = [seldom(8), 2]
"""With two anchors buckets overflow at once, so that what is compared hangs on who else is there."""


def story(seed: int, words: int = 80) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choice("bdfgklmnprst") + dice.choice("aeiou") for _ in range(3)) for _ in range(words)]


def edited(seed: int, copy: int) -> str:
    """The story of ``seed`` with one word in twenty replaced, other words for each copy."""
    return " ".join(word[::-1] + "q" * copy if at % 20 == copy else word for at, word in enumerate(story(seed)))


def corpus() -> dict[str, str]:
    """Four families of nine near copies, three equal texts, four texts alone and two empty pages."""
    bodies = {f"f{seed}-{copy}": edited(seed, copy) for seed in range(4) for copy in range(9)}
    bodies |= {f"equal{copy}": " ".join(story(50)) for copy in range(3)}
    bodies |= {f"alone{seed}": " ".join(story(100 + seed)) for seed in range(4)}
    return bodies | {"empty0": "", "empty1": ""}


def dated(name: str) -> str | None:
    """A date for two documents of three."""
    number = hashlib.sha256(name.encode()).digest()[0]
    return f"2024-01-{number % 28 + 1:02}" if number % 3 else None


class Home:
    """A store, and the steps before the search for copies in small."""

    def __init__(self, folder: Path, anchors: int) -> None:
        self.settings = Settings(home=folder, duplicates=DuplicateSettings(bucket_anchors=anchors))
        self.store = Store(folder)
        self.batches: list[str] = []

    def make(self, batch: str, bodies: dict[str, str]) -> None:
        """What the steps leave of a batch."""
        rows = [(name, hashlib.sha256(name.encode()).hexdigest(), body) for name, body in bodies.items()]
        lines = [(name, 1, body, "body", "model", None, None, 1, None) for name, body in bodies.items() if body]
        dates = [
            (name, "published_on", date, "header", 0.9, 1, 0, 1, date, True)
            for name, date in ((name, dated(name)) for name in bodies)
            if date
        ]
        frames = {
            "settled_lines": pl.DataFrame(lines, schema=LINES, orient="row"),
            "metadata": pl.DataFrame(dates, schema=METADATA_EVIDENCE, orient="row"),
            "signatures": sign(pl.DataFrame(rows, schema=BODIES, orient="row"), self.settings.duplicates),
            "raw_documents": empty(DOCUMENTS),
        }
        frames["ranks"] = self.ranks(frames)
        for step, frame in frames.items():
            self.store.write(step, batch, frame)
        self.batches = sorted({*self.batches, batch})

    def ranks(self, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        made = BY_NAME["ranks"].make
        assert made is not None
        return made(frames, self.settings)

    def forget(self, names: Iterable[str]) -> None:
        """Take documents out of the store, as a take-down does."""
        for step in ("settled_lines", "metadata", "signatures", "ranks"):
            for batch in self.batches:
                frame = self.store.read(step, batch)
                kept = frame.filter(~pl.col("document_id").is_in(list(names)))
                if kept.height < frame.height:
                    self.store.write(step, batch, kept)

    def find(self, held: pl.DataFrame = NOBODY) -> pl.DataFrame:
        return find_copies(self.store, self.settings, self.batches, held)

    def written(self, step: str) -> dict[str, int]:
        """When each part of ``step`` was written."""
        return {part: self.store.path(step, part).stat().st_mtime_ns for part in self.store.parts(step)}


@pytest.fixture
def expected(tmp_path: Path):
    """DUPLICATES of bodies that arrive in one batch."""

    def find(bodies: dict[str, str], anchors: int, held: pl.DataFrame = NOBODY) -> pl.DataFrame:
        home = Home(tmp_path / f"whole-{anchors}-{len(bodies)}", anchors)
        home.make("b", bodies)
        return home.find(held)

    return find


GONE = [["f1-4", "f1-8", "equal0"], [f"f3-{at}" for at in range(7)], *map(seldom, (["f1-0"], ["alone0", "empty0"]))]


def in_parts(home: Home, bodies: dict[str, str], seed: int, parts: int, *, at_once: bool = False) -> None:
    """``bodies`` in shuffled batches, named against the order in which they arrive, each searched on arrival."""
    names = sorted(bodies)
    random.Random(seed).shuffle(names)
    for part in range(parts):
        home.make(f"b-{parts - part:03}", {name: bodies[name] for name in names[part::parts]})
        if not at_once:
            home.find()


def reason(*names: str) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, "expect_x", "x", "y") for name in names], schema=QUARANTINE_REASONS.names(), orient="row"
    )


def of(found: pl.DataFrame, name: str) -> dict[str, object]:
    return found.row(by_predicate=pl.col("document_id") == name, named=True)


@pytest.mark.parametrize("anchors", ANCHORS)
def test_the_sample_has_groups_of_every_kind(expected, anchors: int) -> None:
    found = expected(corpus(), anchors)
    assert found.height == len(corpus())
    assert found["kind"].value_counts().sort("kind").rows() == [
        ("canonical", 4 + 1 + 4 + 2),
        ("exact", 2),
        ("near", 32),
    ]


@pytest.mark.parametrize("anchors", ANCHORS)
@pytest.mark.parametrize("at_once", [False, True], ids=["one by one", "all at once"])
@pytest.mark.parametrize(("seed", "parts"), [(1, 2), seldom(2, 5), (3, 9)])
def test_split_and_order_of_batches_change_nothing(
    expected, tmp_path: Path, monkeypatch, seed: int, parts: int, anchors: int, at_once: bool
) -> None:
    monkeypatch.setattr(copies, "TOGETHER", 4)
    home = Home(tmp_path / "home", anchors)
    in_parts(home, corpus(), seed, parts, at_once=at_once)
    assert_frame_equal(home.find(), expected(corpus(), anchors))
    full = pl.concat([home.store.read("full_buckets", batch) for batch in home.batches])
    assert (full.height > 0) == (anchors == 2)


@pytest.mark.parametrize("anchors", ANCHORS)
def test_a_batch_made_again_changes_nothing_and_leaves_nothing_of_itself_behind(
    expected, tmp_path: Path, anchors: int
) -> None:
    home = Home(tmp_path / "home", anchors)
    in_parts(home, corpus(), 5, 6)
    sizes = {"band_keys": store_height(home, "band_keys")}
    for batch in (home.batches[0], home.batches[3], home.batches[3], home.batches[-1]):
        documents = home.store.read("signatures", batch)["document_id"].to_list()
        home.make(batch, {name: corpus()[name] for name in documents})
        assert_frame_equal(home.find(), expected(corpus(), anchors))
    assert {step: store_height(home, step) for step in sizes} == sizes


def store_height(home: Home, step: str) -> int:
    return sum(home.store.read(step, part).height for part in home.store.parts(step))


@pytest.mark.parametrize("anchors", ANCHORS)
@pytest.mark.parametrize("swapped", ["f0-3", seldom("equal1"), seldom("alone2"), "empty0"])
def test_a_batch_made_again_with_another_text_is_compared_by_that(
    expected, tmp_path: Path, anchors: int, swapped: str
) -> None:
    home = Home(tmp_path / "home", anchors)
    in_parts(home, corpus(), 6, 5)
    now = corpus() | {swapped: edited(2, 11)}
    batch = next(b for b in home.batches if swapped in home.store.read("signatures", b)["document_id"].to_list())
    home.make(batch, {name: now[name] for name in home.store.read("signatures", batch)["document_id"].to_list()})
    assert_frame_equal(home.find(), expected(now, anchors))
    assert of(home.find(), swapped)["group_id"] == of(home.find(), "f2-0")["group_id"]


@pytest.mark.parametrize("anchors", ANCHORS)
@pytest.mark.parametrize("gone", GONE)
def test_a_document_taken_down_leaves_the_groups_as_if_it_had_never_come(
    expected, tmp_path: Path, anchors: int, gone: list[str]
) -> None:
    home = Home(tmp_path / "home", anchors)
    in_parts(home, corpus(), 7, 6)
    bodies = pl.concat([home.store.read("signatures", batch) for batch in home.batches])
    home.forget(gone)
    left = {name: body for name, body in corpus().items() if name not in gone}
    assert_frame_equal(home.find(), expected(left, anchors))
    kept = pl.concat([home.store.read("signatures", batch) for batch in home.batches])["body"].implode()
    lost = bodies.filter(~pl.col("body").is_in(kept))["body"].drop_nulls().implode()
    for batch in home.batches:
        pairs, keys = home.store.read("pairs", batch), home.store.read("band_keys", batch)
        assert not (pairs["left"].is_in(lost) | pairs["right"].is_in(lost)).any()
        assert not keys["body"].is_in(lost).any()


def test_copies_that_met_only_through_a_document_taken_down_meet_again(expected, tmp_path: Path) -> None:
    """All share nearly every key, so all were compared with the same two bodies, and then those two leave."""
    words = story(70, 400)
    bodies = {f"c{copy}": " ".join([*words[:-1], "lain" + "q" * copy]) for copy in range(12)}
    names = [(name, hashlib.sha256(name.encode()).hexdigest(), body) for name, body in bodies.items()]
    signatures = sign(pl.DataFrame(names, schema=BODIES, orient="row"), DuplicateSettings()).sort("body")
    by_hash = signatures["document_id"].to_list()
    home = Home(tmp_path / "home", 2)
    for batch, part in (("b-1", by_hash[:2]), ("b-2", by_hash[2:7]), ("b-3", by_hash[7:])):
        home.make(batch, {name: bodies[name] for name in part})
        home.find()
    home.forget(by_hash[:2])
    found = home.find()
    assert_frame_equal(found, expected({name: bodies[name] for name in by_hash[2:]}, 2))
    assert found["group_id"].n_unique() == 1


def test_a_held_canonical_gives_way_to_a_copy(expected, tmp_path: Path) -> None:
    home = Home(tmp_path / "home", 8)
    in_parts(home, corpus(), 8, 4)
    before = home.find()
    canonical = str(of(before, "f0-5")["canonical_document_id"])
    held = reason(canonical, "alone1")
    found = home.find(held)
    assert_frame_equal(found, expected(corpus(), 8, held))
    instead = str(of(found, "f0-5")["canonical_document_id"])
    assert instead != canonical
    assert of(found, canonical) | {"similarity": None} == {
        "document_id": canonical,
        "canonical_document_id": instead,
        "group_id": of(before, "f0-5")["group_id"],
        "kind": "near",
        "similarity": None,
    }
    assert of(found, "alone1")["kind"] == "canonical"
    assert_frame_equal(home.find(), before)


def test_only_what_changed_is_compared_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", 8)
    in_parts(home, corpus(), 9, 4, at_once=True)
    home.find()
    steps = ("band_keys", "pairs", "full_buckets")
    before = {step: home.written(step) for step in steps}
    home.find(reason("f0-0"))
    assert {step: home.written(step) for step in steps} == before
    home.make("z", {"late": edited(1, 10)})
    home.find()
    assert {step: {**home.written(step), "z": 0} for step in steps} == {
        step: {**before[step], "z": 0} for step in steps
    }


@pytest.mark.parametrize("step", ["band_keys", "pairs", "full_buckets"])
@pytest.mark.parametrize("damage", ["removed", "broken"])
def test_what_was_removed_or_broken_is_made_again(expected, tmp_path: Path, step: str, damage: str) -> None:
    home = Home(tmp_path / "home", 2)
    in_parts(home, corpus(), 10, 4)
    path = home.store.path(step, home.batches[1])
    path.unlink() if damage == "removed" else path.write_bytes(b"not a frame")
    assert_frame_equal(home.find(), expected(corpus(), 2))


@pytest.mark.parametrize("after", range(1, 12, 2))
def test_an_interrupted_search_is_taken_up_again(expected, tmp_path: Path, monkeypatch, after: int) -> None:
    """Interrupted after some writes, while a document leaves before the next run."""
    home = Home(tmp_path / "home", 2)
    in_parts(home, corpus(), 11, 4, at_once=True)
    wrote = []
    write = Store.write

    def failing(self: Store, step: str, part: str, frame: pl.DataFrame, *, recipe: str = "") -> None:
        wrote.append(part)
        if len(wrote) > after:
            raise KeyboardInterrupt
        write(self, step, part, frame, recipe=recipe)

    monkeypatch.setattr(Store, "write", failing)
    with pytest.raises(KeyboardInterrupt):
        home.find()
    monkeypatch.setattr(Store, "write", write)
    home.forget(["f0-2"])
    left = {name: body for name, body in corpus().items() if name != "f0-2"}
    assert_frame_equal(home.find(), expected(left, 2))


def test_a_new_batch_groups_again_only_what_its_pairs_reach(tmp_path: Path, monkeypatch) -> None:
    home = Home(tmp_path / "home", 8)
    in_parts(home, corpus(), 9, 3)
    asked = []

    def watched(signatures: pl.DataFrame, *arguments: object, **named: object) -> pl.DataFrame:
        asked.append(set(signatures["document_id"]))
        return find_duplicates(signatures, *arguments, **named)

    monkeypatch.setattr(group_rounds, "find_duplicates", watched)
    home.make("b-new", {"f1-new": edited(1, 12), "alone-new": " ".join(story(900))})
    found = home.find()
    assert asked == [{"alone-new", "f1-new", *(name for name in corpus() if name.startswith("f1-"))}]
    assert of(found, "f1-new")["group_id"] == of(found, "f1-0")["group_id"]
    home.find()
    assert len(asked) == 1
    home.forget(["f1-new"])
    home.find()
    assert set.union(*asked[1:]) == {*corpus(), "alone-new"}


@pytest.mark.parametrize("damage", ["removed", "broken", "cut"])
def test_an_index_that_was_removed_or_broken_is_made_again(expected, tmp_path: Path, damage: str) -> None:
    home = Home(tmp_path / "home", 2)
    in_parts(home, corpus(), 10, 4)
    for path in sorted(home.store.root.glob("index-*/*.arrow")):
        if damage == "removed":
            path.unlink()
        else:
            path.write_bytes(b"no file of rows" if damage == "broken" else path.read_bytes()[:-40])
    home.make("late", {"late": edited(1, 10)})
    assert_frame_equal(home.find(), expected(corpus() | {"late": edited(1, 10)}, 2))


def test_copies_that_a_new_batch_sets_apart_are_grouped_again(expected, tmp_path: Path) -> None:
    """A bucket overflows: of those that were compared through it, some are no longer."""
    bodies = {f"c{copy}": " ".join([*story(70, 400)[:-1], "lain" + "q" * copy]) for copy in range(14)}
    rows = [(name, name, body) for name, body in bodies.items()]
    signatures = sign(pl.DataFrame(rows, schema=BODIES, orient="row"), DuplicateSettings())
    by_hash = signatures.sort("body", descending=True)["document_id"].to_list()
    home = Home(tmp_path / "home", 2)
    for batch, start in enumerate(range(0, 14, 3)):
        home.make(f"b-{batch}", {name: bodies[name] for name in by_hash[start : start + 3]})
        seen = {name: bodies[name] for name in by_hash[: start + 3]}
        assert_frame_equal(home.find(), expected(seen, 2))
