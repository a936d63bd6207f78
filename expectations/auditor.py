"""Judging a candidate: every row a row rule holds back, and the audit that opens or shuts the gate.

Belongs here: running the catalogue over a candidate and saying what came of it. Does not belong here: the expectations
(``expectations.suites``), recording the verdict (``expectations.verdict``), showing it (``expectations.data_docs``).

All work of one call goes through one read-only connection, closed before the call returns.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from expectations.later import import_later
from expectations.rulebook import catalogue
from expectations.rulings import read_rulings
from kliping.errors import RuleError, StoreError
from kliping.tables.tables import EXPECTATION_RESULTS
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    import polars as pl

    from expectations.bridge import CandidateConnection
    from expectations.gx_classes import Gate
    from expectations.kept_facts import KeptFacts
    from expectations.kept_rows import KeptRows
    from expectations.spec import ExpectationSpec
    from kliping.settings import Settings


@dataclass(frozen=True)
class Outcome:
    """What one expectation found in one candidate."""

    spec: ExpectationSpec
    success: bool
    observed: str  # for a person
    value: float  # for a plot: the share of rows that break it, or what the expectation observes
    element_count: int  # rows looked at
    unexpected_count: int  # rows that broke it: in the candidate, and held back from it
    held: int  # documents in quarantine because of it
    sample: tuple[dict[str, Any], ...]  # keys of some rows in the candidate that break it

    @property
    def severity(self) -> str:
        """The severity of this result: a row rule that held documents back, and is kept by the rest, only warns."""
        return (
            "warning"
            if self.spec.severity == "critical" and not self.success and not self.shuts
            else self.spec.severity
        )

    @property
    def shuts(self) -> bool:
        """Whether it keeps the candidate from being published: critical, and broken by what would be published."""
        return self.spec.severity == "critical" and self.unexpected_count > self.held


@dataclass(frozen=True)
class Audit:
    """What all expectations found in one candidate."""

    edition: int
    run_id: str
    checked_at: datetime
    outcomes: tuple[Outcome, ...]
    rulings: pl.DataFrame  # see ``expectations.rulings.read_rulings``

    @property
    def shut_by(self) -> dict[str, int]:
        """The broken critical expectations, with the number of rows that break each."""
        return {one.spec.name: one.unexpected_count - one.held for one in self.outcomes if one.shuts}

    @property
    def passed(self) -> bool:
        """Whether the candidate may be published as it is."""
        return not self.shut_by

    @property
    def results(self) -> pl.DataFrame:
        """A row an expectation, with exactly the columns of ``expectation_results``."""
        import polars as pl

        return pl.DataFrame(
            [
                {
                    "edition": self.edition,
                    "run_id": self.run_id,
                    "table_name": one.spec.table,
                    "expectation": one.spec.name,
                    "column_name": one.spec.column,
                    "severity": one.severity,
                    "success": one.success,
                    "observed": one.observed,
                    "element_count": one.element_count,
                    "unexpected_count": one.unexpected_count,
                    "checked_at": self.checked_at,
                }
                for one in self.outcomes
            ],
            schema=EXPECTATION_RESULTS.schema(),
        )


def _quiet() -> None:
    """Settle what Great Expectations reads when it is imported: no telemetry, which can hang without a network.

    Of SciPy and Altair, a third of all that it imports, it has need for a divergence of distributions and its picture.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import_later("scipy.stats", "altair")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for deprecated in ("sre_constants", "sre_parse"):  # it imports these
            importlib.import_module(deprecated)


def warm_up(then: Callable[[], None] = lambda: None) -> threading.Thread:
    """Import Great Expectations on a thread of its own, beside earlier steps; the audit then need not wait for it.

    Args:
        then: called on that thread, once it is imported.
    """
    _quiet()
    thread = threading.Thread(target=_head_start, args=(then,), daemon=True)
    thread.start()
    return thread


def _head_start(then: Callable[[], None]) -> None:
    """The import; what goes wrong with it is told by the audit, which imports again and cannot do without."""
    with contextlib.suppress(Exception):
        importlib.import_module("expectations.gx_classes")
    then()


