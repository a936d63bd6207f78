"""The two verbs, on the engine that needs nothing but this process; what holds here is asked of every engine."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engines import Batch, Embedded, Kept, Keyed, Objects, Shuffled
from kliping.engines.jobs import Mapped, levels, performed
from kliping.engines.objects import Part
from kliping.errors import StoreError
from kliping.text.hash_numbers import GOLDEN


def doubled(batch: Batch, taken) -> dict[str, Kept]:
    """Gives its rows twice, or a fault where a row says so."""
    frame, recipe, _ = taken["rows"]
    if "raises" in frame["words"]:
        raise ValueError("words of a page")
    if "broken" in frame["words"]:
        raise StoreError("There is no such thing.")
    if "warns" in frame["words"]:
        logging.getLogger("kliping.steps").warning("one page of %s is odd", batch.name)
    return {"twice": Kept(pl.concat([frame, frame]), f"{recipe}+")}


def counted(batch: Batch, taken) -> dict[str, Kept]:
    """How often each key stands in one range, and with which words of another frame."""
    rows = taken["rows"].frame.group_by("key", maintain_order=True).agg(times=pl.len(), words=pl.col("words"))
    beside = taken["beside"].frame.select("key", "more")
    return {"counts": Kept(rows.join(beside, on="key", how="left", maintain_order="left").sort("key"))}


def rows(*words: str, start: int = 0) -> pl.DataFrame:
    keys = [(number * GOLDEN + start) % 2**64 for number in range(len(words))]
    return pl.DataFrame({"key": keys, "words": list(words)}, schema={"key": pl.UInt64, "words": pl.String})


@pytest.fixture
def near(tmp_path: Path) -> tuple[Objects, Objects]:
    return Objects(str(tmp_path / "source")), Objects(str(tmp_path / "target"))


def test_every_batch_is_worked_on(near) -> None:
    source, target = near
    for name in ("a", "b", "c"):
        source.write(f"rows/{name}", Kept(rows(name, "x"), name))
    batches = (Batch(name, {"rows": f"rows/{name}"}, ("twice", "nothing")) for name in ("a", "b", "c"))
    assert sorted(one.name for one in Embedded().map_batches(doubled, source, target, batches)) == ["a", "b", "c"]
    for name in ("a", "b", "c"):
        frame, recipe, _ = target.read(f"twice/{name}")
        assert_frame_equal(frame, pl.concat([rows(name, "x")] * 2))
        assert recipe == f"{name}+"
    with pytest.raises(StoreError, match="cannot be read"):
        target.read("nothing/a")


@pytest.mark.parametrize("ranges", [1, 2, 8])
def test_all_rows_of_a_key_meet_once(near, tmp_path: Path, ranges: int) -> None:
    source, target = near
    words = [f"w{number}" for number in range(50)]
    for name in ("a", "b", "c"):
        source.write(f"rows/{name}", Kept(rows(*words, name)))
    source.write("beside/all", Kept(rows(*words).select("key", more=pl.lit("m"))))
    takes = {
        "rows": Keyed([f"rows/{name}" for name in ("a", "b", "c")], "key"),
        "beside": Keyed(["beside/all"], "key"),
    }
    shuffled = Shuffled(takes, ("counts",), ranges, Objects(str(tmp_path / "between")))
    done = [one.name for one in Embedded().shuffle(counted, source, target, shuffled)]
    assert sorted(done) == [f"{number:05d}" for number in range(ranges)]
    found = pl.concat([target.read(f"counts/{name}").frame for name in sorted(done)])
    assert found["key"].is_sorted()
    assert found["times"].to_list() == [3] * 51
    assert found.filter(pl.col("more") == "m").height == 50
    assert sorted(found.filter(pl.col("more").is_null())["words"].item()) == ["a", "b", "c"]


@pytest.mark.parametrize(("objects", "ranges"), [(1, 4), (4, 4), (23, 4), (23, 1)])
def test_objects_are_divided_together_in_their_order(near, tmp_path: Path, objects: int, ranges: int) -> None:
    """A shuffle asks for as many parts as there are pairs of ranges, and not of objects and ranges."""
    source, target = near
    names = [f"rows/{number:02d}" for number in range(objects)]
    for name in names:
        source.write(name, Kept(rows("x", name)))
    between = Objects(str(tmp_path / "between"))
    shuffled = Shuffled({"rows": Keyed(names, "key")}, ("all",), ranges, between)
    for _ in Embedded().shuffle(kept, source, target, shuffled):
        pass
    assert len(list(Path(between.address).rglob("*.parts"))) <= ranges
    found = pl.concat([target.read(f"all/{number:05d}").frame for number in range(ranges)])
    assert found.filter(pl.col("words") != "x")["words"].to_list() == names
    assert found.filter(pl.col("words") == "x").height == objects


@pytest.mark.parametrize("at_once", [2, 4])
def test_more_ranges_are_divided_into_in_levels(near, tmp_path: Path, monkeypatch, at_once: int) -> None:
    """Far fewer parts are asked for than with one level, the rows of a range are the same and in the same order."""
    source, target = near
    names, ranges = [f"rows/{number:03d}" for number in range(20)], 16
    for number, name in enumerate(names):
        keys = pl.int_range(16, eager=True).hash(number)
        source.write(name, Kept(pl.DataFrame({"key": keys, "words": [f"{number} {at}" for at in range(16)]})))
    held: list[int] = []
    read = Objects.read_parts

    def counted(self: Objects, parts):
        frames = read(self, parts)
        held.append(sum(frame.height for frame in frames))
        asked.extend(parts)
        return frames

    monkeypatch.setattr(Objects, "read_parts", counted)
    found, sums = {}, {}
    for most in (16, at_once):
        asked: list[Part] = []
        between = Objects(str(tmp_path / f"by-{most}"))
        shuffled = Shuffled({"rows": Keyed(names, "key")}, ("all",), ranges, between, most)
        list(Embedded().shuffle(kept, source, target, shuffled))
        found[most] = [target.read(f"all/{number:05d}").frame for number in range(ranges)]
        sums[most] = len(asked)
        fans = [level.fan for level in levels(shuffled)]
        assert math.prod(fans) == ranges
        assert max(fans) <= most
        assert len(asked) <= ranges * sum(fans)
    assert_frame_equal(pl.concat(found[16]), pl.concat(found[at_once]))
    assert [frame.height for frame in found[16]] == [frame.height for frame in found[at_once]]
    assert sum(frame.height for frame in found[at_once]) == 20 * 16
    assert sums[at_once] < sums[16]
    assert max(held) <= 4 * 20 * 16 / ranges, "a level held more than about one range"


def test_a_level_of_one_key_alone_is_no_harm(near, tmp_path: Path) -> None:
    source, target = near
    source.write("rows/a", Kept(rows("x")))
    shuffled = Shuffled({"rows": Keyed(["rows/a"], "key")}, ("all",), 16, Objects(str(tmp_path / "between")), 2)
    list(Embedded().shuffle(kept, source, target, shuffled))
    assert sorted(target.read(f"all/{number:05d}").frame.height for number in range(16)) == [0] * 15 + [1]


def kept(batch: Batch, taken) -> dict[str, Kept]:
    return {"all": taken["rows"]}


def test_a_fault_is_told_by_its_place_and_not_by_its_words(near) -> None:
    source, target = near
    source.write("rows/bad", Kept(rows("raises")))
    with pytest.raises(StoreError) as said:
        performed(Mapped(doubled, source, target, Batch("bad", {"rows": "rows/bad"}, ("twice",))))
    assert "ValueError at kliping.engines.jobs" in str(said.value)
    assert "words of a page" not in str(said.value)
    assert said.value.__cause__ is None


def test_a_sentence_of_ours_comes_as_it_is(near) -> None:
    source, target = near
    source.write("rows/bad", Kept(rows("broken")))
    with pytest.raises(StoreError, match="There is no such thing"):
        list(Embedded().map_batches(doubled, source, target, [Batch("bad", {"rows": "rows/bad"}, ("twice",))]))


def test_a_warning_is_said_where_the_work_was_asked_for(near, caplog) -> None:
    source, target = near
    source.write("rows/odd", Kept(rows("warns")))
    (done,) = Embedded().map_batches(doubled, source, target, [Batch("odd", {"rows": "rows/odd"}, ("twice",))])
    assert done.said == ("one page of odd is odd",)
    assert caplog.messages == ["odd: one page of odd is odd"]
