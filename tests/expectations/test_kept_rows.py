"""A rule that is asked of what changed alone names the rows that it names when it is asked of all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from expectations import facts
from expectations.auditor import _within_rulings
from expectations.bridge import open_candidate
from expectations.kept_facts import FRESH, KeptFacts
from expectations.kept_rows import NAME, KeptRows
from expectations.rulebook import built_in
from expectations.rulings import read_rulings
from kliping.settings import GateSettings
from kliping.warehouse.basis import FOLDER, part
from kliping.warehouse.store import Store
from tests.expectations.conftest import CHECKED, Candidate
from tests.expectations.test_suites import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.bridge import CandidateConnection
    from expectations.spec import ExpectationSpec

ALONE = {spec.name for spec in built_in(GateSettings()) if spec.scope == "document"}
OF_ONE = list({case[0]: case for case in reversed(CASES) if case[0] in ALONE}.values())
"""Of each rule that looks at one document, one way to break it."""


def opened(file: Path) -> Any:
    return open_candidate(file, memory_mb=1000, threads=1)


def rules_of(*names: str, **thresholds: Any) -> list[ExpectationSpec]:
    return [spec for spec in built_in(GateSettings(**thresholds)) if spec.name in names]


def asked(
    connection: CandidateConnection,
    kept: KeptFacts,
    specs: list[ExpectationSpec],
    gate: GateSettings,
    rulings: pl.DataFrame | None = None,
) -> list[Any]:
    """The rows that break each rule, by its key, and whether none of the rules was asked of all rows."""
    database = connection.duckdb
    facts.prepare(database, read_rulings(None) if rulings is None else rulings)
    rows = KeptRows.of(kept)
    fresh = rows.ask(database, specs, gate)
    whole = [str(spec.sql) for spec in specs if spec not in fresh]
    facts.measure(database, gate, facts.nothing_arrived, whole, kept, [str(spec.sql) for spec in fresh])
    rows.find(database)
    found = []
    for spec in specs:
        names = ", ".join(f'"{name}"' for name in spec.key)
        broken = f"SELECT {names} FROM ({rows.told(spec).sql}) ORDER BY ALL"
        found.append((spec.name, database.execute(broken).fetchall()))
    return [found, fresh == specs]


def changed(one: Path, other: Path) -> pl.Series:
    """Ids of the documents of which the files hold other rows."""
    with duckdb.connect(":memory:") as connection:
        for path, name in ((one, "a"), (other, "b")):
            connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        ids = [
            row
            for table, column in FRESH.items()
            for left, right in (("a", "b"), ("b", "a"))
            for row in connection.execute(
                f"SELECT {column} FROM (FROM {left}.{table} EXCEPT ALL FROM {right}.{table})"
            ).fetchall()
        ]
        articles = "SELECT article_id, document_id FROM a.articles UNION SELECT article_id, document_id FROM b.articles"
        of_article = dict(connection.execute(articles).fetchall())
    documents = {of_article.get(name, name) for (name,) in ids if name is not None}
    return pl.Series("document_id", sorted(documents), pl.String)


@pytest.mark.parametrize("case", OF_ONE, ids=[f"{case[0]}-{n}" for n, case in enumerate(OF_ONE)])
def test_what_breaks_a_rule_in_changed_documents_is_found(case, sound: Path, tmp_path: Path) -> None:
    name, statements, expected, thresholds = case
    gate, specs, store = GateSettings(**thresholds), rules_of(name, **thresholds), Store(tmp_path / "home")
    broken = tmp_path / "broken.duckdb"
    shutil.copy(sound, broken)
    Candidate.at(broken).sql(*statements)
    with opened(sound) as connection:
        [[(_, rows)], stood] = asked(connection, KeptFacts.of_nothing(store, 1), specs, gate)
    assert (rows, stood) == ([], False)
    with opened(broken) as connection:
        [[(_, rows)], stood] = asked(connection, KeptFacts(store, 2, 1, changed(sound, broken)), specs, gate)
    assert stood == ("INSERT INTO templates" not in "".join(statements))
    assert {row[0] if len(row) == 1 else row for row in rows} == expected


def test_what_broke_rules_in_documents_that_stand_is_kept(sound: Path, tmp_path: Path) -> None:
    gate, specs, store = GateSettings(), rules_of(*ALONE), Store(tmp_path / "home")
    old, grown = tmp_path / "old.duckdb", tmp_path / "grown.duckdb"
    shutil.copy(sound, old)
    Candidate.at(old).sql(
        "UPDATE articles SET published_on = NULL, title = 'Ya' WHERE article_id = 'a-a'",
        "UPDATE removed_lines SET reason = NULL WHERE document_id = 'd-b'",
        "UPDATE paragraphs SET paragraph = 7 WHERE article_id = 'a-b' AND paragraph = 1",
        "INSERT INTO paragraphs VALUES ('a-none', 1, 'Kalimat.', 'body', 'id', 0.9, 1, 1, 1)",
    )
    shutil.copy(old, grown)
    Candidate.at(grown).publish("new").publish("bare", published_on=None, published_precision=None)
    with opened(old) as connection:
        asked(connection, KeptFacts.of_nothing(store, 1), specs, gate)
    fresh = pl.Series("document_id", ["d-new", "d-bare", "d-b"])
    with opened(grown) as connection:
        found, stood = asked(connection, KeptFacts(store, 2, 1, fresh), specs, gate)
    with opened(grown) as connection:
        whole, _ = asked(connection, KeptFacts.of_nothing(store, 3), specs, gate)
    assert stood
    assert found == whole
    assert len([rows for _, rows in found if rows]) >= 7
    left = [store.read(FOLDER, part(number, NAME)).sort(pl.all()) for number in (2, 3)]
    assert left[0].equals(left[1])


@pytest.mark.parametrize("doubt", ["another threshold", "no basis", "damaged", "a ruling"])
def test_what_is_in_doubt_is_asked_of_all(doubt: str, sound: Path, tmp_path: Path) -> None:
    store, name, nothing = Store(tmp_path / "home"), "body_length", pl.Series("document_id", [], pl.String)
    with opened(sound) as connection:
        asked(connection, KeptFacts.of_nothing(store, 1), rules_of(name), GateSettings())
    kept, thresholds, rulings = KeptFacts(store, 2, 1, nothing), {}, read_rulings(None)
    if doubt == "another threshold":
        thresholds = {"body_words_min": 90_000}
    elif doubt == "no basis":
        kept = replace(kept, before=None)
    elif doubt == "damaged":
        store.path(FOLDER, part(1, NAME)).write_bytes(b"PAR1")
    else:
        release = {
            "id": "d-a",
            "ruling": "release",
            "who": "Rina",
            "why": "benar",
            "ruled_at": CHECKED,
            "in_force": True,
        }
        rulings = pl.DataFrame([release], schema=rulings.schema)
    specs = rules_of(name, **thresholds)
    if doubt == "a ruling":
        specs = [_within_rulings(spec) for spec in specs]
    with opened(sound) as connection:
        [[(_, rows)], stood] = asked(connection, kept, specs, GateSettings(**thresholds), rulings)
    assert not stood
    assert len(rows) == (3 if thresholds else 0)
