"""What becomes of tables as scrapers left them: ``python -m benchmarks.tables [FOLDER]``.

Runs everything over the files of FOLDER (default: the development exam's, beside the checkout) and prints a row a file:
its rows, the documents and articles they became, the shares with a title, a date, an author, a publisher, and how many
of those are what the file's own columns say.

Belongs here: the count, and a reading of the files that owes nothing to the project's. Does not belong here: accuracy
on pages (``benchmarks.accuracy``).
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.exam import SHARED
from kliping.settings import load_settings
from kliping.warehouse.connections import fetch, opened

FOLDER = SHARED / "gold" / "tables"

COLUMNS = {
    "title": ("title", "judul", "Judul"),
    "published_on": ("date", "tgl", "Tanggal", "tanggal", "tanggal_publikasi"),
    "authors": ("author",),
    "text": ("content", "isi", "Isi", "isiberita", "isi_berita", "konten"),
}
"""What the exam's files call their columns, as a person read them."""

MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
ENGLISH = {"may": 5, "aug": 8, "oct": 10, "dec": 12}

QUERY = """
SELECT d.uri, regexp_extract(d.member, '(\\d+)$', 1)::INTEGER AS row, d.status, e.field, list(e.value) AS said
FROM documents AS d LEFT JOIN metadata_evidence AS e ON e.document_id = d.document_id AND e.chosen
GROUP BY ALL"""

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    """The rows of a file by the plainest reader there is; cells as strings."""
    if path.suffix == ".csv":
        csv.field_size_limit(2**30)
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if row]
        return [dict(zip(header, row, strict=False)) for row in rows]
    if path.suffix == ".json":
        columns = json.loads(path.read_text(encoding="utf-8"))
        return [
            dict(zip(columns, map(str, row), strict=True))
            for row in zip(*(_cells(one) for one in columns.values()), strict=False)
        ]
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(path)
    sheet = [row for row in book.get_sheet_by_index(0).to_python() if any(cell != "" for cell in row)]
    return [dict(zip(map(str, sheet[0]), map(str, row), strict=False)) for row in sheet[1:]]


def _cells(column: Any) -> list[Any]:  # noqa: ANN401 - a column of any JSON
    return list(column.values()) if isinstance(column, dict) else list(column)


def cell_of(row: Row, field: str) -> str:
    """What the row's own column says; empty where it says nothing."""
    found = next((row[name].strip() for name in COLUMNS[field] if name in row), "")
    return "" if found.lower() in ("tidak ditemukan", "nan", "none", "-") else found


def days_of(cells: list[str]) -> list[date | None]:
    """The days of a column; figures with a slash have the month first where one of them can have nothing else."""
    month_first = any((found := re.match(r"\d{1,2}/(\d{1,2})/\d{4}", cell)) and int(found[1]) > 12 for cell in cells)
    return [_day(cell, month_first=month_first) for cell in cells]


def _day(cell: str, *, month_first: bool) -> date | None:
    if found := re.search(r"(\d{4})-(\d{2})-(\d{2})", cell):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif found := re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell):
        one, two = int(found[1]), int(found[2])
        parts = (int(found[3]), one, two) if month_first else (int(found[3]), two, one)
    elif found := re.search(r"(\d{1,2}) +([A-Za-z]{3})[a-z]*\.? +(\d{4})", cell):
        small = found[2].lower()
        number = ENGLISH.get(small) or (MONTHS.index(small) + 1 if small in MONTHS else 0)
        parts = (int(found[3]), number, int(found[1]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.lower())


def right(field: str, said: list[str], cell: str, day: date | None) -> bool | None:
    """Whether what was said is what the cell says; None where the cell says nothing to hold it against."""
    if field == "published_on":
        return None if day is None else said == [day.isoformat()]
    if not cell:
        return None
    return all(_bare(one) in _bare(cell) for one in said) if field == "authors" else _bare(said[0]) == _bare(cell)


def told(path: Path, found: pl.DataFrame) -> str:
    """The file's row of the printed table."""
    rows = rows_of(path)
    days = days_of([cell_of(row, "published_on") for row in rows])
    documents = found.unique("row")
    shares = []
    for field in ("title", "published_on", "authors", "publisher"):
        said = dict(found.filter(pl.col("field") == field).select("row", "said").iter_rows())
        share = f"{len(said) / max(documents.height, 1):.0%}"
        if field in COLUMNS:
            held = [right(field, one, cell_of(rows[at - 1], field), days[at - 1]) for at, one in said.items()]
            agree = [one for one in held if one is not None]
            share += f" ({sum(agree)} of {len(agree)} right)" if agree else ""
        shares.append(share)
    empty = sum(not cell_of(row, "text") for row in rows)
    counts = documents["status"].value_counts()
    articles = dict(counts.iter_rows()).get("published", 0)
    return f"| {path.name} | {len(rows)} | {documents.height} | {empty} | {articles} | {' | '.join(shares)} |"


def table(folder: Path) -> str:
    """The whole table, in Markdown."""
    from workflows.running import run_everything

    with tempfile.TemporaryDirectory() as home:
        settings = load_settings(None, home=Path(home), source=(str(folder),))
        run_everything(settings, lambda *_: None)
        with opened(settings.home / "kliping.duckdb") as connection:
            found = fetch(connection, QUERY)
    lines = [
        "| file | rows | documents | of them without a text | articles | title | date | author | publisher |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        told(path, found.filter(pl.col("uri").str.ends_with(f"/{path.name}")))
        for path in sorted(folder.iterdir())
        if path.suffix in (".csv", ".json", ".xlsx")
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table of the folder named, or of the exam's."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and Path(sys.argv[1]).is_dir() else FOLDER
    print(table(folder) if folder.is_dir() else f"There is no {folder}. Name a folder of tables.")


if __name__ == "__main__":
    main()
