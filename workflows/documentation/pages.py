"""Which pages are written, and writing them.

Belongs here: the list of pages. Does not belong here: what is in one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kliping.files import replacing
from workflows.documentation.expectations import expectations_document
from workflows.documentation.flow import with_flow
from workflows.documentation.formats import with_formats
from workflows.documentation.questions import with_answers
from workflows.documentation.settings import settings_document
from workflows.documentation.tables import tables_document

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).resolve().parents[2] / "docs"

PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_document,
    "tables.md": tables_document,
    "expectations.md": expectations_document,
}
"""Pages that follow from the code alone, by the name of their file."""

PARTS: dict[str, Callable[[str], str]] = {"reading.md": with_formats, "architecture.md": with_flow}
"""Pages written by hand of which a part follows from the code, by the name of their file."""

ANSWERED = "sql.md"
"""The page that shows questions with the answers of a published file."""


def write_pages(folder: Path = DOCS, published: Path | None = None) -> list[Path]:
    """Write every page into ``folder``, the answered one if there is a published file to ask; returns what it wrote."""
    texts = {name: page() for name, page in PAGES.items()}
    texts |= {name: part((folder / name).read_text(encoding="utf-8")) for name, part in PARTS.items()}
    if published is not None:
        texts[ANSWERED] = with_answers((folder / ANSWERED).read_text(encoding="utf-8"), published)
    for name, text in texts.items():
        with replacing(folder / name) as made:
            made.write_text(text, encoding="utf-8")
    return [folder / name for name in texts]
