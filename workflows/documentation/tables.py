"""``docs/tables.md``: every published table and view, from their descriptions.

Belongs here: how the published tables are shown to a reader. Does not belong here: a word about any one table or
column; that is its comment, which the published file carries as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.tables.search import SEARCH_TABLES
from kliping.tables.tables import TABLES
from kliping.tables.views import VIEWS
from workflows.documentation.markdown import cell

if TYPE_CHECKING:
    from kliping.tables.description import Table
    from kliping.tables.views import View

INTRODUCTION = """\
# Tables

What the published file (`<home>/kliping.duckdb`) holds. Every table and column carries the same words as a `COMMENT`,
so a SQL client shows them too. `make docs` writes this page.

A column or table marked † speaks of when, or in what split, pages arrived, so it is left out of `tables_sha256`: that
is the same whenever the same pages went in, in any order and any number of batches.

`publishing.article_columns` puts columns of the sources' own tables behind those of `articles`: their type and comment
are what the [settings](settings.md) say, they count in `tables_sha256`, and `kliping export` writes them too.
"""

ABOUT_VIEWS = """\
# Views

Questions that people ask again and again, answered by name. A view holds no fact of its own.
"""

ABOUT_SEARCH = """\
# Search index

What the macro `search` reads ([from SQL clients](sql.md)). It follows from `articles`.
"""


def tables_document() -> str:
    """The page that documents every published table and column, in Markdown."""
    parts = [INTRODUCTION, *(_section(table) for table in TABLES)]
    parts += [ABOUT_VIEWS, *(_view_section(view) for view in VIEWS)]
    parts += [ABOUT_SEARCH, *(_section(table) for table in SEARCH_TABLES)]
    return "\n".join(parts)


def _section(table: Table) -> str:
    mark = "" if table.hashed else " †"
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = [
        f"## `{table.name}`{mark}",
        "",
        table.comment,
        "",
        *([f"Ordered by {key}.", ""] if key else []),
        "| column | type | what it holds |",
        "|---|---|---|",
    ]
    rows += [
        f"| `{column.name}`{' †' if column.volatile else ''} | {table.type_of(column)} | {cell(column.comment)} |"
        for column in table.columns
    ]
    return "\n".join(rows) + "\n"


def _view_section(view: View) -> str:
    rows = [f"## `{view.name}`", "", view.comment, "", "| column | what it holds |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{name}` | {cell(comment)} |" for name, comment in view.columns)]) + "\n"
