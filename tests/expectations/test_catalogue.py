# ruff: noqa: E501 - programs in strings
"""The catalogue: complete, readable, and cheap to ask for."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from expectations.rulebook import built_in
from expectations.spec import DIMENSIONS, LEVELS, NAME, SEVERITIES
from kliping.settings import GateSettings
from kliping.tables.tables import TABLES

CHECKOUT = Path(__file__).resolve().parents[2]

SPECS = built_in(GateSettings())


def test_it_covers_every_table_and_dimension() -> None:
    assert {spec.table for spec in SPECS} == {table.name for table in TABLES}
    assert {spec.dimension for spec in SPECS} == set(DIMENSIONS)
    assert len(SPECS) >= 35


def test_names_are_unique_and_every_field_is_filled() -> None:
    assert [name for name, count in Counter(spec.class_name for spec in SPECS).items() if count > 1] == []
    columns = {table.name: {column.name for column in table.columns} for table in TABLES}
    for spec in SPECS:
        assert NAME.fullmatch(spec.name)
        assert spec.severity in SEVERITIES
        assert spec.level in LEVELS
        assert spec.description.endswith((".", "!"))
        assert spec.threshold
        assert spec.column in columns[spec.table]
        assert (spec.sql is None) != (spec.builtin is None)
        assert spec.level == "table" or spec.key == ("document_id",)


def test_every_threshold_of_the_gate_is_explained_and_used() -> None:
    texts = "".join(path.read_text() for path in (CHECKOUT / "expectations").rglob("*.py"))
    for name, field in GateSettings.model_fields.items():
        assert field.description, name
        assert re.search(rf"\b{name}\b", texts), f"no expectation uses gate.{name}"


def test_asking_for_it_imports_neither_great_expectations_nor_an_engine() -> None:
    code = (
        "import sys; from expectations import catalogue; from kliping.settings import Settings; catalogue(Settings());"
        "print([name for name in ('great_expectations', 'duckdb', 'duckdb_engine', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert done.stdout.strip() == "[]"
