"""The user's own rules under the home folder: new expectations, and changes to those that are there.

Belongs here: reading ``expectations.toml``, ``expectations.yaml`` (or ``.yml``) and ``expectations/*.py``, and refusing
what cannot be used in a sentence that names file, rule and fault. Does not belong here: the built-in suites.

In TOML::

    [[rule]]                      # a new expectation
    name = "place_present"
    table = "articles"
    level = "row"                 # or "table", the default
    severity = "warning"          # a row rule that is critical holds documents back
    description = "An article says where it was written."
    sql = "SELECT document_id FROM articles WHERE place IS NULL"

    [[rule]]                      # one that Great Expectations brings
    name = "known_outlets"
    table = "articles"
    severity = "info"
    description = "Only outlets we follow."
    builtin = "expect_column_values_to_be_in_set"
    kwargs = { column = "publisher", value_set = ["Kabar Sukamaju"] }

    [[change]]                    # to one expectation, or to all of a table
    expectation = "body_length"
    language = "jv"               # or outlet = "…"; neither: everywhere
    severity = "warning"
    thresholds = { body_words_min = 10 }

YAML has the same names, with lists under ``rule`` and ``change``. A Python file has a list ``EXPECTATIONS`` of
``expectations.ExpectationSpec``.
"""

from __future__ import annotations

import re
import runpy
import tomllib
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from expectations.lexicon import sql_list
from expectations.spec import A_NAME, NAME, Dimension, ExpectationSpec, Level, Severity
from kliping.errors import RuleError
from kliping.files import written_by_hand
from kliping.tables.tables import TABLES
from kliping.warehouse.article_columns import tables_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kliping.settings import GateSettings, Settings

TABLE_NAMES = tuple(table.name for table in TABLES)


PATTERNS = {
    "name": f"that is no name: {A_NAME}",
    "builtin": "that is no expectation of Great Expectations: their names begin with expect_",
}
"""What a text that has to fit a pattern is to be, in words, by its place in a rule."""


