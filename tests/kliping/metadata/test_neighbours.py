"""What is found in a page does not hang on the pages read with it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from kliping.metadata import extract_metadata
from kliping.metadata.survey import surveyed
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch

LONG = "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang"
PAGES = [
    [TITLE, *BODY, "Sari Wulandari"],
    [TITLE, "Sari Wulandari"],
    [TITLE, "oleh Sari Wulandari"],
    [TITLE],
    [("body", LONG)],
    [*BODY, "Penulis:"],
    [*BODY, "Sari Wulandari"],
    ["Beranda", TITLE],
]
BESIDE = [
    ["3 Mei 2024, 10:05 WIB", TITLE, *BODY],
    ["Penulis: Bayu Pratama", "3 Mei 2024", *BODY],
    ["Wartawan Kabar Contoh", "Bayu Pratama", *BODY],
    ["dan kawan-kawan", ("body", LONG), *BODY],
    [("body", LONG), *BODY, "Penulis:"],
]


def found(pages):
    """The evidence of each page of a batch, without what names the page."""
    documents, lines, languages = batch(pages)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    return [evidence.filter(document_id=name).drop("document_id").rows() for name in documents["document_id"]]


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
def test_a_page_is_read_alone_as_it_is_between_others(page):
    between = found([one for other in BESIDE for one in (other, page)] + [BESIDE[0]])
    assert between[1::2] == found([page]) * len(BESIDE)


def test_what_stands_beside_a_line_stands_on_its_page():
    survey = surveyed(*batch([["Satu", "Dua", "Tiga"], ["Empat", "Lima"]]))
    said = np.array([True, False, True, True, False])
    rows = np.arange(5)
    assert survey.beside(said, rows, 1).tolist() == [False, True, False, False, False]
    assert survey.beside(said, rows, -1).tolist() == [False, True, False, False, True]
    assert survey.beside(said, rows, 1, 2).tolist() == [True, True, False, False, False]
    assert survey.beside(said, rows, -2).tolist() == [False, False, True, False, False]
    ends = np.array([True, False, False, False, True])  # of the batch: what lies beyond is nobody's
    assert survey.beside(ends, rows, -2).tolist() == [False, False, True, False, False]
    assert survey.beside(ends, rows, 2).tolist() == [False] * 5
