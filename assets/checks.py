"""Asset checks: every expectation on the table it speaks of, and what is asked of the published file itself.

Belongs here: what a person reads beside a check in the Dagster UI. Does not belong here: the expectations
(``expectations.suites``), or whether the gate is open (``expectations.verdict``).

A check shows keys and numbers of failing rows; their titles, addresses and values are one click away, on a page that is
read from the tables when it is opened. So Dagster's event log holds no word of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import dagster as dg

from assets import figures
from assets.pages import rows_page
from expectations import Audit, ExpectationSpec, Outcome, read_verdict
from expectations.advice import next_move
from kliping.shown import markdown, plain
from kliping.tables.tables import EXPECTATION_RESULTS, TABLES
from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.publish import Edition, last_published
from kliping.warehouse.store import Store

PUBLISHED = dg.AssetKey("published")
EVERY_TABLE = "every_table_is_there_and_opens"
AS_JUDGED = "the_file_holds_what_was_judged"
EVERY_RESULT = "every_expectation_has_a_result"


def key_of(table: str) -> dg.AssetKey:
    """The asset of a published table."""
    return dg.AssetKey(["published", table])


OF_THE_FILE = {
    EVERY_TABLE: (PUBLISHED, "The file opens read-only, and every published table is in it."),
    AS_JUDGED: (
        PUBLISHED,
        "The edition in the file is the one whose tables were judged: its fingerprint is the verdict's.",
    ),
    EVERY_RESULT: (
        key_of(EXPECTATION_RESULTS.name),
        "Every expectation has a row for the edition.",
    ),
}
"""What is asked of the published file after it took its place, by name: the asset, and what it means."""


def specs_of(expectations: Sequence[ExpectationSpec]) -> list[dg.AssetCheckSpec]:
    """A check for each expectation, critical ones blocking, and those of the file itself."""
    found = [
        dg.AssetCheckSpec(
            spec.name,
            asset=key_of(spec.table),
            description=markdown(spec.description) if spec.own else spec.description,
            blocking=spec.severity == "critical",
            metadata={
                "table": spec.table,
                "severity": spec.severity,
                "dimension": spec.dimension,
                "threshold": plain(spec.threshold),
            },
        )
        for spec in expectations
    ]
    about_file = [
        dg.AssetCheckSpec(name, asset=asset, description=about) for name, (asset, about) in OF_THE_FILE.items()
    ]
    return [*found, *about_file]


def results_of(
    store: Store, audit: Audit, expectations: Sequence[ExpectationSpec], prefix: str = ""
) -> Iterator[dg.AssetCheckResult]:
    """What each expectation that Dagster knows found; one that is in force no more says so."""
    verdict = read_verdict(store.home)
    accepted = {one.expectation for one in verdict.accepted} if verdict is not None else set()
    outcomes = {outcome.spec.name: outcome for outcome in audit.outcomes}
    for spec in expectations:
        outcome = outcomes.get(spec.name)
        if outcome is None:
            gone = {"found": "It is in force no more. Reload the code location to take it off this list."}
            yield dg.AssetCheckResult(check_name=spec.name, asset_key=key_of(spec.table), passed=True, metadata=gone)
        else:
            yield result_of(outcome, audit.edition, accepted=spec.name in accepted, prefix=prefix)


def result_of(outcome: Outcome, edition: int, *, accepted: bool = False, prefix: str = "") -> dg.AssetCheckResult:
    """What an expectation found, as an asset check result: only what shuts the gate is an error.

    The sample holds keys and numbers of failing rows, never a text that a rule of the user's picked from a page.
    """
    spec = outcome.spec
    told: dict[str, dg.MetadataValue | str | int | float] = {
        "found": plain(outcome.observed or ""),
        "threshold": plain(spec.threshold),
        "severity": outcome.severity,
        "looked_at": outcome.element_count or 0,
        "broken": outcome.unexpected_count or 0,
        "held_back": outcome.held,
        "edition": edition,
    }
    if outcome.value is not None:
        told["value"] = float(outcome.value)
    if not outcome.success:
        told["what_to_do"] = ("Accepted for these tables. " if accepted else "") + next_move(spec)
        told["title_address_and_value_of_rows"] = dg.MetadataValue.url(rows_page(edition, spec.name, prefix))
        rows = [figures.keys_of(row) for row in outcome.sample]
        if rows and rows[0]:
            told["failing_rows"] = figures.as_table(rows)
            told["failing_rows_shown"] = f"the keys of {len(rows)} of {outcome.unexpected_count or len(rows):,}"
    return dg.AssetCheckResult(
        check_name=spec.name,
        asset_key=key_of(spec.table),
        passed=outcome.success,
        severity=dg.AssetCheckSeverity.ERROR if outcome.shuts and not accepted else dg.AssetCheckSeverity.WARN,
        metadata=told,
    )


def of_the_file(store: Store, edition: Edition, expectations: int) -> Iterator[dg.AssetCheckResult]:
    """What the published file is asked after it took its place."""
    verdict = read_verdict(store.home)
    missing, written, results = _asked(store, edition)
    judged = verdict.tables_sha256 if verdict is not None else "none"
    yield _of_the_file(EVERY_TABLE, passed=not missing, found=f"missing: {', '.join(missing) or 'none'}")
    yield _of_the_file(AS_JUDGED, passed=written == judged, found=f"in the file {written}, judged {judged}")
    yield _of_the_file(
        EVERY_RESULT, passed=results == expectations, found=f"{results} rows, {expectations} expectations"
    )


def of_the_standing_file(store: Store) -> Iterator[dg.AssetCheckResult]:
    """What the file that stays published is asked where its successor is refused; nothing where there is none.

    The verdict on record is the refused one's, so the rows of the file are added up anew and held against what the
    file itself says of them.
    """
    edition = last_published(store.published)
    if edition is None:
        return
    stands = f"edition {edition.edition} stays published; "
    missing, _, results = _asked(store, edition)
    with opened(store.published) as connection:
        held = tables_sha256(connection)
    kept = store.opens(EXPECTATION_RESULTS.name, f"{edition.edition:08d}")
    wanted = store.read(EXPECTATION_RESULTS.name, f"{edition.edition:08d}").height if kept else results
    yield _of_the_file(EVERY_TABLE, passed=not missing, found=f"{stands}missing: {', '.join(missing) or 'none'}")
    yield _of_the_file(
        AS_JUDGED,
        passed=held == edition.tables_sha256,
        found=f"{stands}in the file {held}, judged {edition.tables_sha256}",
    )
    yield _of_the_file(EVERY_RESULT, passed=results == wanted, found=f"{stands}{results} rows, {wanted} expectations")


def _asked(store: Store, edition: Edition) -> tuple[list[str], str, int]:
    """Of the published file: tables that are missing, the fingerprint it says it has, results of ``edition``."""
    with opened(store.published) as connection:
        there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        ((written,),) = connection.execute(
            "SELECT max(tables_sha256) FROM editions WHERE edition = ?", [edition.edition]
        ).fetchall()
        ((results,),) = connection.execute(
            f"SELECT count(*) FROM {EXPECTATION_RESULTS.name} WHERE edition = ?",  # noqa: S608 - the name is ours
            [edition.edition],
        ).fetchall()
    return sorted({table.name for table in TABLES} - there), str(written), int(results)


def _of_the_file(name: str, *, passed: bool, found: str) -> dg.AssetCheckResult:
    told = {"found": found, **({} if passed else {"what_to_do": "Run 'kliping doctor --repair', then publish again."})}
    return dg.AssetCheckResult(check_name=name, asset_key=OF_THE_FILE[name][0], passed=passed, metadata=told)