@contextmanager
def _gate(
    candidate: Path,
    settings: Settings,
    home: Path | None,
    specs: Sequence[ExpectationSpec],
    kept: KeptFacts | None = None,
    rows: KeptRows | None = None,
) -> Iterator[tuple[CandidateConnection, Gate]]:
    """The candidate, open, with the measures of ``specs``, and Great Expectations' context; both closed afterwards."""
    _quiet()
    import duckdb

    from expectations import facts, gx_classes
    from expectations.bridge import TOO_LITTLE_MEMORY, open_candidate, too_little_memory
    from kliping.warehouse import standing
    from kliping.warehouse.store import Store

    limits = settings.gate
    arrived = facts.nothing_arrived if home is None else partial(standing.arrived, Store(home))
    with open_candidate(candidate, memory_mb=limits.audit_memory_mb, threads=limits.audit_threads) as connection:
        try:
            with with_lexicons(settings.cleaning.lexicons):
                facts.prepare(connection.duckdb, read_rulings(home))
                fresh = [] if rows is None else rows.ask(connection.duckdb, specs, settings.gate)
                whole = [f"{spec.sql}\n{spec.observe}" for spec in specs if spec not in fresh]
                of_fresh = [str(spec.sql) for spec in fresh]
                facts.measure(connection.duckdb, settings.gate, arrived, whole, kept, of_fresh)
                if rows is not None:
                    rows.find(connection.duckdb)
        except duckdb.Error as broken:  # its text may quote the data
            if too_little_memory(broken):
                raise StoreError(TOO_LITTLE_MEMORY) from broken
            raise StoreError(
                f"The candidate {candidate} cannot be measured ({type(broken).__name__}). "
                "Build it again with 'kliping run --full-refresh'."
            ) from broken
        gate = gx_classes.Gate(connection, sorted({spec.table for spec in specs}))
        try:
            yield connection, gate
        finally:
            gate.close()


def judge_rows(
    candidate: Path, settings: Settings, home: Path | None = None, *, kept: KeptFacts | None = None
) -> pl.DataFrame:
    """Every failing row of every row rule that holds documents back, and every document a person's ruling holds.

    What is measured on the way is kept in ``kept``, and taken from there.

    Returns:
        The columns of ``kliping.frames.QUARANTINE_REASONS``, a row per document and reason, sorted. Documents released
        by a ruling are not among them.

    Raises:
        StoreError: the candidate cannot be opened.
        RuleError: a rule of the user's cannot be used.
    """
    import polars as pl

    from kliping import frames

    specs = [_within_rulings(spec) for spec in catalogue(settings, home) if spec.holds]
    found = [frames.empty(frames.QUARANTINE_REASONS)]
    with _gate(candidate, settings, home, specs, kept) as (connection, gate):
        for spec in specs:
            rows = gate.failing_rows(spec.table, spec)
            found.append(
                pl.DataFrame(rows, schema={"document_id": pl.String, "detail": pl.String}, orient="row").select(
                    "document_id", expectation=pl.lit(spec.name), reason=pl.lit(spec.name), detail="detail"
                )
            )
        held = connection.duckdb.sql(
            "SELECT document_id, 'ruling' AS expectation, 'held_by_ruling' AS reason, detail FROM held_by_ruling"
        ).pl()
    found.append(frames.conform(held, frames.QUARANTINE_REASONS))
    return pl.concat(found).drop_nulls("document_id").unique().sort("document_id", "expectation", "detail")


