"""Looking through a home for what is missing or damaged, and making it again from what is there.

Belongs here: what is looked at, what is done about each fault, and in which order. Does not belong here: how damage is
told (``sums``), or making the steps again, which whoever runs next does because they are pending.

Nothing that cannot be made again is removed: it is moved into ``<home>/aside``, and it is said what would bring it
back.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import StoreError
from kliping.files import left_behind, remove, replacing, set_aside, write_ahead_log
from kliping.frames import FILES
from kliping.reading.sources.content import content_of
from kliping.tables.tables import EDITIONS, EXPECTATION_RESULTS
from kliping.warehouse import gathered
from kliping.warehouse.failures import FOLDER as FAILURES
from kliping.warehouse.kept import kept_editions
from kliping.warehouse.lock import writing
from kliping.warehouse.numbers import own_number
from kliping.warehouse.publish import (
    REFUSED,
    keep_passed,
    last_edition,
    last_published,
    put_aside,
    recover_record,
    restore,
)
from kliping.warehouse.store import BATCHES, LEDGER
from kliping.warehouse.sums import is_sound, keep_up, noted
from kliping.warehouse.takedown import COPIES, UNDER_WAY, finish_take_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kliping.warehouse.store import Store

READ = "raw_documents"
RECORDS = ("rulings.jsonl", "acceptances.jsonl")


@dataclass(frozen=True)
class Finding:
    """Something in a home that is not as it should be."""

    kind: str  # what is to be done about it: a key of ``_MEND``
    path: Path
    fault: str
    move: str  # what repairing does about it
    harmless: bool = False  # nothing is missing or wrong for it, and whoever writes next clears it away


def examine(store: Store, *, thorough: bool) -> list[Finding]:
    """Everything in the home that is missing or damaged, in the order in which it is to be mended.

    Args:
        store: the home.
        thorough: read every file, also those that look unchanged since they were written.
    """
    return [
        *_leftovers(store),
        *_tables(store, thorough),
        *_frames(store, thorough),
        *_ledger(store),
        *_record_files(store),
        *(_doubled(store) if thorough else []),
        *_cut_short(store),
    ]


def mend(store: Store, findings: Iterable[Finding], *, force: bool = False, say: Callable[[str], None]) -> None:
    """Do what each finding says.

    Args:
        store: the home.
        findings: of ``examine``.
        force: go on also where something is lost that only a backup or the source could bring back.
        say: told of every move.

    Raises:
        StoreError: without ``force``, where something cannot be made again; it is said what brings it back.
    """
    with writing(store.home, doing="mending"):
        for finding in findings:
            if not force:
                _require_replaceable(store, finding)
            say(f"{finding.path.relative_to(store.home)}: {finding.fault}; {finding.move}.")
            _MEND[finding.kind](store, finding.path)
        recover_record(store)
        if last_published(store.published) is None:
            restore(store)
        keep_passed(store)
        if _candidate_is_older(store):
            remove(store.candidate)
        files = (store.candidate, store.published, store.passed, *kept_editions(store).values())
        keep_up(store.home, [*store.files(), *files])


def _leftovers(store: Store) -> list[Finding]:
    stray = [path for path in map(write_ahead_log, (store.published, store.candidate)) if path.exists()]
    fault, move = "left by a writer that is dead", "it is removed"
    return [
        *(Finding("leftover", path, fault, move, harmless=True) for path in left_behind(store.home)),
        *(Finding("leftover", path, fault, move) for path in stray),
    ]


def _cut_short(store: Store) -> list[Finding]:
    path = store.home / UNDER_WAY
    return [Finding("take-down", path, "a take-down was cut short", "it is carried out")] if path.exists() else []


def _tables(store: Store, thorough: bool) -> list[Finding]:
    sums = noted(store.home)
    found: list[Finding] = []
    candidate, published = store.candidate, store.published
    sound = is_sound(store.home, candidate, sums, thorough=thorough) and own_number(store.candidate) > 0
    if candidate.exists() and not sound:
        found.append(Finding("candidate", candidate, "damaged", "it is made again"))
    if store.passed.exists() and not is_sound(store.home, store.passed, sums, thorough=thorough):
        found.append(Finding("candidate", store.passed, "damaged", "it is copied anew"))
    last = last_edition(store)
    move = "it is moved aside and published anew, or made again by the next run"
    if published.exists():
        ours = last_published(published) is not None
        if ours and not is_sound(store.home, published, sums, thorough=thorough):
            found.append(Finding("published", published, "damaged", move))
        elif not ours:
            found.append(Finding("published", published, "no edition", move))
    elif last is not None and (last.verdict != REFUSED or last_published(store.passed) is not None):
        found.append(Finding("published", published, "missing", "it is published anew, or made again by the next run"))
    for number, path in kept_editions(store).items():
        if not is_sound(store.home, path, sums, thorough=thorough) or last_published(path) is None:
            again = last is not None and last.edition == number
            found.append(Finding("kept", path, "damaged", f"it is moved aside{' and kept anew' if again else ''}"))
    return found


def _frames(store: Store, thorough: bool) -> list[Finding]:
    sums = noted(store.home)
    found: list[Finding] = []
    for path in store.files():
        if is_sound(store.home, path, sums, thorough=thorough):
            continue
        step = path.parent.name
        if step == BATCHES:
            found.append(Finding("ledger", path, "damaged", "it is written again from the pages, or from the source"))
        elif step == READ:
            found.append(Finding("pages", path, "damaged", "it is moved aside and its files are read again"))
        elif step == COPIES:
            found.append(Finding("take-downs", path, "damaged", "it is written again from its copy"))
        elif step in (EDITIONS.name, EXPECTATION_RESULTS.name):
            found.append(Finding("record", path, "damaged", "it is written again from the published file"))
        else:
            found.append(Finding("frame", path, "damaged", "it is made again"))
    parts = store.parts(COPIES)
    if len(parts) == 1:
        (missing,) = {"all", "copy"} - set(parts)
        found.append(Finding("take-downs", store.path(COPIES, missing), "missing", "it is written again from its copy"))
    return found


def _ledger(store: Store) -> list[Finding]:
    known = set(store.parts(BATCHES))
    return [
        Finding("ledger", store.path(BATCHES, batch), "missing", "it is written again from the pages")
        for batch in store.parts(READ)
        if batch not in known
    ]


def _record_files(store: Store) -> list[Finding]:
    found = []
    for name in RECORDS:
        path = store.home / name
        try:
            whole = [isinstance(json.loads(line), dict) for line in path.read_bytes().splitlines()]
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            whole = [False]
        if not all(whole):
            found.append(Finding("lines", path, "holds a broken line", "it is moved aside and its sound lines stay"))
    return found


def _doubled(store: Store) -> list[Finding]:
    try:
        counted = Counter(gathered.arrived(store)["document_id"].drop_nulls())
    except pl.exceptions.PolarsError:  # a damaged file is a finding of its own
        return []
    doubled = sum(count > 1 for count in counted.values())
    fault = f"{doubled} documents stand in two batches"
    move = "run 'kliping run --full-refresh': each goes to the batch it first came in"
    return [Finding("ids", store.root / READ, fault, move)] if doubled else []


def _require_replaceable(store: Store, finding: Finding) -> None:
    if finding.kind == "take-downs" and not any(_sound_take_downs(store)):
        raise StoreError(
            f"The record of take-downs in {finding.path.parent} is damaged, and so is its copy: pages that were taken "
            "down would come back. Put that folder back from a backup, or remove it to give up the record."
        )
    if finding.kind == "pages" and finding.path.exists():
        absent = _not_had(store, finding.path.stem)
        if absent:
            raise StoreError(
                f"{finding.path} is damaged, and {len(absent)} of its files are gone or changed since, such as "
                f"{absent[0]}. Put them back, or that file from a backup; or go on without what it held: "
                "'kliping doctor --repair' moves it aside."
            )


def _not_had(store: Store, batch: str) -> list[str]:
    """Addresses of the batch's files that do not hold any more what was read of them."""
    try:
        files = store.read(BATCHES, batch).select("uri", "sha256").unique(maintain_order=True)
    except StoreError:
        return [f"those of batch {batch}"]
    return [uri for uri, sha256 in files.iter_rows() if sha256 is not None and content_of(uri).sha256 != sha256]


