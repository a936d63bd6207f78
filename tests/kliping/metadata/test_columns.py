"""Names of persons and outlets in cells, and a column's word beside the page's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.columns import people_in
from kliping.metadata.confidence import confidence
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch

TITLE = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak"
BODY = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam.",
)


def read(page, fields):
    documents, lines, languages = batch([page], fields=fields)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    return lines, evidence, chosen_values(evidence).row(0, named=True)


SITES = frozenset(["kabarlereng"])


@pytest.mark.parametrize(
    ("cell", "authors", "editors"),
    [
        ("Sari Dewi - kabarSport", ["Sari Dewi"], []),
        ("Sari Dewi -Olahraga", ["Sari Dewi"], []),
        ("Sari Dewi, Kabar TV", ["Sari Dewi"], []),
        ("KabarLereng - Sari Dewi", ["Sari Dewi"], []),
        ("Kabar Lereng", [], []),
        ("Ani", ["Ani"], []),
        ("ANI", [], []),
        ("Lee Sun Ho", ["Lee Sun Ho"], []),
        ("Lereng Herald", [], []),
        ("Tim Redaksi", [], []),
        ("Siti Marlina, S.Sos., M.Si. dan Joko Pranowo", ["Siti Marlina", "Joko Pranowo"], []),
        ("Rina Kusuma / Dede Firmansyah, Ahmad Yani", ["Rina Kusuma", "Dede Firmansyah", "Ahmad Yani"], []),
        ("Reporter: Rina Kusuma | Editor: Bayu Aji", ["Rina Kusuma"], ["Bayu Aji"]),
        ("Oleh Rina Kusuma (rk)", ["Rina Kusuma"], []),
        ("bonita -kabarTravel", ["bonita"], []),
        ("['Rina Kusuma', 'Bayu Aji']", ["Rina Kusuma", "Bayu Aji"], []),
        ("https://example.org/rina", [], []),
        ("rina@example.org", [], []),
        ("berita@example.org (Rina Kusuma)", ["Rina Kusuma"], []),
        ("{'name': 'Rina Kusuma', 'id': 3}", ["Rina Kusuma"], []),
        ("Kontributor Lereng", [], []),
        ("Kontributor Rina Kusuma", ["Rina Kusuma"], []),
        ("Kontributor Lereng: Rina Kusuma", ["Rina Kusuma"], []),
        ("Wartawan Lereng Timur: Rina Kusuma", ["Rina Kusuma"], []),
        ("Koresponden Lereng - Rina Kusuma", ["Rina Kusuma"], []),
        (
            "Rina Kusuma, Wening -detikOto",
            ["Rina Kusuma", "Wening"],
            [],
        ),  # persons of one name sign so; a town is not told
        ("Rina, Bayu", ["Rina", "Bayu"], []),
        ("['Rina Kusuma', 'Bayu']", ["Rina Kusuma", "Bayu"], []),
        ("Rina K/Jpnn", ["Rina K"], []),
        ("Rina Kusuma/Bayu", ["Rina Kusuma", "Bayu"], []),
        ("adminweb", [], []),
        ("Super User", [], []),
        ("editor_kl", [], []),
        ("Admin Lereng", [], []),
        ("Adminah Lestari", ["Adminah Lestari"], []),
        ("""[{'name': "Rina O'Dell"}, {'name': 'Bayu Aji'}]""", ["Rina O'Dell", "Bayu Aji"], []),
    ],
)
def test_the_persons_in_a_cell(cell, authors, editors):
    assert people_in(cell, SITES) == (authors, editors)


def test_where_the_page_agrees_confidence_rises_and_where_not_the_evidence_says_so():
    def told(day):
        _, evidence, chosen = read([TITLE, "Senin, 3 Juni 2024", *BODY], fields=[("published_on", day, "tanggal")])
        rows = evidence.filter((evidence["field"] == "published_on") & (evidence["basis"] == "column"))
        return rows.row(0, named=True), str(chosen["published_on"])

    agreed, _ = told("3 Juni 2024")
    differs, day = told("5 Juni 2024")
    assert agreed["confidence"] > differs["confidence"]
    assert (day, differs["evidence"]) == (
        "2024-06-05",
        "tanggal: 5 Juni 2024 (the page says 2024-06-03: the column is believed)",
    )


def test_a_line_and_the_address_outvote_a_column():
    brought = [("published_on", "9 Juni 2024", "tanggal"), ("url", "https://kabar.example/2024/06/03/x", "url")]
    _, _, chosen = read([TITLE, "Senin, 3 Juni 2024", *BODY], fields=brought)
    assert str(chosen["published_on"]) == "2024-06-03"


def test_a_source_that_is_the_site_of_the_address_is_the_publisher():
    brought = [("source", "KabarLereng", "sumber"), ("url", "https://www.kabarlereng.example.org/1", "url")]
    _, _, chosen = read([TITLE, *BODY], fields=brought)
    assert (chosen["publisher"], chosen["source"]) == ("KabarLereng", None)


@pytest.mark.parametrize("sign", ["-", "|"])
def test_a_title_of_a_column_loses_the_source_behind_it(sign):
    brought = [("title", f"Jembatan Desa Pulih {sign} Kabar Contoh", "judul"), ("source", "Kabar Contoh", "sumber")]
    _, _, chosen = read(BODY, fields=brought)
    assert chosen["title"] == "Jembatan Desa Pulih"


@pytest.mark.parametrize(
    ("field", "value", "evidence", "chosen"),
    [
        ("title", TITLE, f"judul: {TITLE} (the page agrees)", TITLE),
        ("title", f"{TITLE} - Kabar", f"judul: {TITLE} - Kabar (the page agrees)", None),
        (
            "title",
            "Jembatan Desa Pulih Lagi",
            f"judul: Jembatan Desa Pulih Lagi (the page says {TITLE}: the column is believed)",
            "Jembatan Desa Pulih Lagi",
        ),
        ("authors", "Rina Kusuma", "penulis: Rina Kusuma (the page agrees)", ["Rina Kusuma"]),
        (
            "authors",
            "Bayu Aji",
            "penulis: Bayu Aji (the page says Rina Kusuma: the column is believed)",
            ["Bayu Aji"],
        ),
        ("authors", "Rina Kusuma; Bayu Aji", None, ["Rina Kusuma", "Bayu Aji"]),
    ],
)
def test_titles_and_authors_have_two_witnesses_too(field, value, evidence, chosen):
    name = {"title": "judul", "authors": "penulis"}[field]
    page = [TITLE, "Penulis: Rina Kusuma", "Senin, 3 Juni 2024", *BODY]
    _, found, values = read(page, fields=[(field, value, name)])
    rows = found.filter((found["field"] == field) & (found["basis"] == "column"))
    if evidence:
        assert rows["evidence"].to_list() == [evidence]
        assert (rows["confidence"][0] > confidence(field, "column")) == ("agrees" in evidence)
    if chosen:
        assert values[field] == chosen


def test_a_doubted_column_yields_to_the_page():
    page = [TITLE, "Penulis: Rina Kusuma", "Senin, 3 Juni 2024", *BODY]
    doubt = "it says the same in all of 20 rows"
    _, found, values = read(page, fields=[("authors", "Bayu Aji", "penulis", None, doubt)])
    assert values["authors"] == ["Rina Kusuma"]
    (row,) = found.filter(found["basis"] == "column").to_dicts()
    words = "the page says Rina Kusuma: it is believed, the column is doubted"
    assert row["evidence"] == f"penulis: Bayu Aji ({doubt}) ({words})"
    _, _, alone = read([TITLE, *BODY], fields=[("authors", "Bayu Aji", "penulis", None, doubt)])
    assert alone["authors"] == ["Bayu Aji"]


@pytest.mark.parametrize("account", ["adminweb", "superadmin", "webmaster", "Super User", "Admin Lereng", "editor_kl"])
def test_an_account_is_no_author_where_the_page_names_one(account):
    """The account by which a page was put up stood in its markup and above its text, and hid who wrote it."""
    html = (
        f'<html><head><meta name="author" content="{account}"/></head><body><h1>{TITLE}</h1>'
        f"<p>oleh {account}</p><p>{BODY[0]}</p><p>{BODY[1]}</p><p>Penulis: Rina Kusuma</p></body></html>"
    )
    page = [("title", TITLE), ("byline", f"oleh {account}"), *BODY, ("byline", "Penulis: Rina Kusuma")]
    evidence = extract_metadata(*batch([page], html=html), MetadataSettings())
    assert chosen_values(evidence).row(0, named=True)["authors"] == ["Rina Kusuma"]
