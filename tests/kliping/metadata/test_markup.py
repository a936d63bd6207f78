"""What a page's HTML says of itself: linked data, the head, elements by their names."""

import sys
from pathlib import Path

import pytest

from kliping.metadata.markup import read_markup

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch, chosen_of, in_parts

TITLE = "Jembatan Baru Dibuka untuk Warga Sukamaju"
BODY = [
    "Jembatan gantung yang menghubungkan dua dusun di tepi sungai itu akhirnya dibuka untuk umum pada pagi yang cerah.",
    "Warga berbondong-bondong datang sejak subuh, membawa bekal dan anak-anak, untuk menyeberang pertama kali bersama.",
]
ELSEWHERE = '<div class="related-posts"><time class="entry-date" datetime="2020-01-01">1</time></div>'


def chosen(html, lines=(TITLE, *BODY)):
    """The chosen values of one page: ``html`` is its source, ``lines`` what it shows."""
    return chosen_of([list(lines)], html=html)[0]


def all_chosen(sources, lines=(TITLE, *BODY)):
    """The same of several pages that show the same."""
    return chosen_of([list(lines)] * len(sources), [{"html": html} for html in sources])


def page(head="", body="", heading=TITLE):
    return f"<html><head>{head}</head><body><h1>{heading}</h1>{body}</body></html>"


def linked(content):
    return page(f'<script type="application/ld+json">{content}</script>')


ARTICLE = '"@type":"NewsArticle","headline":"Jembatan Baru"'

LINKED = [
    (f'{{{ARTICLE},"author":"Sari Wulandari"}}', ["Sari Wulandari"]),
    (f'{{{ARTICLE},"author":{{"@type":"Person","name":"Sari Wulandari"}}}}', ["Sari Wulandari"]),
    (f'{{{ARTICLE},"author":[{{"name":"Sari Wulandari"}},[],"Bayu Pratama"]}}', ["Sari Wulandari", "Bayu Pratama"]),
    (f'{{{ARTICLE},"author":{{"name":["Sari Wulandari","Bayu Pratama"]}}}}', ["Sari Wulandari", "Bayu Pratama"]),
    (f'{{{ARTICLE},"author":"John W. Doe, Jr. and Ann Roe"}}', ["John W. Doe Jr.", "Ann Roe"]),
    (f'{{{ARTICLE},"author":{{"givenName":"Sari","familyName":"Wulandari"}}}}', ["Sari Wulandari"]),
    # a reference to a node elsewhere in the graph
    (
        (
            f'{{"@graph":[{{{ARTICLE},"author":{{"@id":"#p1"}}}},'
            '{"@type":"Person","@id":"#p1","name":"Sari Wulandari"}]}'
        ),
        ["Sari Wulandari"],
    ),
    # an article within the node of its page
    (f'{{"@type":"WebPage","mainEntity":{{{ARTICLE},"author":"Sari Wulandari"}}}}', ["Sari Wulandari"]),
    # commas and comment signs that JSON forbids
    (f'<!-- {{{ARTICLE},"author":["Sari Wulandari",],}} -->', ["Sari Wulandari"]),
    # a backslash that escapes nothing
    (f'{{{ARTICLE},"articleBody":"A \\q B","author":"Sari Wulandari"}}', ["Sari Wulandari"]),
    # an organization, and a person with the outlet's name, wrote nothing
    (f'{{{ARTICLE},"author":{{"@type":"Organization","name":"Kabar Contoh"}}}}', []),
    (f'{{{ARTICLE},"author":{{"@type":"Person","name":"Kabar Contoh"}},"publisher":{{"name":"Kabar Contoh"}}}}', []),
    # of two articles only the one that the page is called after is its own
    (
        (
            '[{"@type":"NewsArticle","headline":"Harga Cabai Naik","author":"Bayu Pratama"},'
            f'{{"@type":"NewsArticle","headline":"{TITLE}","author":"Sari Wulandari"}}]'
        ),
        ["Sari Wulandari"],
    ),
    # references in a circle end
    ('{"@graph":[{"@type":"NewsArticle","@id":"#a","author":{"@id":"#b"}},{"@id":"#b","author":{"@id":"#a"}}]}', []),
]