def _aside(store: Store, path: Path) -> None:
    """Move what cannot be made again out of the way."""
    set_aside(store.home, path)


def _published_aside(store: Store, path: Path) -> None:
    """Move a damaged edition out of the way, or what never was one."""
    if put_aside(path) is None:
        set_aside(store.home, path)


def _gone(_: Store, path: Path) -> None:
    remove(path)


def _drop_frame(store: Store, path: Path) -> None:
    """Remove a frame that can be made again; what a step could not do is known again when the step is."""
    remove(path)
    if path.parent.name == FAILURES:
        batch, _, step = path.stem.rpartition(".")
        remove(store.path(step, batch))


def _mend_ledger(store: Store, path: Path) -> None:
    """Write a batch's part of the ledger again from its pages; without them the next look enters the files anew."""
    _aside(store, path)
    batch = path.stem
    if not store.opens(READ, batch):
        return
    pages = store.read(READ, batch)
    whole = pl.when(pl.col("member").is_null())
    files = pages.group_by("uri", maintain_order=True).agg(
        whole.then("bytes").otherwise(None).first().alias("bytes"),
        whole.then("sha256").otherwise(None).first().alias("sha256"),
        pl.col("first_seen_at").first(),
    )
    entries = files.select(
        "uri",
        "bytes",
        pl.lit(None, FILES["modified_at"]).alias("modified_at"),
        "sha256",
        pl.lit(None, pl.String).alias("part"),
        pl.lit(batch).alias("batch"),
        pl.col("first_seen_at").cast(LEDGER["first_seen_at"]),
    )
    store.write(BATCHES, batch, entries)


