from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import StoreError
from kliping.frames import FILES
from kliping.warehouse.store import Store

ARRIVAL = datetime(2024, 5, 1, 8, tzinfo=UTC)


def planned(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "uri": [uri for uri, _ in rows],
            "bytes": [1] * len(rows),
            "modified_at": [ARRIVAL] * len(rows),
            "sha256": ["00"] * len(rows),
            "batch": [batch for _, batch in rows],
        },
        schema={**FILES, "batch": pl.String},
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_batch_enters_the_ledger_once_and_keeps_its_arrival(store: Store) -> None:
    assert store.register(planned(("a", "b-1"), ("b", "b-1"), ("c", "b-2")), ARRIVAL) == ["b-1", "b-2"]
    assert store.register(planned(("a", "b-1")), datetime(2025, 1, 1, tzinfo=UTC)) == []
    assert store.ledger().select("uri", "batch", "first_seen_at").rows() == [
        ("a", "b-1", ARRIVAL),
        ("b", "b-1", ARRIVAL),
        ("c", "b-2", ARRIVAL),
    ]


def test_a_batch_is_pending_until_its_last_step_is_made_with_the_recipe_in_force(store: Store) -> None:
    store.register(planned(("a", "b-1"), ("c", "b-2")), ARRIVAL)
    store.write("signatures", "b-1", pl.DataFrame({"document_id": ["x"]}), recipe="now")
    assert store.finished("now") == ["b-1"]
    assert store.pending("now") == ["b-2"]
    assert store.pending("later") == ["b-1", "b-2"]


def test_what_a_killed_writer_left_is_no_part(store: Store) -> None:
    store.write("lines", "b-1", pl.DataFrame({"line": [1]}))
    (store.root / "lines" / ".writing-0-b-2.parquet").write_bytes(b"half")
    assert store.parts("lines") == ["b-1"]


def test_a_frame_that_was_never_made_names_the_next_move(store: Store) -> None:
    with pytest.raises(StoreError, match=r"lines of b-9 has not been made yet\. Materialise lines"):
        store.read("lines", "b-9")


def test_a_frame_that_is_no_parquet_names_the_file(store: Store) -> None:
    path = store.path("lines", "b-1")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(StoreError, match="cannot be read"):
        store.read("lines", "b-1")
    assert store.recipe("lines", "b-1") is None


def test_scanning_nothing_gives_the_schema(store: Store) -> None:
    assert store.scan("lines", ["b-1"], pl.Schema({"line": pl.Int32})).collect().schema == {"line": pl.Int32}
