"""The first paragraph in a column of its own."""

import polars as pl
import pytest

from kliping.reading.formats.leads import with_leads
from kliping.reading.formats.profiles import profile

LEAD = "Warga Desa Sukamaju membangun jembatan bambu setelah jembatan lama hanyut."
REST = "Kepala desa mengatakan pembangunan dilakukan secara swadaya oleh warga tiga dusun. " * 3
DATED = "SUKAMAJU, Kabar Contoh - " + LEAD


@pytest.mark.parametrize(
    ("column", "lead", "text", "found"),
    [
        ("lead", LEAD, REST, True),
        ("Teaser", LEAD, f"<p>{REST}</p>", True),
        ("lead", LEAD, f"{LEAD} {REST}", False),
        ("lead", LEAD.removesuffix(".") + " …", REST, False),
        ("lead", "Gotong royong di Desa Sukamaju", REST, False),
        ("summary", LEAD, REST, False),
        ("ringkasan", DATED, REST, True),
        ("excerpt", DATED, REST, True),
    ],
)
def test_sentences_that_the_texts_lack_are_their_first_paragraph(column, lead, text, found):
    told = profile({"judul": ["Jembatan"] * 2, column: [lead, lead], "isi": [text, text]}, {})
    assert (told.lead == column) == found
    assert found == (column not in told.mapping.columns)


def test_what_a_user_calls_a_subtitle_is_one():
    told = profile({"lead": [LEAD], "isi": [REST]}, {"subtitle": "lead", "text": "isi"})
    assert (told.lead, told.mapping.fields) == (None, {"subtitle": ("lead",)})


def test_a_first_paragraph_stands_before_the_text_that_lacks_it():
    texts = pl.Series([REST, f"{LEAD}\n{REST}", f"<p>{REST}</p>", None, REST])
    leads = pl.Series([f"<b>{LEAD}</b>", LEAD.upper(), LEAD, LEAD, "nan"])
    told = [f"{LEAD}\n{REST}", f"{LEAD}\n{REST}", f"<p>{LEAD}</p>\n<p>{REST}</p>", None, REST]
    assert with_leads(texts, leads).to_list() == told