def audit(
    candidate: Path,
    settings: Settings,
    *,
    edition: int,
    run_id: str,
    checked_at: datetime,
    home: Path | None = None,
    kept: KeptFacts | None = None,
) -> Audit:
    """Judge ``candidate`` by every expectation in force; every measure that is not ``kept`` is made anew.

    Raises:
        StoreError: the candidate cannot be opened.
        RuleError: a rule of the user's cannot be used.
    """
    from expectations.kept_facts import looks_at_lists
    from expectations.kept_rows import KeptRows

    specs = [_within_rulings(spec) if spec.holds else spec for spec in catalogue(settings, home)]
    outcomes: dict[str, Outcome] = {}
    own = " ".join(f"{spec.sql} {spec.observe}" for spec in specs if spec.own)
    kept = None if kept is None or looks_at_lists(own) else replace(kept, own=own)
    rows = None if kept is None else KeptRows.of(kept)
    with _gate(candidate, settings, home, specs, kept, rows) as (connection, gate):
        connection.duckdb.execute(
            "CREATE TABLE this_edition AS SELECT ?::INTEGER AS edition, ?::TIMESTAMPTZ AS checked_at",
            [edition, checked_at],
        )
        counts = _counts(connection, {spec.table for spec in specs})
        held = dict(
            connection.duckdb.execute(
                "SELECT expectation, count(DISTINCT document_id) FROM quarantine"
                " WHERE expectation IS NOT NULL GROUP BY expectation"
            ).fetchall()
        )
        for table, of_table in _by_table(specs):
            results = gate.results_of(table, of_table if rows is None else [rows.told(spec) for spec in of_table])
            for spec in of_table:
                outcomes[spec.name] = _outcome(
                    spec,
                    results[spec.name],
                    counts[table],
                    held.get(spec.name, 0) if spec.holds else 0,
                    _observed(connection, spec),
                    settings.gate.sample_rows,
                )
    return Audit(edition, run_id, checked_at, tuple(outcomes[spec.name] for spec in specs), rulings=read_rulings(home))


def _by_table(specs: Iterable[ExpectationSpec]) -> list[tuple[str, list[ExpectationSpec]]]:
    in_order = sorted(specs, key=lambda spec: spec.table)
    return [(table, list(of_table)) for table, of_table in groupby(in_order, key=lambda spec: spec.table)]


def _within_rulings(spec: ExpectationSpec) -> ExpectationSpec:
    """``spec``, blind to the documents that a person released."""
    if spec.sql is None:
        return spec
    return replace(
        spec, sql=f"SELECT * FROM (\n{spec.sql}\n) AS ruled WHERE document_id NOT IN (SELECT document_id FROM released)"
    )


def _counts(connection: CandidateConnection, tables: Iterable[str]) -> dict[str, int]:
    return {
        table: int(connection.duckdb.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]) for table in tables
    }


def _outcome(
    spec: ExpectationSpec, result: dict[str, Any], rows: int, held: int, observed: tuple[float, str] | None, sample: int
) -> Outcome:
    if result["error"] is not None:
        from expectations.bridge import TOO_LITTLE_MEMORY, too_little_memory

        if too_little_memory(result["error"]):
            raise StoreError(TOO_LITTLE_MEMORY)
        # Its first line names the fault; what follows may quote the data.
        raise RuleError(
            f"{spec.called} cannot be run ({str(result['error']).split(':')[0][:80]}). "
            + ("Mend its rule." if spec.own else "Build the candidate again with 'kliping run --full-refresh'.")
        )
    elements = (rows if result["element_count"] is None else int(result["element_count"])) + held
    broken = result["unexpected_count"]
    if observed is None:
        text = f"{broken:,} of {elements - held:,} rows break it" + (f"; {held:,} documents held back" if held else "")
        observed = ((broken + held) / elements if elements else 0.0, text)
    return Outcome(
        spec=spec,
        success=result["success"] and held == 0,
        observed=observed[1],
        value=observed[0],
        element_count=elements,
        unexpected_count=broken + held,
        held=held,
        sample=tuple({name: row.get(name) for name in spec.key} for row in result["rows"][:sample]),
    )


def _observed(connection: CandidateConnection, spec: ExpectationSpec) -> tuple[float, str] | None:
    if spec.observe is None:
        return None
    rows = connection.duckdb.execute(spec.observe).fetchall()
    return (float(rows[0][0]), str(rows[0][1])) if rows else None
