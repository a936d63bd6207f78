import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.cleaning import clean
from kliping.cleaning.markup import listed_items
from kliping.cleaning.stated import stated_text
from kliping.cleaning.visible import visible_text
from kliping.settings.cleaning import CleaningSettings


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Satu</p><p>Dua</p>", "Satu\n\nDua"),
        ("<div>Satu</div><div>Dua</div>", "Satu\nDua"),
        ("<p>Satu <b>dan</b>\n dua</p>", "Satu dan dua"),
        ("<p>Satu<br>Dua</p>", "Satu\nDua"),
        ("<script>alert(1)</script><p>Satu</p><style>p{}</style>", "Satu"),
        ("<p>Satu<script>x</script> dua</p>", "Satu dua"),
        ("<!-- tak tampak --><p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
        ("<ul><li>Satu<li>Dua</ul>", "Satu\nDua"),
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>の本", "漢字の本"),
        ("<p>kan&shy;di&shy;dat&#8203;ur</p>", "kandidatur"),
        ("<p>Awal</p><noscript><img src=a><p>Isi</p><p>Akhir</p>", "Awal\n\nIsi\n\nAkhir"),
        ("<p>Awal</p><noscript>Nyalakan skrip</noscript><p>Akhir</p>", "Awal\n\nAkhir"),
        ("<table><tr><th>Ukuran<th>Harga<tr><td>1 gram<td>Rp617.000</table>", "Ukuran | Harga\n1 gram | Rp617.000"),
        ("<table><tr><td><p>Menu</p><td><p>Isi</p></table>", "Menu\n\nIsi"),
        ("<table><tr><td>Sendiri</table>", "Sendiri"),
        (
            "<table><tr><td><div>Persela</div><div>Muara</div>ekor<td>2<select><option>Pilih</select></table>",
            "Persela Muara ekor | 2",
        ),
        ("", ""),
        ("<", "<"),
    ],
)
def test_the_visible_page_is_flattened(source, text):
    assert visible_text(source) == text


def test_what_is_nested_too_deep_for_the_parser_is_not_lost():
    assert visible_text("<p>awal</p>" + "<div>" * 20_000 + "akhir").split() == ["awal", "akhir"]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/p divscript=\"'&;ab\n\x00\ud83d"), max_size=200))
def test_no_markup_raises(source):
    assert isinstance(visible_text(source), str)


def test_lines_of_html_are_those_of_the_visible_page_and_what_the_extractor_drops_is_removed(documents):
    sentence = "Para petani di desa itu memanen padi dua pekan lebih awal setelah saluran irigasi baru mulai dipakai. "
    source = (
        "<html><body><nav><a href='/'>Beranda</a></nav><article><h1>Panen padi lebih awal</h1>"
        + "".join(f"<p>{number}. {sentence * 2}</p>" for number in range(6))
        + "</article><footer>Hak cipta</footer></body></html>"
    )
    lines = clean(documents(source, markup=True), CleaningSettings())
    visible = [line for line in visible_text(source).split("\n") if line]
    assert lines.get_column("text").to_list() == visible
    assert lines.filter(pl.col("role") == "body").height == 6


BODY = "Para petani di desa itu memanen padi dua pekan lebih awal setelah saluran irigasi baru mulai dipakai. " * 3


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (f'<script type="application/ld+json">{{"@graph": [{{"articleBody": "{BODY}"}}]}}</script>', BODY),
        (
            f'<script type=application/ld+json>{{"articleBody": "Satu &amp; dua <b>{BODY}"}}</script>',
            f"Satu & dua \n{BODY}",
        ),
        (f'<script type=application/ld+json>{{"articleBody": "&lt;p&gt;{BODY}&lt;/p&gt;"}}</script>', f"\n{BODY}\n"),
        (f'<div itemprop="articleBody"><p>{BODY}</p><script>x</script></div>Lain<p>Lain</p>', BODY.strip()),
        (
            f"<div itemprop=articleBody><p>{BODY}</p><noscript><img src=a><p>{BODY}</p></div>",
            f"{BODY.strip()}\n\n{BODY.strip()}",
        ),
        (f"<div itemprop=headline><p>{BODY}</p></div>", None),
        ('<script type="application/ld+json">{"articleBody": "Ringkasan."}</script>', None),
        ('<script type="application/ld+json">{"articleBody": </script>', None),
        (f'<script type="application/ld+json">{{"articleBody": "{BODY}"}}', None),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", None),
    ],
)
def test_the_article_that_a_page_states_is_found(source, text):
    assert stated_text(source) == text


