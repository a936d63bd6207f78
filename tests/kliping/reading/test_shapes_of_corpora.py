"""Shapes in which corpora, scrapers and messengers hold their texts: tokens, lists, pieces, stories, several roots."""

from __future__ import annotations

import json

import pytest

PROSE = "Wali Kota meresmikan jembatan baru.\n\nWarga desa menyambut jembatan itu pada Senin pagi."


TOKENS = [
    ["Warga", "(", "dua", "orang", ")", "datang", ",", "lalu", "pulang", "."],
    ['"', "Hujan", "!", '"', "kata", "Sari", "."],
]
TOLD = 'Warga (dua orang) datang, lalu pulang.\n"Hujan!" kata Sari.'


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"clean_article": TOKENS, "clean_summary": TOKENS[:1]}, TOLD),
        ({"paragraphs": [TOKENS[:1], TOKENS[1:]]}, TOLD),
        ({"text": ["Banjir", "surut", "lagi", "kemarin"]}, "Banjir\nsurut\nlagi\nkemarin"),
        (
            {"text": ["Banjir surut.", "Warga pulang.", "Pasar buka.", "."]},
            "Banjir surut.\nWarga pulang.\nPasar buka.\n.",
        ),
        ({"text": ["Banjir di ", {"type": "bold", "text": "Muara"}, " surut."]}, "Banjir di Muara surut."),
    ],
)
def test_lists_that_hold_the_words_of_a_text(read, row, text):
    rows = [{"title": "Jembatan", **row}] * 5
    assert read("pages.jsonl", "\n".join(map(json.dumps, rows)).encode())["text"].to_list() == [text] * 5
    assert read("pages.json", json.dumps(rows).encode())["text"].to_list() == [text] * 10  # both files


def test_messages_of_a_channel_are_its_rows_and_no_pieces_of_them(read):
    text = [{"type": "bold", "text": "Jembatan dibuka"}, f"\n\n{PROSE} ", {"type": "link", "text": "example.org"}]
    messages = [{"id": n, "type": "message", "date": f"2021-06-0{n}T09:00:00", "text": text} for n in (1, 2)]
    documents = read("result.json", json.dumps({"name": "Kabar", "messages": messages}).encode())
    assert documents["text"].to_list() == [f"Jembatan dibuka\n\n{PROSE} example.org"] * 2


@pytest.mark.parametrize("title", [["\n  Jembatan dibuka\n "], ['Jembatan "dibuka"'], [], "[Foto] Jembatan"])
def test_a_title_that_a_scraper_left_in_its_list(read, title):
    rows = [{"title": title, "text": [f"\r\n{PROSE}\n"], "date": ["\n7 June 2021\n"]}] * 2
    fields = read("pages.json", json.dumps(rows).encode())["fields"].to_list()
    told = [" ".join(one.split()) for one in title] if isinstance(title, list) else [title]
    assert [[one["value"] for one in row if one["field"] == "title"] for row in fields] == [told] * 2


NITF = f"""<?xml version="1.0"?><nitf><head><title>Kepala</title>
<docdata><date.issue norm="20050607T090000Z"/></docdata>
<pubdata name="Kabar Contoh"/></head><body><body.head><hedline><hl1>Jembatan dibuka</hl1></hedline>
<byline class="print_byline">By SARI DEWI</byline></body.head><body.content>
<block class="lead_paragraph"><p>Awal.</p></block>
<block class="full_text"><p>{PROSE}</p><p>Akhir.</p></block></body.content></body></nitf>"""


def test_a_story_of_an_agency_is_one_document_with_its_fields(read):
    documents = read("story.xml", NITF.encode())
    assert documents["text"].to_list() == [f"{' '.join(PROSE.split())}\n\nAkhir."]
    fields = {one["field"]: one["value"] for one in documents["fields"][0]}
    assert fields == {
        "title": "Jembatan dibuka",
        "authors": "By SARI DEWI",
        "published_on": "2005-06-07",
        "publisher": "Kabar Contoh",
    }
    bare = NITF.replace(' class="full_text"', "").replace(' norm="20050607T090000Z"', "")
    documents = read("story.xml", bare.encode())
    assert documents["text"].to_list() == [f"Awal.\n\n{' '.join(PROSE.split())}\n\nAkhir."]
    assert "published_on" not in {one["field"] for one in documents["fields"][0]}


DOC = "<DOC id='A_{0}'>\n<HEADLINE>\nJembatan {0} &amp; pasar\n</HEADLINE>\n<TEXT>\n<P>\n{1}\n</P>\n</TEXT>\n</DOC>\n"


def test_documents_one_behind_another_without_a_root_are_rows(read):
    text = " ".join(PROSE.split())
    documents = read("afp.sgm", "".join(DOC.format(n, text) for n in (1, 2, 3)).encode())
    assert documents["member"].to_list() == ["#1", "#2", "#3"]
    assert documents["text"].str.contains(text, literal=True).all()
    titles = [[one["value"] for one in row if one["field"] == "title"] for row in documents["fields"].to_list()]
    assert titles == [[f"Jembatan {n} & pasar"] for n in (1, 2, 3)]


@pytest.mark.parametrize("end", ["<DOC id='4'><TEXT>", "<P>sisa", "sisa"])
def test_what_is_cut_off_among_them_stays_one_page(read, end):
    assert read("afp.sgm", (DOC.format(1, PROSE) + DOC.format(2, PROSE) + end).encode())["member"].to_list() == [None]