def test_people_in_linked_data():
    found = all_chosen([linked(content) for content, _ in LINKED])
    assert [(of, told["authors"]) for (of, _), told in zip(LINKED, found, strict=True)] == LINKED


def test_an_organization_that_signs_is_the_outlet_where_nothing_else_names_it():
    content = f'{{{ARTICLE},"author":{{"@type":"Organization","name":"Kabar Contoh"}}}}'
    assert chosen(linked(content))["publisher"] == "Kabar Contoh"


AUTHORS = [
    ('<p class="byline">Oleh <a rel="author" href="/a">Sari Wulandari</a></p>', ["Sari Wulandari"]),
    ('<p class="author-name">By Sari Wulandari</p>', ["Sari Wulandari"]),
    ('<span itemprop="author" itemscope><span itemprop="name">Sari Wulandari</span></span>', ["Sari Wulandari"]),
    ('<a href="https://kabar.example/author/sari/">Sari Wulandari</a>', ["Sari Wulandari"]),
    ('<div class="vcard author">Posted by <span class="fn">sariw</span></div>', ["sariw"]),
    ('<div class="documentAuthor">Autor: Sari Wulandari am 3.6.2024</div>', ["Sari Wulandari"]),
    ('<p class="author">KABAR.com/SARI WULANDARI</p>', ["SARI WULANDARI"]),
    ('<div class="detail__author">Sari Wulandari - <span>kabarContoh</span></div>', ["Sari Wulandari"]),
    ('<p class="author">wordpressadmin</p>', []),
    ('<p class="author">Redaksi</p>', []),
    ('<p class="author">kabar.com</p>', []),
    ('<div class="comments"><p class="author">Bayu Pratama</p></div>', []),
    ('<figure><span class="author">Dok.Bayu Pratama</span></figure>', []),
    ('<aside><a rel="author" href="/b">Bayu Pratama</a></aside>', []),
]


def test_bylines_by_the_names_of_their_elements():
    found = all_chosen([page(body=byline) for byline, _ in AUTHORS])
    assert [(of, told["authors"]) for (of, _), told in zip(AUTHORS, found, strict=True)] == AUTHORS


def test_the_head_signs_for_the_article_but_not_for_the_site():
    name = '<meta name="{}" content="{}">'
    assert chosen(page(name.format("parsely-author", "Sari Wulandari")))["authors"] == ["Sari Wulandari"]
    assert chosen(page(name.format("author", "Sari Wulandari")))["authors"] == ["Sari Wulandari"]
    assert chosen(page(name.format("author", "Kabar Cyber Media")))["authors"] == []
    signed = page(name.format("author", "Bayu Pratama"), '<p class="author">Sari Wulandari</p>')
    assert chosen(signed)["authors"] == ["Sari Wulandari"]


