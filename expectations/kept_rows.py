"""Which rows broke a rule of one document, kept with the documents: the next audit looks for others in what changed.

Belongs here: which rules that goes for, finding their rows, and keeping them. Does not belong here: the rules
(``expectations.suites``), what is measured (``expectations.kept_facts``), or which documents changed
(``kliping.warehouse.basis``).

What breaks a rule of scope ``document`` hangs on the rows of one document, so where these are what they were the rule
finds what it found. It is asked of all other rows: those of documents that changed or came, and those of no document
that the last audit knew. Great Expectations is given all rows that break the rule, kept or found, and judges them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from expectations import facts
from expectations.kept_facts import recipe_of
from kliping.errors import StoreError
from kliping.settings import digest
from kliping.warehouse.basis import FOLDER, part
from kliping.warehouse.connections import fetch

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from expectations.kept_facts import KeptFacts
    from expectations.spec import ExpectationSpec
    from kliping.settings import GateSettings

NAME = "broken"
"""The part of the basis that has these rows; its recipe says with what each rule was asked."""

BROKEN = pl.Schema({"rule": pl.String(), "id": pl.String(), "key": pl.String()})
"""A row that breaks a rule: of what document or article it is, and the columns that name it, as JSON."""


@dataclass
class KeptRows:
    """The rows that broke a rule in the edition that a candidate was made from, and where those of the candidate go."""

    kept: KeptFacts
    before: dict[str, str]  # with what each rule was asked in that edition
    rows: pl.DataFrame  # BROKEN
    asked: dict[str, ExpectationSpec] = field(default_factory=dict)
    recipes: dict[str, str] = field(default_factory=dict)  # with what each of these is asked now

    @classmethod
    def of(cls, kept: KeptFacts) -> KeptRows:
        """What was kept beside the measures ``kept``."""
        try:
            if recipe := kept.recipe(NAME):
                return cls(kept, json.loads(recipe), kept.store.read(FOLDER, part(int(kept.before or 0), NAME)))
        except (StoreError, ValueError):
            pass
        return cls(kept, {}, BROKEN.to_frame())

    def ask(
        self, database: duckdb.DuckDBPyConnection, specs: Sequence[ExpectationSpec], gate: GateSettings
    ) -> list[ExpectationSpec]:
        """Take on those of ``specs`` that look at one document: the ones that need not be asked of all rows."""
        besides = digest(*(fetch(database, f"FROM {name} ORDER BY ALL").rows() for name in ("released", "weekdays")))
        for spec in specs:
            if spec.sql is not None and spec.scope == "document" and spec.key and not spec.own:
                self.asked[spec.name] = spec
                query = f"{facts.behind(spec.sql, gate)} {spec.key} {besides}"
                self.recipes[spec.name] = recipe_of(database, query)
        return [spec for spec in self.asked.values() if self._stands(spec)]

    def _stands(self, spec: ExpectationSpec) -> bool:
        return self.before.get(spec.name) == self.recipes[spec.name]

    def find(self, database: duckdb.DuckDBPyConnection) -> None:
        """Make a table of the rows that break each rule, and keep what is in them."""
        database.register("kept_rows", self.rows.to_arrow())
        for spec in self.asked.values():
            if self._stands(spec):
                database.execute(f"CREATE TABLE {_table(spec)} AS {self.kept.of_fresh(database, str(spec.sql))}")
                _add(database, spec)
            else:
                database.execute(f"CREATE TABLE {_table(spec)} AS {spec.sql}")
        database.unregister("kept_rows")
        if self.asked and not (self.kept.same and self.before == self.recipes):
            every = " UNION ALL ".join(
                f"SELECT '{spec.name}' AS rule, {spec.key[0]} AS id, {_as_json(spec)} AS key FROM {_table(spec)}"
                for spec in self.asked.values()
            )
            found = fetch(database, every).select(pl.col(name).cast(kind) for name, kind in BROKEN.items())
            where, recipe = part(self.kept.edition, NAME), json.dumps(self.recipes)
            self.kept.store.write(FOLDER, where, found, recipe=recipe, short_lived=True)

    def told(self, spec: ExpectationSpec) -> ExpectationSpec:
        """``spec``, asked of the rows that were found."""
        return replace(spec, sql=f"SELECT * FROM {_table(spec)}") if spec.name in self.asked else spec


def _table(spec: ExpectationSpec) -> str:
    return f"broken_{spec.name}"


def _as_json(spec: ExpectationSpec) -> str:
    """What names a row beside its first column, as SQL; most have none."""
    if len(spec.key) == 1:
        return "NULL"
    return "to_json(struct_pack({}))::VARCHAR".format(", ".join(f'"{name}" := "{name}"' for name in spec.key[1:]))


def _add(database: duckdb.DuckDBPyConnection, spec: ExpectationSpec) -> None:
    """Add what is kept of the rows that stand as they stood; columns that name no row stay empty."""
    kinds = {name: kind for name, kind, *_ in database.execute(f"DESCRIBE {_table(spec)}").fetchall()}
    rest = "".join(f", (key->>'{name}')::{kinds[name]} AS \"{name}\"" for name in spec.key[1:])
    database.execute(
        f"INSERT INTO {_table(spec)} BY NAME SELECT id AS {spec.key[0]}{rest} FROM kept_rows "
        f"WHERE rule = ? AND id IN (FROM known_{spec.key[0]}s)",
        [spec.name],
    )
