"""Addresses of what the web server of ``kliping ui`` shows beside the UI, such as Data Docs and the reading room.

Belongs here: addresses that open by a click, without a host, so that they hold behind any proxy. Does not belong here:
what is served at them (``workflows.web``).
"""

from __future__ import annotations

ROOT = "/kliping"
READING_ROOM = f"{ROOT}/room/"
REPORT = f"{ROOT}/report"

GROUPS = ("read", "understand", "compare", "audit", "publish", "tables")
"""The groups of the graph, in the order of the flow."""

UNFOLDED = "/asset-groups?expanded=" + ",".join(f"global@global:{group}" for group in GROUPS)
"""The graph with all of its groups open: Dagster folds a graph of many assets."""


def links_of(edition: int) -> dict[str, str]:
    """What there is to read about an edition, by name."""
    return {
        "data_docs": f"{ROOT}/data-docs/{edition:08d}/index.html",
        "all_editions": f"{ROOT}/data-docs/index.html",
        "report": REPORT,
        "reading_room": READING_ROOM,
    }


def rows_page(edition: int, expectation: str) -> str:
    """The page with the rows that break an expectation: title, address, value."""
    return f"{ROOT}/rows/{edition}/{expectation}"