DATES = [
    ("", '<time class="entry-date published" datetime="2024-06-03T08:00:00+07:00">x</time>', "2024-06-03", "markup"),
    ("", '<time pubdate datetime="2024-06-03">x</time>', "2024-06-03", "markup"),
    ("", '<span class="PublishDate_day">Senin,</span><span class="PublishDate_date">3 Juni 2024</span>', "2024-06-03", "markup"),  # noqa: E501
    ("", '<abbr class="published" title="2024-06-03T08:00">08:00</abbr>', "2024-06-03", "markup"),
    ("", '<p class="post-meta">Sari | 3 Juni 2024</p>', "2024-06-03", "markup"),
    ("", '<p class="submitted">Dikirim oleh sari pada 3 Juni 2024 - 18:55</p>', "2024-06-03", "markup"),
    # a teaser's day is another page's
    ("", ELSEWHERE + '<p class="date">3 Juni 2024</p>', "2024-06-03", "markup"),
    ("", ELSEWHERE, None, None),
    # the day of the last change only where nothing else is said
    ("", '<p class="date">Diperbarui 5 Juni 2024</p>', "2024-06-05", "updated_markup"),
    ("", '<time class="updated" datetime="2024-06-05">x</time><p class="date">3 Juni 2024</p>', "2024-06-03", "markup"),
    # "date" in the head may be the last change's: what the page shows beside its heading comes first
    ('<meta name="date" content="2024-06-12">', '<p class="date">3 Juni 2024</p>', "2024-06-03", "markup"),
    ('<meta name="date" content="2024-06-12">', "", "2024-06-12", "markup"),
    ('<meta property="article:published_time" content="2024-06-03">', '<p class="date">4 Juli 2024</p>', "2024-06-03", "markup"),  # noqa: E501
    ('<meta property="article:published_time" content="1717372800">', "", "2024-06-03", "markup"),
    # microdata in <meta>: the page's own is said once
    ('<meta itemprop="datePublished" content="2024-06-03">', "", "2024-06-03", "markup"),
    ('<meta itemprop="dateUpdate" content="2024-06-05 10:47:36">', "", "2024-06-05", "updated_markup"),
    # addresses
    ('<link rel="canonical" href="https://kabar.example/2024/6/3/jembatan">', "", "2024-06-03", "url"),
    ('<link rel="canonical" href="https://kabar.example/03-06-2024-jembatan">', "", "2024-06-03", "url"),
    ('<link rel="canonical" href="https://kabar.example/jembatan-20240603.html">', "", "2024-06-03", "url"),
    ('<link rel="canonical" href="https://kabar.example/jembatan-202406031234.html">', "", None, None),
]  # fmt: skip


@pytest.mark.parametrize("cases", in_parts(DATES))
def test_days_by_the_names_of_their_elements(cases):
    found = all_chosen([page(head, body) for head, body, _, _ in cases])
    told = [(of["published_on"] and str(of["published_on"]), of["published_basis"]) for of in found]
    assert [(*case[:2], *of) for case, of in zip(cases, told, strict=True)] == cases


@pytest.mark.parametrize(("times", "tags"), [(1, ["banjir"]), (2, [])])
def test_what_microdata_says_once_is_the_page_s_own(times, tags):
    assert chosen(page('<meta itemprop="keywords" content="banjir">' * times, ""))["tags"] == tags


OG = '<meta property="og:title" content="{}">'

TITLES = [
    # the heading that the page prints, without what the markup puts around it
    (page(OG.format(f"{TITLE} - Kabar Contoh")), TITLE),
    (page(OG.format(f"Sukamaju: {TITLE}")), TITLE),
    # the markup's wording is for search engines
    (page(OG.format("Jembatan Sukamaju Dibuka, Warga Senang")), TITLE),
    # comments and what programs put there are no words of it
    (page(heading="Jembatan <!-- lama -->Baru <?php tanggal ?>Dibuka untuk Warga Sukamaju"), TITLE),
    # a heading that is the site's name is none
    (page(OG.format(TITLE), heading='<a href="/">Kabar Contoh</a>'), TITLE),
    (
        "<html><head><title>Kabar Contoh » Rapat</title></head><body><h1 class='site-logo'>Kabar</h1></body></html>",
        "Kabar Contoh",
    ),
    # escaped twice
    (f"<html><head>{OG.format('Rumah &amp;amp; Taman &amp;#x00E4;lter')}</head></html>", "Rumah & Taman älter"),
]


def test_titles():
    found = all_chosen([html for html, _ in TITLES], BODY)
    assert [(html, told["title"]) for (html, _), told in zip(TITLES, found, strict=True)] == TITLES


def test_what_no_parser_understands_says_nothing():
    documents, _, _ = batch([BODY], html="<<<>>>")
    assert read_markup(documents).is_empty()
