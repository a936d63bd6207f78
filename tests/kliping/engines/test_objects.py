"""Objects: whole or not there, of every type as it was, never outside their address; a service may stumble."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engines import Kept, Objects
from kliping.engines import objects as engine_objects
from kliping.errors import StoreError
from tests.object_store import BUCKET

FRAME = pl.DataFrame(
    {
        "key": [2**64 - 1, 1, 2**63],
        "keys": [[1, 2**64 - 1], [], None],
        "words": ["Kabar “baik”", "", None],
        "shingles": [b"\x00\xff", b"", None],
        "at": [dt.datetime(2024, 5, 1, tzinfo=dt.UTC), None, None],
        "small": [1, -1, None],
    },
    schema={
        "key": pl.UInt64,
        "keys": pl.List(pl.UInt64),
        "words": pl.String,
        "shingles": pl.Binary,
        "at": pl.Datetime("us", "UTC"),
        "small": pl.Int8,
    },
)


@pytest.fixture
def far(faults):
    return Objects(f"s3://{BUCKET}/prefix"), faults


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/x", "a//x", "", ".", "..", "a/", "a\nb", "a/.hidden", "ä", "s3://x"]
)
def test_a_name_cannot_lead_out_of_its_address(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot name an object"):
        Objects(str(tmp_path)).place(name)
    with pytest.raises(StoreError, match="cannot name an object"):
        Objects("s3://bucket/prefix").below(name)


def test_a_frame_comes_back_as_it_was(tmp_path: Path) -> None:
    objects = Objects(str(tmp_path / "there"))
    objects.write("lines/2024-05-01-001", Kept(FRAME, "made so", 1.5))
    frame, recipe, seconds = objects.read("lines/2024-05-01-001")
    assert_frame_equal(frame, FRAME)
    assert (recipe, seconds) == ("made so", 1.5)
    objects.clear()
    with pytest.raises(StoreError, match="cannot be read"):
        objects.read("lines/2024-05-01-001")


def test_what_is_no_parquet_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(StoreError, match="no Parquet of ours"):
        Objects(str(tmp_path)).read("x")


def test_parts_are_read_one_by_one(tmp_path: Path) -> None:
    objects = Objects(str(tmp_path))
    frames = [FRAME.clear(), FRAME.head(1), FRAME.tail(2)]
    parts = objects.write_parts("divided", frames)
    for part, frame in zip(parts, frames, strict=True):
        assert_frame_equal(objects.read_parts([part])[0], frame)
    with pytest.raises(StoreError, match="cannot be read"):
        objects.read_parts([parts[1]._replace(name="gone")])
    with pytest.raises(StoreError, match="is not what was written there"):
        objects.read_parts([parts[1]._replace(end=parts[1].end - 1)])


def test_an_object_in_a_folder_is_moved_to_where_it_is_wanted(tmp_path: Path) -> None:
    objects = Objects(str(tmp_path / "there"))
    objects.write("x", Kept(FRAME))
    objects.fetch("x", tmp_path / "here.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "here.parquet"), FRAME)
    with pytest.raises(StoreError, match="cannot be moved"):
        objects.fetch("x", tmp_path / "again.parquet")


@pytest.mark.parametrize("scheme", ["http", "file", "memory", "ftp"])
def test_only_object_stores_hold_objects(scheme: str) -> None:
    with pytest.raises(StoreError, match="Objects cannot be kept"):
        Objects(f"{scheme}://host/x").get("y")


@pytest.mark.network
@pytest.mark.filterwarnings("default")  # the server's and the client's own
def test_an_object_store_holds_what_a_folder_holds(far, tmp_path: Path) -> None:
    objects, _ = far
    objects.write("lines/b", Kept(FRAME, "made so"))
    parts = objects.write_parts("divided", [FRAME.clear(), FRAME.head(1), FRAME.tail(2)])
    frame, recipe, _ = objects.read("lines/b")
    assert_frame_equal(frame, FRAME)
    assert recipe == "made so"
    for found, frame in zip(
        objects.read_parts(parts[::-1]), (FRAME.tail(2), FRAME.head(1), FRAME.clear()), strict=True
    ):
        assert_frame_equal(found, frame)
    objects.fetch("lines/b", tmp_path / "b.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "b.parquet"), FRAME)
    objects.clear()
    objects.clear()
    with pytest.raises(StoreError, match="cannot be read"):
        objects.read("lines/b")


@pytest.mark.network
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("fault", ["500", "cut", "slow"])
def test_a_service_that_stumbles_is_asked_again(far, fault: str) -> None:
    objects, faults = far
    objects.write("x", Kept(FRAME))
    (part,) = objects.write_parts("y", [FRAME])
    works = (
        lambda: objects.write("x", Kept(FRAME)),
        lambda: objects.read("x"),
        lambda: objects.read_parts([part]),
        lambda: objects.below("none").clear(),
    )
    for work in works:
        faults.next, before = [fault], faults.met
        work()
        assert faults.met == before + 1
    assert_frame_equal(objects.read("x").frame, FRAME)


@pytest.mark.network
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("fault", ["500", "cut", "mute"])
def test_a_service_that_stays_away_is_a_sentence_without_the_key(far, fault: str, monkeypatch) -> None:
    """In bounded time: it is asked again by one hand, and not by each library for every try of the one above."""
    monkeypatch.setattr(engine_objects, "PATIENCE_SECONDS", 2.0)
    monkeypatch.setattr(engine_objects, "ANSWER_SECONDS", 0.6)
    engine_objects._system_of.cache_clear()
    objects, faults = far
    objects.write("x", Kept(FRAME))
    faults.always, asked, begun = fault, faults.asked, time.monotonic()
    with pytest.raises(StoreError) as said:
        objects.read("x")
    faults.always = ""
    assert time.monotonic() - begun < 10
    assert 2 <= faults.asked - asked <= 10
    assert "s3://news/prefix/x.parquet cannot be read" in str(said.value)
    assert "run the command again" in str(said.value)
    assert "testing" not in str(said.value)
    engine_objects._system_of.cache_clear()


@pytest.mark.network
@pytest.mark.filterwarnings("default")
def test_a_service_that_refuses_is_asked_once(far, monkeypatch) -> None:
    objects, faults = far
    asked = faults.asked
    with pytest.raises(StoreError, match="cannot be read"):
        objects.read("nothing")
    assert faults.asked == asked + 1


@pytest.mark.network
@pytest.mark.filterwarnings("default")
def test_a_service_that_is_not_there_is_a_sentence(named_in_the_environment, monkeypatch) -> None:
    monkeypatch.setattr(engine_objects, "PATIENCE_SECONDS", 1.0)
    named_in_the_environment("http://127.0.0.1:9")
    tries: list[float] = []
    monkeypatch.setattr(engine_objects.time, "sleep", tries.append)
    monkeypatch.setattr(engine_objects.time, "monotonic", lambda: sum(tries))
    with pytest.raises(StoreError, match=r"^s3://news/x.parquet cannot be read: "):
        Objects(f"s3://{BUCKET}").get("x")
    assert len(tries) > 2, "a connection refused is no last word"
