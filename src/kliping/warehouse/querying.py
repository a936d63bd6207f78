"""What makes a file of tables easy to ask: the views, and the search index with its macros.

Belongs here: what is added once the tables are filled, wherever a file of tables is written. Does not belong here: the
queries of the views (``kliping.tables.views``) or of the index (``search``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.tables.views import VIEWS
from kliping.warehouse.search import index_articles

if TYPE_CHECKING:
    import duckdb


def make_queryable(connection: duckdb.DuckDBPyConnection) -> None:
    """Add every view, and to the search index the articles that are not in it yet.

    Args:
        connection: a file that holds every table, filled; it may have views and an index of this version.
    """
    index_articles(connection)
    for view in VIEWS:
        connection.execute(view.ddl())