class Rule(BaseModel):
    """A new expectation, as a user writes it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=f"^{NAME.pattern}$")
    table: str
    description: str = Field(min_length=5)
    severity: Severity = "warning"
    level: Level = "table"
    dimension: Dimension = "validity"
    column: str | None = None
    threshold: str = "none may break it"
    sql: str | None = None
    builtin: str | None = Field(None, pattern="^expect_[a-z_]+$")
    kwargs: dict[str, Any] = {}


class Change(BaseModel):
    """Another severity or threshold, everywhere or for one language or outlet."""

    model_config = ConfigDict(extra="forbid")

    expectation: str | None = None
    table: str | None = None
    language: str | None = None
    outlet: str | None = None
    severity: Severity | None = None
    thresholds: dict[str, Any] = {}


class RuleFile(BaseModel):
    """All of one file."""

    model_config = ConfigDict(extra="forbid")

    rule: list[Rule] = []
    change: list[Change] = []


def with_own_rules(
    home: Path, settings: Settings, built_in: Callable[[GateSettings], tuple[ExpectationSpec, ...]]
) -> tuple[ExpectationSpec, ...]:
    """The built-in expectations as the rules under ``home`` change them, then the user's own.

    Raises:
        RuleError: a file cannot be read, or a rule in it cannot be used.
    """
    specs = list(built_in(settings.gate))
    for path in _files(home):
        if path.suffix == ".py":
            new, changes = _python(path), []
        else:
            found = _read(path)
            new, changes = [_spec(path, rule) for rule in found.rule], found.change
        for spec in new:
            if any(spec.name == other.name for other in specs):
                raise RuleError(f"{path}: there is an expectation called {spec.name} already. Give yours another name.")
            specs.append(_checked(path, replace(spec, file=str(path)), settings))
        for change in changes:
            specs = _changed(path, specs, change, settings.gate, built_in)
    return tuple(specs)


def _files(home: Path) -> list[Path]:
    plain = [home / f"expectations{suffix}" for suffix in (".toml", ".yaml", ".yml")]
    return [path for path in plain if path.is_file()] + sorted((home / "expectations").glob("*.py"))


def _read(path: Path) -> RuleFile:
    try:
        text = written_by_hand(path)
        if path.suffix == ".toml":
            content = tomllib.loads(text)
        else:
            import yaml

            try:
                content = yaml.safe_load(text) or {}
            except yaml.YAMLError as broken:
                mark = getattr(broken, "problem_mark", None)
                line = f", line {mark.line + 1}," if mark is not None else ""
                raise RuleError(f"{path}{line} is not YAML. Mend it there.") from broken
        return RuleFile.model_validate(content)
    except OSError as broken:
        raise RuleError(f"{path} cannot be read. Make it readable, or take it away.") from broken
    except tomllib.TOMLDecodeError as broken:
        raise RuleError(f"{path} is not TOML: {broken}. Mend it there.") from broken
    except ValidationError as broken:
        raise RuleError(
            f"{path}: {'; '.join(_faults(broken, content))}. See docs/expectations.md for an example."
        ) from broken


def _faults(broken: ValidationError, content: Any) -> list[str]:  # noqa: ANN401 - whatever the file holds
    """Each fault with the name of its rule, where it has one."""
    told = []
    for fault in broken.errors():
        place = [str(part) for part in fault["loc"]]
        with suppress(KeyError, IndexError, TypeError):
            place[1] = str(content[fault["loc"][0]][fault["loc"][1]]["name"])
        said = PATTERNS.get(place[-1]) if fault["type"] == "string_pattern_mismatch" else None
        told.append(f"{' '.join(place) or 'the file'}: {said or fault['msg']}")
    return told


def _python(path: Path) -> list[ExpectationSpec]:
    try:
        found = runpy.run_path(str(path)).get("EXPECTATIONS")
    except (Exception, SystemExit) as broken:
        raise RuleError(f"{path} cannot be run: {type(broken).__name__}: {broken}. Mend it there.") from broken
    if not isinstance(found, list | tuple) or not all(isinstance(one, ExpectationSpec) for one in found):
        raise RuleError(
            f"{path} has no list EXPECTATIONS of expectations.ExpectationSpec. Add it, or take the file away."
        )
    return [replace(one, own=True) for one in found]


def _spec(path: Path, rule: Rule) -> ExpectationSpec:
    if (rule.sql is None) == (rule.builtin is None):
        raise RuleError(f"{path}: {rule.name} needs either sql or builtin. Give it one of them.")
    return ExpectationSpec(**rule.model_dump(), own=True)


def _checked(path: Path, spec: ExpectationSpec, settings: Settings) -> ExpectationSpec:
    """``spec``, ready to run.

    Raises:
        RuleError: its name, table or SQL cannot be used.
    """
    if not NAME.fullmatch(spec.name):
        raise RuleError(f"{path}: {spec.name!r} is no name: {A_NAME}.")
    if spec.table not in TABLE_NAMES:
        raise RuleError(
            f"{path}: {spec.name} speaks of {spec.table!r}, which is no table. Use one of {', '.join(TABLE_NAMES)}."
        )
    if spec.builtin is not None:
        if spec.level == "row":
            raise RuleError(
                f"{path}: {spec.name} is a row rule and a built-in one, which cannot name its rows. Write it as sql."
            )
        return _of_columns_there(path, spec, settings)
    return _with_columns(path, spec, settings)


def _of_columns_there(path: Path, spec: ExpectationSpec, settings: Settings) -> ExpectationSpec:
    """``spec``, an expectation that Great Expectations brings, which would only say that there was an error.

    Raises:
        RuleError: its table has no such column.
    """
    (table,) = (one for one in tables_with(settings.publishing.article_columns) if one.name == spec.table)
    there = [column.name for column in table.columns]
    asked = [spec.kwargs[name] for name in ("column", "column_A", "column_B") if name in spec.kwargs]
    listed = spec.kwargs.get("column_list", [])
    for name in (*asked, *(listed if isinstance(listed, list) else [])):
        if name not in there:
            near = get_close_matches(str(name), there, n=1)
            meant = f"; did you mean {near[0]}?" if near else f". Use one of {', '.join(there)}."
            raise RuleError(
                f"{path}: {spec.name} asks for the column {name!r}, which {spec.table} does not have{meant}"
            )
    return spec


def _with_columns(path: Path, spec: ExpectationSpec, settings: Settings) -> ExpectationSpec:
    """``spec`` after its SQL was prepared against empty tables; a row rule's with document_id and detail."""
    sql = str(spec.sql).strip().rstrip(";")
    columns = _columns(path, spec.name, sql, settings)
    if spec.level == "table":
        return replace(spec, sql=sql, key=spec.key or tuple(name for name in columns if name.endswith("_id"))[:2])
    detail = "detail" if "detail" in columns else f"{sql_list((spec.description,))} AS detail"
    if "document_id" in columns:
        sql = f"SELECT document_id, {detail} FROM (\n{sql}\n)"
    elif "article_id" in columns:
        sql = f"SELECT a.document_id, {detail} FROM (\n{sql}\n) JOIN articles AS a USING (article_id)"
    else:
        raise RuleError(
            f"{path}: {spec.name} is a row rule, and its SQL returns neither document_id nor article_id. Select one."
        )
    return replace(spec, sql=sql, key=("document_id",))


