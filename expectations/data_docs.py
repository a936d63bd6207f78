"""Data Docs: a page a person can read about one edition's audit, offline, and a list of the pages there are.

Belongs here: the pages and how long they are kept. Does not belong here: what is on them (``expectations.auditor``).

Great Expectations' own site loads styles and scripts from the network and shows failing rows; these are plain files
without a script, escaped throughout, and hold keys and counts only.
"""

from __future__ import annotations

import json
import re
import shutil
from itertools import groupby
from typing import TYPE_CHECKING, Any

from expectations import records
from kliping.shown import plain

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.auditor import Audit

ROWS = "rows.json"
"""Beside a page: the keys of rows that break each expectation, for whoever wants to see their words in the tables."""

KEPT_PAGES = 20
"""Pages of earlier editions that stay beside the latest, where nothing else is said."""

_EDITION = re.compile(r"\d{1,12}")


def build_data_docs(audit: Audit, folder: Path, *, keep: int = KEPT_PAGES) -> Path:
    """Write the page of ``audit`` into ``folder``, which is named by its edition, and the list of pages beside it.

    Args:
        audit: what was found.
        folder: where the page goes; its siblings with a number for a name are the pages of other editions.
        keep: editions whose pages stay (``gate.data_docs_editions``); older ones are removed.

    Returns:
        The page's ``index.html``.

    Raises:
        StoreError: the folder cannot be written.
    """
    tables = [
        (name, list(outcomes))
        for name, outcomes in groupby(
            sorted(audit.outcomes, key=lambda one: (one.spec.table, one.success, one.spec.name)),
            key=lambda one: one.spec.table,
        )
    ]
    page = folder / "index.html"
    rulings = audit.rulings.filter("in_force").sort("ruled_at").rows(named=True)
    records.replace(page, rendered("edition.html", audit=audit, tables=tables, rulings=rulings))
    broken = {one.spec.name: one.sample for one in audit.outcomes if one.sample}
    records.replace(folder / ROWS, json.dumps(broken, ensure_ascii=False, default=str) + "\n")
    drop_old_docs(folder.parent, keep)
    return page


def drop_old_docs(folder: Path, keep: int) -> None:
    """Remove the pages of all but the last ``keep`` editions, and list those that stay.

    Raises:
        StoreError: the folder cannot be written.
    """
    if not folder.is_dir():
        return
    editions = sorted((one for one in folder.iterdir() if _EDITION.fullmatch(one.name)), key=lambda one: int(one.name))
    for old in editions[:-keep]:
        shutil.rmtree(old, ignore_errors=True)
    kept = [one.name for one in reversed(editions[-keep:])]
    records.replace(folder / "index.html", rendered("editions.html", editions=kept))


def rendered(template: str, **shown: Any) -> str:  # noqa: ANN401 - whatever the template shows
    """A page of ours: every word that is shown is escaped, and without characters that reorder or hide text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("expectations"), autoescape=True, undefined=StrictUndefined, finalize=_plain
    )
    return environment.get_template(template).render(**shown)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a template shows
    """What a page shows, before its markup is escaped: without characters that reorder or hide text."""
    return plain(value) if type(value) is str else value