def test_what_the_page_states_outweighs_what_looks_like_furniture(documents):
    list_of = "".join(f"<li>{name} 2-1 {other}</li>" for name, other in (("Persela", "Garuda"), ("Labuhan", "Jaya")))
    page = f"<h1>Hasil pekan kesepuluh</h1><p>{BODY}</p><ul>{list_of}</ul>"
    said = f"{BODY}\nPersela 2-1 Garuda\nLabuhan 2-1 Jaya".replace("\n", "\\n")
    stating = f'<script type="application/ld+json">{{"articleBody": "{said}"}}</script>'
    kept = {
        name: clean(documents(source, markup=True), CleaningSettings()).filter(pl.col("paragraph").is_not_null())[
            "text"
        ]
        for name, source in (("silent", page), ("stating", page + stating))
    }
    assert "Persela 2-1 Garuda" in kept["stating"].to_list()
    assert "Persela 2-1 Garuda" not in kept["silent"].to_list()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (
            "<p>Told. <b>Baca juga: <a>Harga Cabai Naik</a></b> More.</p>",
            ["Told.", "Baca juga: Harga Cabai Naik", "More."],
        ),
        (
            "<p>Told. <i>Lire aussi :</i> <a>Le vieux <b>pont</b></a> Et.</p>",
            ["Told.", "Lire aussi : Le vieux pont", "Et."],
        ),
        ("<p>Told: <a>the long report</a> says so.</p>", ["Told: the long report says so."]),
        ("<p>He wrote: see also <a>the long report</a> of it.</p>", ["He wrote: see also the long report of it."]),
    ],
)
def test_a_link_that_a_label_announces_stands_on_a_line_of_its_own(source, lines):
    assert visible_text(source).split("\n") == lines


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("<p>Told.</p><ul><li>Slate roof</li><li>Slipway</li></ul><p>More.</p>", "Slate roof\nSlipway"),
        (
            "<p>Told.</p><ol><li><a href='/x'>Slate</a> roof of the old house</li></ol><p>More.</p>",
            "Slate roof of the old house",
        ),
        ("<p>Told.</p><ul><li><a href='/x'>Slate roof</a></li></ul><p>More.</p>", None),
        ("<p>Told.</p><ul><li>Slate roof</li></ul>", None),
        ("<body><p>Told.</p><ul><li>Slate roof</li></ul><p>More.</p></body>", None),
    ],
)
def test_lists_between_the_paragraphs_of_an_article_without_its_page_are_its_own(source, items):
    assert listed_items(source, "") == items


@pytest.mark.parametrize(
    ("article", "items"),
    [
        ("Told.\nMore.", "Slate roof\nSlipway\nOld\nNew"),
        ("Told.", None),
        ("", None),
    ],
)
def test_of_a_page_those_lists_are_its_own_that_stand_between_paragraphs_of_what_is_its_article(article, items):
    lists = "<ul><li>Slate roof</li><li>Slipway<ul><li>Old</li><li>New</li></ul></li></ul>"
    menu = "<p>Sections</p><ul><li>Village</li><li>Sport</li></ul><p>More.</p>"
    page = f"<body><nav>{menu}</nav><main><p>Told.</p> {lists}<p>More.</p></main></body>"
    assert listed_items(page, article) == items
