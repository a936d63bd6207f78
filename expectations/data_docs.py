"""Data Docs: a page a person can read about one edition's audit, offline.

Belongs here: the page. Does not belong here: what is on it (``expectations.auditor``).

Great Expectations' own site loads styles and scripts from the network, so this one is written here: one file, no script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.auditor import Audit


def build_data_docs(audit: Audit, folder: Path) -> Path:
    """Write the page of ``audit`` under ``folder`` and return its ``index.html``."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    environment = Environment(loader=PackageLoader("expectations"), autoescape=select_autoescape(default=True))
    page = folder / f"edition-{audit.edition:06d}" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(environment.get_template("edition.html").render(audit=audit), encoding="utf-8")
    return page
