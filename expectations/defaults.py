"""What must hold of a table that has no suite of its own: the rules that follow from its description.

Belongs here: rules made of a table's key, its columns, and whose its rows are. Does not belong here: what must hold of
any one table (``expectations.suites``), or which tables have none (``expectations.rulebook``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.tables.description import Table

NAMED_BY = {"document_id": "documents", "article_id": "articles", "group_id": "documents"}
"""Columns that name something, and the table that has it; ``other_document_id`` names a document as well."""


def of_table(table: Table) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``table``: its key tells rows apart, and what its rows name is there."""
    references = [
        _refers(table, column.name, named)
        for column in table.columns
        for named in NAMED_BY
        if column.name == named or column.name.endswith(f"_{named}")
    ]
    return (*((_unique(table),) if table.key else ()), *references)


def _unique(table: Table) -> ExpectationSpec:
    """That no key is there twice, nor a part of one missing that has to be known.

    Of the rows that break it only what names a document or an article is shown: other parts of a key may be words of a
    page.
    """
    alone = table.belongs_to is not None and table.belongs_to in table.key
    shown = (str(table.belongs_to),) if alone else tuple(name for name in table.key if name.endswith("_id"))
    missing = [f'"{name}" IS NULL' for name in table.key if name not in table.unknown]
    rows = ", ".join((*(f'"{name}"' for name in shown), "count(*) AS rows"))
    return ExpectationSpec(
        name=f"unique_rows_of_{table.name}",
        table=table.name,
        scope="document" if alone else "corpus",
        column=table.key[0],
        severity="critical",
        dimension="uniqueness",
        description=f"A row is told from the others by {_listed(table.key)}.",
        sql=f"""
SELECT {rows} FROM {table.name} GROUP BY {", ".join(f'"{name}"' for name in table.key)}
HAVING {" OR ".join(("count(*) > 1", *missing))}""",
        key=shown or ("rows",),
    )


def _refers(table: Table, column: str, named: str) -> ExpectationSpec:
    there = NAMED_BY[named]
    own = column == table.belongs_to
    return ExpectationSpec(
        name=f"{column}_of_{table.name}_is_there",
        table=table.name,
        scope="document" if own else "corpus",
        column=column,
        severity="critical",
        dimension="consistency",
        description=f"What {column} names is in {there}.",
        sql=f"""
SELECT DISTINCT r."{column}" FROM {table.name} AS r ANTI JOIN {there} AS t ON t.{named} = r."{column}"
{"" if own else f'WHERE r."{column}" IS NOT NULL'}""",
        key=(column,),
    )


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