def _sound_take_downs(store: Store) -> list[str]:
    sums = noted(store.home)
    return [
        part
        for part in ("all", "copy")
        if store.path(COPIES, part).is_file() and is_sound(store.home, store.path(COPIES, part), sums, thorough=True)
    ]


def _mend_take_downs(store: Store, path: Path) -> None:
    sound = _sound_take_downs(store)
    _aside(store, path)
    if sound:
        store.write(COPIES, path.stem, store.read(COPIES, sound[0]))


def _keep_sound_lines(store: Store, path: Path) -> None:
    lines = []
    for line in path.read_bytes().splitlines():
        try:
            if isinstance(json.loads(line), dict):
                lines.append(line)
        except ValueError:
            continue
    _aside(store, path)
    with replacing(path) as temporary:
        temporary.write_bytes(b"".join(line + b"\n" for line in lines))


def _finish_take_down(store: Store, path: Path) -> None:
    if finish_take_down(store) is None:  # it cannot be read
        _aside(store, path)


def _nothing(_: Store, __: Path) -> None:
    """What is found is said, and left to the move that is named."""


def _candidate_is_older(store: Store) -> bool:
    """Whether the candidate is of an edition before the published one, since a rollback was killed."""
    published = last_published(store.published)
    return published is not None and 0 < own_number(store.candidate) < published.edition


_MEND: dict[str, Callable[[Store, Path], None]] = {
    "leftover": _gone,
    "record": _gone,
    "candidate": _gone,
    "frame": _drop_frame,
    "ledger": _mend_ledger,
    "pages": _aside,
    "kept": _aside,
    "published": _published_aside,
    "take-downs": _mend_take_downs,
    "take-down": _finish_take_down,
    "lines": _keep_sound_lines,
    "ids": _nothing,
}
