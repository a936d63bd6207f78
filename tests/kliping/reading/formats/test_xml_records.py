"""XML that lists records: which elements are rows, and what their cells are."""

from __future__ import annotations

import pytest

from kliping.reading.formats.nitf import nitf_cells
from kliping.reading.formats.walk import pieces
from kliping.reading.formats.xml_records import records

LONG = "Warga Kampung Lio menata ulang pasar apung setelah banjir. " * 4
PLAIN = "".join(f"<berita id='{n}'><judul>Pasar {n}</judul><isi>{LONG}</isi></berita>" for n in (1, 2))
MARKED = "".join(f"<item><headline>Pasar {n}</headline><body><p>{LONG}</p><p>Akhir.</p></body></item>" for n in (1, 2))
NAMED = "".join(f'<row><field name="title">Pasar {n}</field><field name="content">{LONG}</field></row>' for n in (1, 2))
ATTRIBUTES = "".join(f'<doc title="Pasar {n}" url="https://example.org/{n}">{LONG}</doc>' for n in (1, 2))
PARAGRAPHS = "".join(
    f"<entri><judul>Pasar {n}</judul><paragraf>{LONG}</paragraf><paragraf>Akhir.</paragraf></entri>" for n in (1, 2)
)


def read(opened, text):
    stream, context = opened(text.encode())
    return list(pieces(stream, "pages.xml", None, context))


@pytest.mark.parametrize(
    "text",
    [
        f"<?xml version='1.0'?>\n<data>{PLAIN}</data>",
        f"<root><meta><made>2024</made></meta><items>{PLAIN}</items></root>",
        f"<root>{MARKED}</root>",
        f"<database name='a'>{NAMED}</database>",
        f"<documents>{ATTRIBUTES}</documents>",
        f"<!-- ekspor --><daftar>{PARAGRAPHS}</daftar>",
    ],
    ids=["elements", "wrapped", "markup", "named fields", "attributes", "paragraphs"],
)
def test_each_record_is_a_row(opened, text):
    (table,) = read(opened, text)
    mapping = table.profile.mapping
    assert (table.format, table.frame.height) == ("xml", 2)
    assert table.frame[mapping.fields["title"][0]].to_list() == ["Pasar 1", "Pasar 2"]
    assert LONG.strip() in table.frame[mapping.text[0]][1]


def test_a_single_record_below_a_wrapper_is_a_row(opened):
    (table,) = read(opened, f"<data><berita><judul>Pasar</judul><isi>{LONG}</isi></berita></data>")
    assert table.frame.height == 1


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<kutipan>tak ditutup", False),
        ("<kutipan>\nSatu baris.\nDua baris.\n</kutipan>", False),
        ("<bab><s>Pasar dibuka.</s><s>Warga datang.</s></bab>", True),
    ],
)
def test_what_lists_no_texts_or_is_no_xml_is_a_page_and_tags_are_no_words_of_it(opened, text, markup):
    stream, context = opened(text.encode())
    (page,) = records(stream, "a.xml", None, context, "xml")
    assert (page.format, page.markup, page.data) == ("text", markup, text.encode())


@pytest.mark.parametrize(
    ("root", "entry", "what"),
    [
        ("urlset", "<url><loc>https://example.org/1</loc><title>Pasar dibuka</title></url>", "a sitemap"),
        ("sitemapindex", "<sitemap><loc>https://example.org/a.xml</loc></sitemap>", "a list of sitemaps"),
        ("opml", "<body><outline text='Kabar' xmlUrl='https://example.org/rss'/></body>", "a list of feeds"),
    ],
)
def test_a_list_of_addresses_holds_no_page_and_is_refused_as_what_it_is(opened, root, entry, what):
    (refusal,) = read(opened, f"<?xml version='1.0'?><{root} xmlns='https://example.org/9'>{entry * 2}</{root}>")
    assert (refusal.reason, refusal.what) == ("no_page", what)


def test_a_list_that_says_it_is_xml_and_is_cut_off_is_refused(opened):
    text = f"<?xml version='1.0'?><data><berita><judul>Pasar</judul><isi>{LONG}</isi></berita><berita><ju"
    (refusal,) = read(opened, text)
    assert (refusal.reason, refusal.what) == ("broken_file", "XML")


def test_a_web_page_that_begins_with_an_unknown_element_stays_one(opened):
    (page,) = read(opened, f"<amp-state></amp-state><body><p>{LONG}</p><br></body>")
    assert (page.format, page.markup) == ("html", True)


def test_entities_are_not_resolved(opened):
    bomb = f'<!DOCTYPE a [<!ENTITY e "rahasia">]><a><b><judul>Satu</judul><isi>{LONG}&e;</isi></b></a>'
    stream, context = opened(bomb.encode())
    assert "rahasia" not in str([getattr(piece, "frame", None) for piece in records(stream, "", None, context, "xml")])


def test_a_story_has_the_first_of_the_places_that_hold_a_field():
    from lxml import etree

    story = """<nitf><head><title>Kepala</title></head><body><body.head><hedline><hl2>Bawah</hl2></hedline>
    <byline class="normalized_byline">Dewi, Sari</byline><byline class="print_byline">By SARI DEWI</byline>
    <dateline><location>MUARA</location><story.date norm="2005"/></dateline></body.head>
    <body.content>Tanpa paragraf.</body.content></body></nitf>"""
    told = {
        "title": "Kepala",
        "subtitle": "Bawah",
        "authors": "By SARI DEWI",
        "place": "MUARA",
        "text": "Tanpa paragraf.",
    }
    assert nitf_cells(etree.fromstring(story)) == told
