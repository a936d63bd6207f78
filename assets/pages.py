"""Addresses of what the web server of ``kliping ui`` shows beside the UI, such as Data Docs and the reading room.

Belongs here: addresses that open by a click, without a host, so that they hold behind any proxy that shows the UI
below the path of ``automation.path_prefix``. Does not belong here: what is served at them (``workflows.web``).
"""

from __future__ import annotations

from collections.abc import Sequence

ROOT = "/kliping"
READING_ROOM = f"{ROOT}/room/"
REPORT = f"{ROOT}/report"

GROUPS = ("read", "understand", "compare", "audit", "publish", "tables")
"""The groups of the graph, in the order of the flow."""

ALL_BATCHES = "*"
"""Every partition, as the launch dialog of *Materialize* writes a choice of them."""

NAMED = 200
"""Partitions that an address names at most; it stays short enough for every server and browser."""


def graph_page(batches: Sequence[str] | None = None) -> str:
    """The graph with all of its groups open, where *Materialize* finds batches chosen.

    Dagster folds a graph of many assets, and its launch dialog begins with no partition; both take what the address
    says (``default`` is the one dimension of partitions that are no product of others).

    Args:
        batches: names of the batches that are chosen, of which ``NAMED`` find room; None: all there are by then.
    """
    chosen = ALL_BATCHES if batches is None else ",".join(batches[:NAMED])
    expanded = ",".join(f"global@global:{group}" for group in GROUPS)
    return f"/asset-groups?expanded={expanded}&default_range={chosen}"


def links_of(edition: int, prefix: str) -> dict[str, str]:
    """What there is to read about an edition, by name.

    Args:
        edition: its number.
        prefix: path that the UI stands below (``automation.path_prefix``).
    """
    return {
        "data_docs": f"{prefix}{ROOT}/data-docs/{edition:08d}/index.html",
        "all_editions": f"{prefix}{ROOT}/data-docs/index.html",
        **links_of_tables(prefix),
    }


def links_of_tables(prefix: str) -> dict[str, str]:
    """What there is to read about the published tables, by name."""
    return {"report": f"{prefix}{REPORT}", "reading_room": f"{prefix}{READING_ROOM}"}


def rows_page(edition: int, expectation: str, prefix: str) -> str:
    """The page with the rows that break an expectation: title, address, value."""
    return f"{prefix}{ROOT}/rows/{edition}/{expectation}"
