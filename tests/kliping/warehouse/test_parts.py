"""What a part of the store says of itself, and the name by which what is made from it knows it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kliping.warehouse.parts import Dropped, told_by, written_as
from kliping.warehouse.store import Store

ONE, OTHER = pl.DataFrame({"line": [1]}), pl.DataFrame({"line": [1, 2]})


def test_a_part_of_which_something_was_dropped_goes_by_its_old_name(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.path("lines", "b")
    assert (written_as(path), dict(told_by(path))) == ("", {})
    store.write("lines", "b", OTHER, recipe="made so", seconds=1.5)
    name = written_as(path)
    store.write("lines", "b", ONE, recipe="made so", seconds=1.5, less=Dropped(("rows",), name))
    assert written_as(path) == name
    assert (store.recipe("lines", "b"), store.seconds("lines", "b"), store.dropped("lines", "b")) == (
        "made so",
        1.5,
        ("rows",),
    )


def test_a_part_that_lost_a_document_since_is_another(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("lines", "b", OTHER, less=Dropped(("rows",), "a name"))
    store.write("lines", "b", ONE, less=Dropped(store.dropped("lines", "b")))
    assert written_as(store.path("lines", "b")) not in ("", "a name")
    assert store.dropped("lines", "b") == ("rows",)


def test_what_is_no_parquet_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"not at all")
    assert dict(told_by(path)) == {}
