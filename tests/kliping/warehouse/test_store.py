from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import StoreError
from kliping.frames import FILES
from kliping.steps import before
from kliping.warehouse.stamping import AGAIN
from kliping.warehouse.store import BATCH_STEPS, Store

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


ONE, TWO, THREE = (f"{ARRIVAL:%Y-%m-%d}-{number:03d}" for number in (1, 2, 3))


def test_the_ledger_names_a_batch_by_its_day_and_its_place_in_it(store: Store) -> None:
    assert store.register(planned(("a", "first"), ("b", "first"), ("c", "second")), ARRIVAL) == [ONE, TWO]
    assert store.register(planned(("d", "first")), ARRIVAL + timedelta(minutes=1)) == [THREE]
    assert store.register(planned(("e", "x")), ARRIVAL + timedelta(days=1)) == [
        f"{ARRIVAL + timedelta(days=1):%Y-%m-%d}-001"
    ]
    assert store.ledger().select("uri", "batch", "first_seen_at").rows()[:4] == [
        ("a", ONE, ARRIVAL),
        ("b", ONE, ARRIVAL),
        ("c", TWO, ARRIVAL),
        ("d", THREE, ARRIVAL + timedelta(minutes=1)),
    ]


def test_a_name_is_never_given_twice(store: Store) -> None:
    store.register(planned(*((str(number), str(number)) for number in range(2))), ARRIVAL)
    store.path("batches", ONE).unlink()
    assert store.register(planned(("z", "z")), ARRIVAL) == [THREE]


NOW = {step: f"{step} now" for step in BATCH_STEPS}
AFTER_METADATA = list(BATCH_STEPS[len(before("settled_lines")) :])


def make(
    store: Store, batch: str, *steps: str, stamps: dict[str, str] = NOW, documents: tuple[str, ...] = ("x",)
) -> None:
    """Steps of a batch, as far as the store looks at them."""
    frame = pl.DataFrame({"document_id": documents, "reason": pl.Series([None] * len(documents), dtype=pl.String)})
    for step in steps or BATCH_STEPS:
        store.write(step, batch, frame, recipe=store.made_stamp(step, batch, NOW, frame))


def test_a_batch_is_pending_until_every_step_is_there(store: Store) -> None:
    store.register(planned(("a", "x")), ARRIVAL)
    store.register(planned(("c", "x")), ARRIVAL + timedelta(minutes=1))
    assert store.pending(NOW) == [ONE, TWO]  # in order of arrival
    make(store, TWO)
    assert (store.finished(NOW), store.pending(NOW)) == ([TWO], [ONE])


@pytest.mark.parametrize(
    ("step", "again"),
    [
        ("raw_documents", list(BATCH_STEPS)),
        ("languages", list(BATCH_STEPS[len(before("languages")) :])),
        ("signatures", list(BATCH_STEPS[len(before("signatures")) :])),
    ],
)
def test_a_batch_is_done_again_from_the_first_other_stamp(store: Store, step: str, again: list[str]) -> None:
    store.register(planned(("a", ONE)), ARRIVAL)
    make(store, ONE)
    assert store.outdated(ONE, NOW) == []
    assert store.outdated(ONE, {**NOW, step: "another"}) == again


@pytest.mark.parametrize("harm", ["missing", "broken"])
def test_a_step_that_does_not_open_is_made_again_with_what_takes_it(store: Store, harm: str) -> None:
    store.register(planned(("a", ONE)), ARRIVAL)
    make(store, ONE)
    path = store.path("settled_lines", ONE)
    path.unlink() if harm == "missing" else path.write_bytes(path.read_bytes()[:20])
    assert store.outdated(ONE, NOW) == AFTER_METADATA


@pytest.mark.parametrize("step", BATCH_STEPS)
def test_a_batch_is_made_of_something_else_once_any_step_was(store: Store, step: str) -> None:
    make(store, ONE)
    before = store.made_of([ONE])
    frame = store.read(step, ONE)
    store.write(step, ONE, frame, recipe=f"{step} with a correction")
    for later in BATCH_STEPS[BATCH_STEPS.index(step) + 1 :]:
        store.write(later, ONE, frame, recipe=store.made_stamp(later, ONE, NOW, frame))
    assert store.made_of([ONE]) != before


def test_one_more_document_read_makes_all_that_follows_again(store: Store) -> None:
    store.register(planned(("a", ONE)), ARRIVAL)
    make(store, ONE)
    make(store, ONE, "raw_documents", documents=("x", "y"))
    assert store.outdated(ONE, NOW) == list(BATCH_STEPS[1:])


def test_a_batch_that_is_to_be_read_again_is_pending(store: Store) -> None:
    store.register(planned(("a", ONE)), ARRIVAL)
    make(store, ONE)
    store.write(AGAIN, ONE, pl.DataFrame({"batch": [ONE]}), recipe="since noon")
    assert store.pending(NOW) == [ONE]
    make(store, ONE)
    assert store.pending(NOW) == []


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


def test_where_a_folder_should_be_and_a_file_is_nothing_is_there(store: Store) -> None:
    store.root.mkdir(parents=True)
    (store.root / "lines").write_text("no folder")
    assert store.recipe("lines", "b-1") is None
    with pytest.raises(StoreError, match="Cannot write"):
        store.write("lines", "b-1", pl.DataFrame({"document_id": ["d"]}))


def test_scanning_nothing_gives_the_schema(store: Store) -> None:
    assert store.scan("lines", ["b-1"], pl.Schema({"line": pl.Int32})).collect().schema == {"line": pl.Int32}


@pytest.mark.parametrize("name", ["[2026]", "apa?", "*", "back\\slash"])
def test_a_home_of_any_name_is_read_as_it_was_written(tmp_path, name) -> None:
    store = Store(tmp_path / name)
    store.write("lines", "b-1", pl.DataFrame({"document_id": ["d"]}), recipe="r")
    assert store.opens("lines", "b-1")
    assert store.recipe("lines", "b-1") == "r"
    assert store.parts("lines") == ["b-1"]
    assert store.read("lines", "b-1").rows() == [("d",)]
    assert store.scan("lines", ["b-1"], pl.Schema({"document_id": pl.String})).collect().rows() == [("d",)]
