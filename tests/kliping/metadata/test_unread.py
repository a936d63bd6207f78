"""Cells of dates and names in which none could be read stay as evidence, and are chosen by nobody."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.unread import READ
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch

PAGE = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam.",
)


@pytest.mark.parametrize(
    ("field", "cell", "kept"),
    [
        ("published_on", "Awal pekan ini", True),
        ("published_on", "17 10.30", True),
        ("published_on", "17 Des 24", False),
        ("updated_on", "kapan saja", True),
        ("authors", "Kabar Lereng TV", True),
        ("authors", "Editor: Sari Dewi", False),
        ("editor", "Sari Dewi", False),
        ("publisher", "Kabar Lereng", False),
    ],
)
def test_a_cell_that_could_not_be_read_is_evidence_without_a_value(field, cell, kept):
    """It was nowhere, so that nobody could see that the table had a date."""
    documents, lines, languages = batch([PAGE], fields=[(field, cell, "kolom")])
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    row = evidence.filter(evidence["value"].is_null())
    told = [(field, "column", f"kolom: {cell}", 0.0, False)] if kept else []
    assert set(row["field"]) <= set(READ)
    assert row.select("field", "basis", "evidence", "confidence", "chosen").rows() == told
    if kept:
        found = chosen_values(evidence).row(0, named=True)
        assert found["published_on"] is None
        assert not found["authors"]
