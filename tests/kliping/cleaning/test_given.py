from datetime import UTC, datetime

import pytest

from kliping.cleaning import clean, page_kinds
from kliping.cleaning.given import given_titles
from kliping.reading import stream_documents
from kliping.settings import ReadingSettings
from kliping.settings.cleaning import CleaningSettings

SETTINGS = CleaningSettings()
BODIES = {
    "Resep Sambal Terasi": "10 cabai merah\n5 siung bawang merah\n1 sendok teh terasi\nGaram secukupnya",
    "Marktpreise": "Kartoffeln 1,20 Euro\nMöhren 1,80 Euro\nSpargel 9,50 Euro",
    "Di Tepi Sungai": "aku menunggu\nperahumu\nyang tak pernah tiba",
    "Hasil Liga": "Lereng 2-1 Muara\nKarangjati 0-0 Teratai",
}


@pytest.fixture
def read(tmp_path):
    def rows(*given):
        path = tmp_path / "rows.csv"
        quoted = ["title,text", *(f'"{title}","{text}"' for title, text in given)]
        path.write_text("\n".join(quoted), encoding="utf-8")
        (documents,) = stream_documents([str(path)], ReadingSettings(), datetime(2026, 1, 1, tzinfo=UTC))
        return documents

    return rows


def kept(documents):
    lines = clean(documents, SETTINGS)
    body = lines.filter(lines["paragraph"].is_not_null()).group_by("document_id", maintain_order=True).agg("text")
    return lines, dict(body.iter_rows())


def test_a_few_lines_that_a_table_gives_under_a_title_are_an_article(read):
    documents = read(*BODIES.items())
    lines, body = kept(documents)
    assert [body[name] for name in documents["document_id"]] == [text.split("\n") for text in BODIES.values()]
    assert page_kinds(documents, lines, SETTINGS)["page_kind"].to_list() == ["article"] * len(BODIES)


def test_a_long_text_is_left_to_the_model(read):
    documents = read(("Di Tepi Sungai", "aku menunggu"), ("Laporan", "Warga menunggu. " * 50))
    assert list(given_titles(documents).values()) == ["Di Tepi Sungai"]


def test_its_title_its_credits_and_its_date_are_not_its_body(read):
    text = "DI TEPI SUNGAI\n3 Mei 2021\naku menunggu\nperahumu\nFoto: Budi Contoh"
    assert list(kept(read(("Di Tepi Sungai", text)))[1].values()) == [["aku menunggu", "perahumu"]]


def test_a_page_with_its_menu_and_one_that_says_what_it_is_are_no_body(read):
    documents = read(("Jembatan", "Beranda\nDaerah\nIndeks\nTentang Kami"), ("404", "Halaman tidak ditemukan"))
    lines, body = kept(documents)
    assert documents["document_id"][0] not in body
    assert page_kinds(documents, lines, SETTINGS)["page_kind"].to_list() == ["empty", "error"]