def _columns(path: Path, name: str, sql: str, settings: Settings) -> list[str]:
    import duckdb

    from expectations import facts
    from expectations.rulings import read_rulings
    from kliping.warehouse.connections import shut_in

    with duckdb.connect(":memory:") as database:
        for table in tables_with(settings.publishing.article_columns):
            database.execute(table.ddl())
        database.execute("CREATE TABLE this_edition (edition INTEGER, checked_at TIMESTAMPTZ)")
        facts.prepare(database, read_rulings(None))
        facts.measure(database, settings.gate, facts.nothing_arrived, [sql])
        shut_in(database, spill=False)
        try:
            statements = duckdb.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise RuleError(
                    f"{path}: the SQL of {name} is not one SELECT. Write a query of the rows that break it."
                )
            described = database.execute(f"DESCRIBE SELECT * FROM (\n{sql}\n)").fetchall()
        except duckdb.Error as broken:
            fault = re.sub(r"\s+", " ", str(broken).split("\n\n")[0])
            raise RuleError(f"{path}: the SQL of {name} cannot be used: {fault}") from broken
    return [str(column[0]) for column in described]


def _changed(
    path: Path,
    specs: Iterable[ExpectationSpec],
    change: Change,
    gate: GateSettings,
    built_in: Callable[[GateSettings], tuple[ExpectationSpec, ...]],
) -> list[ExpectationSpec]:
    subject = change.expectation or change.table
    if subject is None or (change.expectation and change.table):
        raise RuleError(f"{path}: a change names either an expectation or a table. Give it one of them.")
    specs = list(specs)
    chosen = [spec for spec in specs if subject == (spec.name if change.expectation else spec.table)]
    if not chosen:
        raise RuleError(f"{path}: there is no expectation called {subject}. docs/expectations.md lists them all.")
    made = {spec.name: spec for spec in built_in(_thresholds(path, change, gate))}
    out = []
    for spec in specs:
        if spec not in chosen:
            out.append(spec)
            continue
        told = replace(made.get(spec.name, spec), severity=change.severity or spec.severity)
        scope = _scope(change)
        if scope is None:
            out.append(told)
        elif spec.level == "row" and spec.sql is not None:
            name, condition = scope
            out += [
                replace(spec, sql=_within(spec.sql, f"NOT {condition}")),
                replace(told, name=f"{spec.name}__{name}", sql=_within(str(told.sql), condition), own=True),
            ]
        elif change.expectation:
            raise RuleError(f"{path}: {spec.name} judges a whole table, so it cannot differ by language or outlet.")
        else:
            out.append(spec)
    return out


def _thresholds(path: Path, change: Change, gate: GateSettings) -> GateSettings:
    try:
        return type(gate).model_validate({**gate.model_dump(), **change.thresholds})
    except ValidationError as broken:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in broken.errors())
        raise RuleError(
            f"{path}: a change's thresholds cannot be used: {faults}. See docs/settings.md, gate."
        ) from broken


def _scope(change: Change) -> tuple[str, str] | None:
    """A name for the scope of ``change``, and the documents in it as a condition; None: everywhere."""
    parts = [("language", change.language), ("publisher", change.outlet)]
    given = [(column, value) for column, value in parts if value is not None]
    if not given:
        return None
    name = "_".join(re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_") or "other" for _, value in given)
    where = " AND ".join(f"{column} = {sql_list((value,))}" for column, value in given)
    return name, f"(document_id IN (SELECT document_id FROM articles WHERE {where}))"


def _within(sql: str, condition: str) -> str:
    return f"SELECT * FROM (\n{sql}\n) AS scoped WHERE {condition}"
