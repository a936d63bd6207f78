"""Names in credits at either end of a text that stands on one line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.cleaning.pieces import find_pieces
from kliping.frames import DOCUMENTS, LANGUAGES, LINES, conform
from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.people.credits import credited_in
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
import polars as pl
from pages import BODY, batch

PIECES = [
    ("Pewarta: Sari Dewi Editor: Budi Roy Hak Cipta © KABAR 2025", ["Sari Dewi"], ["Budi Roy"]),
    ("Reporter: Sari Dewi | Editor: Budi Roy", ["Sari Dewi"], ["Budi Roy"]),
    ("Penulis : Budi RoyVideo Editor: Sari DewiProduser: Ani Contoh#Air", ["Budi Roy"], []),
    ("Penulis: Budi Roy dan Sari Dewi", ["Budi Roy", "Sari Dewi"], []),
    ("Editor: Budi Roy", [], ["Budi Roy"]),
    ("Laporan wartawan Kabar Contoh, Sari Dewi", ["Sari Dewi"], []),
    ("Penulis: Redaksi", [], []),
]


@pytest.mark.parametrize(("piece", "authors", "editors"), PIECES)
def test_the_first_label_of_each_field_names(piece, authors, editors):
    found = credited_in(piece, "id")
    assert [name for field, name, _ in found if field == "authors"] == authors
    assert [name for field, name, _ in found if field == "editor"] == editors
    assert all(piece[at:].startswith(name) for _, name, at in found)


def read(*texts):
    documents, lines, languages = batch([list(texts)])
    kept = lines["paragraph"].is_not_null()
    lines = lines.with_columns(find_pieces(lines["text"], kept, {}))
    told = conform(documents, DOCUMENTS), conform(lines, LINES), conform(languages, LANGUAGES)
    evidence = extract_metadata(*told, MetadataSettings())
    return evidence, chosen_values(evidence).to_dicts()


def test_they_are_authors_and_editor_with_the_words_they_stand_in():
    text = f"{' '.join(BODY)} Pewarta: Sari Dewi Editor: Budi Roy"
    evidence, chosen = read(text)
    assert (chosen[0]["authors"], chosen[0]["editor"]) == (["Sari Dewi"], "Budi Roy")
    told = evidence.filter(pl.col("field").is_in(["authors", "editor"]), pl.col("chosen"))
    assert {text[a:b] for a, b in told.select("start", "end").rows()} == {"Sari Dewi", "Budi Roy"}


def test_a_line_of_its_own_names_them_before_a_piece_does():
    _, chosen = read("Penulis: Ani Contoh", f"{' '.join(BODY)} Pewarta: Sari Dewi Editor: Budi Roy")
    assert (chosen[0]["authors"], chosen[0]["editor"]) == (["Ani Contoh"], "Budi Roy")
