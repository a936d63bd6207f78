"""Rows of many batches in a few files: who looks at a frame of all batches opens these, and not a file a batch.

Belongs here: which frames are gathered, gathering them, and reading them as they are now. Does not belong here: the
parts themselves (``store``), or rows that are looked up by hash (``sorted_runs``).

To open a file costs more than the few rows of a batch, and a publish looks at some frames of all batches a dozen times.
So the parts of ``FAN`` batches that follow each other are written into one file once, and never again: a home that
grows gets further files. What counts are the parts. A file says of which it was made, and is not read where one of them
is gone or another now, or where one came between them; it is removed when rows are gathered again. A take-down removes
all of them with what else is made of the whole corpus.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.files import remove
from kliping.steps import STEPS
from kliping.warehouse.parts import told_in
from kliping.warehouse.store import ARRIVED, BATCHES, CORPUS, LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kliping.warehouse.store import Store

FAN = 32
"""Batches in a file: of a home of some hundred batches so few files are left, and so few parts that wait for theirs."""

GATHERED: dict[str, tuple[str, ...] | None] = {
    **{step.name: step.gathered for step in STEPS if step.gathered},
    **dict.fromkeys((BATCHES, "pairs", "full_buckets")),
}
"""The frames that are gathered, by their folders, with the columns that are; None: all."""

_FROM = "gathered_from"
"""The column of a file that names the batch of a row."""


class _File(NamedTuple):
    """A file of gathered rows."""

    part: str
    made_of: dict[str, str]
    """By batch, in their order, what named its part (``parts.written_as``)."""


def gather(store: Store, batches: Iterable[str]) -> None:
    """Gather the parts of those of ``batches`` that are not yet, and remove the files that are not read any more.

    The home's lock is held. A kill is harmless: what is not gathered is read from its part.
    """
    wanted = sorted(batches)
    for step, columns in GATHERED.items():
        written = {name: one for name, one in store.written(step, wanted).items() if one}
        files = _files(store, step)
        sound = list(_sound(files, written))
        for file in files:
            if file not in sound:
                remove(store.path(CORPUS, file.part))
        for names in _rows_of_batches(written, sound):
            made_of = {name: written[name] for name in names}
            schema = _schema(store, step, names[0], columns)
            # one after the other: of some of them columns were dropped that are not gathered
            parts = (store.scan(step, [name], schema).select(*schema, pl.lit(name).alias(_FROM)) for name in names)
            rows = pl.concat(parts).collect()
            store.write(CORPUS, f"{step}.{names[0]}", rows, recipe=json.dumps(made_of), short_lived=True)


def scan_gathered(store: Store, step: str, batches: Iterable[str], schema: pl.Schema) -> pl.LazyFrame:
    """``Store.scan``, of the columns of ``schema`` alone, which are among those GATHERED."""
    return _scan(store, step, batches, schema, None)


def scan_gathered_named(
    store: Store, step: str, batches: Iterable[str], schema: pl.Schema, column: str
) -> pl.LazyFrame:
    """``Store.scan_named``, of columns that are among those GATHERED."""
    return _scan(store, step, batches, schema, column)


def ledger(store: Store) -> pl.LazyFrame:
    """``Store.scan_ledger``, from what is gathered of it."""
    names = store.parts(BATCHES)
    return scan_gathered(store, BATCHES, names, _schema(store, BATCHES, names[0], None) if names else LEDGER)


def arrived(store: Store) -> pl.DataFrame:
    """Every document that a batch of the ledger holds: ARRIVED; of a batch that was never read, its name alone."""
    read = store.parts("raw_documents")
    unread = pl.DataFrame({"batch": sorted(set(store.parts(BATCHES)) - set(read)), "document_id": None}, ARRIVED)
    ids = pl.Schema({"document_id": ARRIVED["document_id"]})
    found = scan_gathered_named(store, "raw_documents", read, ids, "batch").select(*ARRIVED).collect()
    return pl.concat([unread, found.filter(pl.col("document_id").is_not_null())])


def _scan(store: Store, step: str, batches: Iterable[str], schema: pl.Schema, column: str | None) -> pl.LazyFrame:
    wanted = sorted(batches)
    files = _files(store, step)
    written = {name: one for name, one in store.written(step, wanted).items() if one} if files else {}
    heads = {next(iter(file.made_of)): file for file in _sound(files, written)}
    inside = {name for file in heads.values() for name in file.made_of}
    frames, beside = list[pl.LazyFrame](), list[str]()
    for name in wanted:
        if name in heads:
            frames += [_of_parts(store, step, beside, schema, column)] if beside else []
            kept = pl.scan_parquet(store.path(CORPUS, heads[name].part), glob=False)
            frames.append(kept.select(*schema, *([] if column is None else [pl.col(_FROM).alias(column)])))
            beside = []
        elif name not in inside:
            beside.append(name)
    frames += [_of_parts(store, step, beside, schema, column)] if beside or not frames else []
    return pl.concat(frames)


def _of_parts(store: Store, step: str, names: list[str], schema: pl.Schema, column: str | None) -> pl.LazyFrame:
    if column is None:
        return store.scan(step, names, schema).select(*schema)
    return store.scan_named(step, names, schema, column)


def _files(store: Store, step: str) -> list[_File]:
    """What is gathered of ``step``, in the order of the batches."""
    found = []
    for part, told in told_in(store.root / CORPUS).items():
        if part.startswith(f"{step}."):
            try:
                found.append(_File(part, dict(json.loads(told["recipe"]))))
            except (KeyError, ValueError, TypeError):
                found.append(_File(part, {}))  # it cannot be read
    return sorted(found)


def _sound(files: Sequence[_File], written: dict[str, str]) -> Iterator[_File]:
    """Those of ``files`` whose batches are all among ``written`` with the parts they were made of, and none between."""
    places = {name: place for place, name in enumerate(written)}
    for file in files:
        names = list(file.made_of)
        same = bool(names) and all(written.get(name) == part for name, part in file.made_of.items())
        if same and places[names[-1]] - places[names[0]] == len(names) - 1:
            yield file


def _rows_of_batches(written: dict[str, str], sound: Sequence[_File]) -> Iterator[list[str]]:
    """``FAN`` batches each that follow each other and are not gathered."""
    held = {name for file in sound for name in file.made_of}
    row: list[str] = []
    for name in written:
        row = [] if name in held else [*row, name]
        if len(row) == FAN:
            yield row
            row = []


def _schema(store: Store, step: str, batch: str, columns: tuple[str, ...] | None) -> pl.Schema:
    """The columns of a part that are gathered."""
    there = pl.scan_parquet(store.path(step, batch), glob=False).collect_schema()
    return pl.Schema({name: there[name] for name in columns or there})
