import sys

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kliping.cleaning import clean, explain, paragraphs, removed_lines
from kliping.cleaning.flatten import split_lines
from kliping.frames import BODY_ROLES, LANGUAGES, LINES, PARAGRAPHS, REMOVED_LINES, ROLES, empty
from kliping.settings.cleaning import CleaningSettings
from tests.longer import many, seldom

SETTINGS = CleaningSettings()

PAGE = """Beranda
Nasional
Ekonomi
Warga Desa Sukamaju Panen Padi Lebih Awal Berkat Irigasi Baru

Oleh: Rina Contoh
Senin, 4 Maret 2024 10:15 WIB

Petani memanen padi di Desa Sukamaju, Senin (4/3). (Foto: Dok. Contoh)
Petani memanen padi di Desa Sukamaju, Senin (4/3). (Foto: Dok. Contoh)

SUKAMAJU – Para petani di Desa Sukamaju memanen padi dua pekan lebih awal setelah saluran irigasi baru mulai dipakai.

Kepala desa setempat mengatakan bahwa saluran itu dibangun warga secara gotong royong sejak pertengahan tahun lalu.

Baca Juga : Harga Gabah di Tingkat Petani Naik Tipis

“Kami menanam lebih cepat karena air sudah sampai ke sawah paling ujung,” kata seorang petani yang ditemui di sawahnya.

Menurut catatan dinas pertanian, hasil panen musim ini diperkirakan naik seperlima dibanding musim yang sama tahun lalu.

Pemerintah kabupaten berencana menambah dua saluran lagi di desa tetangga sebelum musim tanam berikutnya dimulai.

Editor : Budi Contoh

Bagikan :
Komentar
"""


@pytest.fixture(scope="module")
def page(documents):
    return clean(documents(PAGE), SETTINGS)


@pytest.mark.parametrize(
    ("start", "role"),
    [
        ("Beranda", "boilerplate"),
        ("Warga Desa", "title"),
        ("Oleh: Rina", "byline"),
        ("Senin, 4 Maret", "date"),
        ("Petani memanen", "caption"),
        ("SUKAMAJU – Para", "body"),
        ("Kepala desa", "body"),
        ("Baca Juga", "related"),
        ("“Kami menanam", "body"),
        ("Menurut catatan", "body"),
        ("Editor :", "editor"),
        ("Bagikan", "boilerplate"),
    ],
)
def test_each_line_has_its_role(page, start, role):
    assert page.filter(pl.col("text").str.starts_with(start)).get_column("role").first() == role


def test_a_caption_printed_twice_is_kept_once(page):
    twice = page.filter(pl.col("text").str.starts_with("Petani memanen")).select("line", "role", "same_as_line")
    assert twice.rows() == [(9, "caption", None), (10, "duplicate", 9)]


def test_a_title_printed_again_without_the_site_is_its_duplicate(documents):
    title = "Warga Desa Sukamaju Panen Padi Lebih Awal Berkat Irigasi Baru"
    lines = clean(documents(PAGE.replace(f"{title}\n", f"{title} - Contoh\n\n{title}\n")), SETTINGS)
    again = lines.filter(pl.col("text").str.starts_with(title)).select("line", "role", "same_as_line")
    assert again.rows() == [(4, "title", None), (6, "duplicate", 4)]


def test_a_body_pasted_twice_is_kept_once(documents):
    head, _, rest = PAGE.partition("SUKAMAJU –")
    body, _, foot = rest.partition("Editor :")
    lines = clean(documents(f"{head}SUKAMAJU –{body}SUKAMAJU –{body}Editor :{foot}"), SETTINGS)
    second = lines.filter(pl.col("text").str.starts_with("Menurut catatan")).select("role", "same_as_line").rows()
    first = lines.filter(pl.col("text").str.starts_with("Menurut catatan")).get_column("line").first()
    assert second == [("body", None), ("duplicate", first)]


def test_every_removed_line_says_why(page):
    assert page.get_column("reason").null_count() == 0
    related = page.filter(pl.col("role") == "related").get_column("reason").to_list()
    assert related == ["lexicon:id.related.baca juga"]


def test_explanations_name_the_three_strongest_features_without_lightgbm(documents, monkeypatch):
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    told = explain(documents(PAGE), SETTINGS)
    assert told.drop("features").equals(clean(documents(PAGE), SETTINGS))
    assert told.get_column("features").list.len().unique().to_list() == [3]


@pytest.mark.parametrize("line", ["Baris ini sama saja dengan yang lain.", seldom("a"), seldom("(" * 40), "日本" * 20])
def test_a_line_repeated_very_often_is_read_in_good_time(line, documents):
    lines = clean(documents(f"{line}\n" * 200_000), SETTINGS)
    assert lines.height == 200_000
    assert lines.filter(pl.col("role").is_in(BODY_ROLES) & (pl.col("text").str.len_chars() > 1)).height <= 1


@pytest.mark.parametrize("text", [None, "", " \n\t\n", "\u200b\n\ufeff"])
def test_nothing_to_read_gives_no_line(text, documents):
    assert clean(documents(text), SETTINGS).equals(empty(LINES))


def test_no_document_gives_no_line(documents):
    assert clean(documents(), SETTINGS).equals(empty(LINES))


def test_the_result_does_not_depend_on_the_batch(page, documents):
    others = clean(documents("Satu baris saja.", PAGE, "Menu\nCari"), SETTINGS)
    same = others.filter(pl.col("document_id") == "0001").drop("document_id")
    assert same.equals(page.drop("document_id"))


def test_a_page_with_an_extractors_opinion_does_not_touch_the_scores_of_others(page, documents):
    paragraphs_of_page = "".join(f"<p>{line}</p>" for line in PAGE.splitlines() if line)
    marked = documents({"html": f"<html><body><article>{paragraphs_of_page}</article></body></html>"}, markup=True)
    lines = clean(pl.concat([marked, documents(PAGE)]), SETTINGS)
    assert lines.filter(pl.col("document_id") == "0000").equals(page)


hostile = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "",
                "Baca Juga : Judul Lain",
                "By Jane Doe",
                "<script>alert(1)</script>",
                "a" * 5000,
                "\x00\x01",
                "0\x1f0",
                "。。。",
            ]
        ),
        st.text(max_size=80),
        st.sampled_from(PAGE.split("\n")),
    ),
    max_size=30,
).map("\n".join)


@pytest.mark.chaos
@settings(max_examples=many(50, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(hostile, min_size=1, max_size=3))
def test_every_line_is_in_a_paragraph_or_removed_once(documents, texts):
    given_documents = documents(*texts)
    lines = clean(given_documents, SETTINGS)
    expected = split_lines(given_documents.select("document_id", "text"))
    assert lines.select("document_id", "line", "text").equals(expected)
    assert set(lines.get_column("role")) <= set(ROLES)
    assert lines.schema == LINES
    body = paragraphs(lines, empty(LANGUAGES))
    removed = removed_lines(lines)
    assert (body.schema, removed.schema) == (PARAGRAPHS, REMOVED_LINES)
    kept = lines.filter(pl.col("role").is_in(BODY_ROLES))
    assert kept.height + removed.height == lines.height
    assert kept.get_column("paragraph").null_count() == 0
    for name in given_documents.get_column("document_id"):
        mine = kept.filter(pl.col("document_id") == name)
        whole = " ".join(body.filter(pl.col("document_id") == name).get_column("text"))
        # a mark that was broken off its word stands right behind it again
        assert whole.replace(" ", "") == "".join(mine.get_column("text")).replace(" ", "")
