"""The page of the corpus report: figures and charts in one HTML file without a script and without a network.

Belongs here: rendering. Does not belong here: figures (``figures``) and charts (``charts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kliping.files import replacing
from kliping.shown import plain
from workflows.report import charts
from workflows.report.figures import figures_of
from workflows.room.wording import number, wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kliping.warehouse.accuracy import Share


def write_report(edition: Path, file: Path, language: str, found: Sequence[Share] = ()) -> None:
    """Write the corpus report about the tables in ``edition`` to ``file``, whole or not at all.

    Args:
        edition: a file of tables.
        file: the HTML file.
        language: one of ``workflows.room.wording.LANGUAGES``.
        found: what a person found in a sample of the home; nothing where none was looked through.

    Raises:
        StoreError: the tables cannot be read, or the file cannot be written.
    """
    page = rendered(figures_of(edition), language, found)
    with replacing(file, "file") as temporary:
        temporary.write_text(page, encoding="utf-8")


def rendered(figures: dict[str, list[dict[str, Any]]], language: str, found: Sequence[Share] = ()) -> str:
    """The page; the same figures give the same bytes."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("workflows.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: plain(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["file_name"] = lambda uri: (uri or "").rstrip("/").rsplit("/", 1)[-1]
    return environment.get_template("report.html").render(
        f=figures, found=found, charts=charts, _=wording(language), number=number(language), language=language
    )
