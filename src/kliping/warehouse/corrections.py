"""The log of corrections: who corrected what, when and why; appended to, never rewritten but by a take-down.

Belongs here: recording, undoing, exporting and importing corrections, and handing those in force to the steps. Does not
belong here: what a correction does to a frame (``kliping.corrections``), rulings on whole documents
(``expectations.rulings``).

The log is ``corrections.jsonl`` in the home. What it says of the documents of a batch rests beside the other frames, in
``store/corrections``, whose stamp the steps know: so a batch with a new correction is made again, and no other. These
frames are made from the log whenever they differ from it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.errors import RuleError, StoreError
from kliping.fields import METADATA_FIELDS
from kliping.files import replacing, written_by_hand
from kliping.frames import CORRECTIONS, DOCUMENTS, ROLES, conform, empty
from kliping.settings import digest
from kliping.warehouse.stamping import CORRECTED
from kliping.warehouse.store import BATCHES
from kliping.words.sections import PAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from kliping.warehouse.store import Store

    Record = dict[str, Any]

FILE = "corrections.jsonl"

SUBJECT = {
    "role": ("document_id", "line", "text"),
    "field": ("document_id", "field"),
    "page_kind": ("document_id",),
    "copy": ("document_id", "value"),
    "no_copy": ("document_id", "value"),
}
"""Kinds of corrections, and what each speaks of: the latest word on it is in force."""

COPY_KINDS = ("copy", "no_copy")
FIELDS = tuple(field for field in METADATA_FIELDS if field not in ("related", "published_at", "updated_on"))
"""Fields that can be corrected."""

LONGEST = 2_000
"""Characters of a value."""


def record(store: Store, correction: Record, *, who: str, why: str, when: datetime) -> str:
    """Append a correction to the log, and hand it to the steps; the next run follows it.

    Args:
        store: the home, whose lock the caller holds.
        correction: ``kind`` (one of ``SUBJECT``), ``document_id``, ``value``; of a role ``line`` and ``text``; of a
            field ``field``; of a copy ``similarity``.
        who: the person.
        why: the reason.
        when: the moment.

    Returns:
        The correction's id.

    Raises:
        RuleError: it cannot be followed: it is said why.
    """
    _require_sound(correction)
    if not why.strip() or not who.strip():
        raise RuleError("A correction needs a reason and a name: --why and, where it is unknown, a login name.")
    told = {name: value for name, value in correction.items() if value is not None}
    entry = {**told, "who": who.strip(), "why": why.strip(), "at": when.isoformat()}
    entry["id"] = _identity(entry)
    _append(store, [entry])
    return str(entry["id"])


def undo(store: Store, identity: str, *, who: str, why: str, when: datetime) -> None:
    """Take a correction back; it stays on record with who took it back and why.

    Raises:
        RuleError: no correction of that id is in force.
    """
    if identity not in {entry["id"] for entry in in_force(store.home)}:
        raise RuleError(f"No correction {identity[:40]} is in force. 'kliping correct list' shows those that are.")
    entry = {"kind": "undo", "undoes": identity, "who": who.strip(), "why": why.strip(), "at": when.isoformat()}
    _append(store, [{**entry, "id": _identity(entry)}])


def read_log(home: Path) -> list[Record]:
    """Every entry of the log, oldest first; ``in_force`` says whether it still counts.

    Raises:
        StoreError: a line of the log is broken.
    """
    entries = _read(home / FILE)
    counting = {entry["id"] for entry in _in_force(entries)}
    return [{**entry, "in_force": entry["id"] in counting} for entry in entries]


def in_force(home: Path) -> list[Record]:
    """The corrections that count: not undone, and the latest word on what they speak of."""
    return _in_force(_read(home / FILE))


def copy_corrections(home: Path) -> list[Record]:
    """Corrections of copies that are in force, oldest first."""
    return [entry for entry in in_force(home) if entry["kind"] in COPY_KINDS]


def export_log(home: Path, file: Path) -> int:
    """Write the log to ``file``; how many entries there are."""
    entries = _read(home / FILE)
    with replacing(file, "file") as temporary:
        temporary.write_text(_lines(entries), encoding="utf-8")
    return len(entries)


def import_log(store: Store, file: Path) -> int:
    """Append the entries of an exported log that this home does not have; how many these were.

    Documents that are not there yet are corrected when they arrive.

    Raises:
        RuleError: an entry cannot be followed.
        StoreError: the file is no log.
    """
    known = {entry["id"] for entry in _read(store.home / FILE)}
    fresh = [entry for entry in _read(file) if entry["id"] not in known]
    for entry in fresh:
        if entry["kind"] != "undo":
            _require_sound(entry)
        if entry["id"] != _identity({name: value for name, value in entry.items() if name != "id"}):
            raise RuleError(f"{file}: entry {str(entry['id'])[:40]} was changed after it was written. Correct anew.")
    _append(store, fresh)
    return len(fresh)


def forget_corrections(store: Store, gone: Sequence[str]) -> int:
    """Remove what is on record of the documents ``gone``, which a take-down removes; how many entries went."""
    entries = _read(store.home / FILE)
    left = [entry for entry in entries if entry.get("document_id") not in gone and entry.get("value") not in gone]
    ids = {entry["id"] for entry in left}
    left = [entry for entry in left if entry["kind"] != "undo" or entry["undoes"] in ids]
    if len(left) < len(entries):
        _write(store.home / FILE, left)
        settle(store)
    return len(entries) - len(left)


def corrections_of(store: Store, batch: str) -> pl.DataFrame:
    """CORRECTIONS of the documents of a batch."""
    if store.recipe(CORRECTED, batch) is None:
        return empty(CORRECTIONS)
    return conform(store.read(CORRECTED, batch), CORRECTIONS)


def settle(store: Store, batches: Iterable[str] | None = None, documents: pl.DataFrame | None = None) -> None:
    """Make the frames of corrections anew where they differ from the log.

    Args:
        store: the home, whose lock the caller holds.
        batches: those to look at; None: all.
        documents: DOCUMENTS that were just read of them; None: those in the store.
    """
    rows = [
        {name: entry.get(name) for name in CORRECTIONS.names()}
        for entry in in_force(store.home)
        if entry["kind"] not in COPY_KINDS
    ]
    if not rows and not store.parts(CORRECTED):
        return
    corrections = pl.DataFrame(rows, schema=CORRECTIONS)
    for batch in store.parts(BATCHES) if batches is None else batches:
        read = store.scan("raw_documents", [batch], DOCUMENTS) if documents is None else documents.lazy()
        ids = read.select("document_id")
        mine = corrections.lazy().join(ids, on="document_id", how="semi", maintain_order="left").collect()
        recipe = digest(mine.rows())
        if mine.is_empty():
            store.path(CORRECTED, batch).unlink(missing_ok=True)
        elif store.recipe(CORRECTED, batch) != recipe:
            store.write(CORRECTED, batch, mine, recipe=recipe)


def _in_force(entries: list[Record]) -> list[Record]:
    undone = {entry["undoes"] for entry in entries if entry["kind"] == "undo"}
    latest: dict[tuple[object, ...], Record] = {}
    for entry in entries:
        if entry["kind"] in SUBJECT and entry["id"] not in undone:
            kind = "copy" if entry["kind"] in COPY_KINDS else entry["kind"]
            key = (kind, *(entry.get(name) for name in SUBJECT[entry["kind"]]))
            latest.pop(key, None)
            latest[key] = entry
    return list(latest.values())


def _require_sound(correction: Record) -> None:
    """Raise where a correction cannot be followed."""
    kind, value = correction.get("kind"), str(correction.get("value", ""))
    if kind not in SUBJECT or not correction.get("document_id"):
        raise RuleError("A correction names a document, and is of a role, a field, a page_kind, a copy or a no_copy.")
    if len(value) > LONGEST or any(ord(one) < 32 for one in value):
        raise RuleError(f"A value is one line of at most {LONGEST} characters.")
    allowed = {"role": ROLES, "page_kind": tuple(PAGE_KINDS)}.get(str(kind))
    if allowed is not None and value not in allowed:
        raise RuleError(f"{value[:40]!r} is no {str(kind).replace('_', ' ')}. One of: {', '.join(allowed)}.")
    if kind == "role" and not (isinstance(correction.get("line"), int) and correction.get("text")):
        raise RuleError("A line's role is corrected by the line's number and its text.")
    if kind == "field":
        _require_value(str(correction.get("field")), value)
    if kind in COPY_KINDS and value in ("", correction["document_id"]):
        raise RuleError("A document is a copy of another one: name that.")


def _require_value(field: str, value: str) -> None:
    if field not in FIELDS:
        raise RuleError(f"{field[:40]!r} cannot be corrected. One of: {', '.join(FIELDS)}.")
    if field == "published_on" and value and _days(value).null_count():
        raise RuleError(f"{value[:40]!r} is no date. Write 2024-06-03, 2024-06 or 2024; nothing for no date.")


def _days(value: str) -> pl.Series:
    whole = len(value) in (4, 7, 10)
    return pl.Series([(value + "-01-01")[:10] if whole else "no day"]).str.to_date("%Y-%m-%d", strict=False)


def _identity(entry: Record) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:12]


def _append(store: Store, entries: Iterable[Record]) -> None:
    _write(store.home / FILE, [*_read(store.home / FILE), *entries])
    settle(store)


def _write(path: Path, entries: Iterable[Record]) -> None:
    with replacing(path) as temporary:
        temporary.write_text(_lines(entries), encoding="utf-8")


def _lines(entries: Iterable[Record]) -> str:
    return "".join(json.dumps(entry, sort_keys=True) + "\n" for entry in entries)


def _read(path: Path) -> list[Record]:
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(written_by_hand(path).splitlines(), start=1):
        try:
            entry = json.loads(line)
            whole = isinstance(entry, dict) and isinstance(entry["id"], str) and isinstance(entry["kind"], str)
        except (ValueError, KeyError):
            whole = False
        if not whole:
            raise StoreError(f"{path}, line {number}, is no correction. Mend or delete that line.")
        found.append(entry)
    return found
