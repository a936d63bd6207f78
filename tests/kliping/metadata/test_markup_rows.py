"""Elements and linked data, bound by bound: what is taken last, and what is not any more."""

from __future__ import annotations

import json

import pytest
from lxml import html

from kliping.metadata.elements import _cost, _elsewhere, _holds_day, _innermost, main_heading, read_elements
from kliping.metadata.json_ld import _nodes, read_json_ld, read_parsely
from kliping.metadata.markup import _is_part, _is_reworded, _sayings, _titles

DAY = "3 Juni 2024"


def tree_of(body):
    return html.document_fromstring(f"<html><head></head><body>{body}</body></html>")


def read(body, titles=()):
    tree = tree_of(body)
    return list(read_elements(tree, main_heading(tree, titles)))


def dates(body):
    return [(words, rank) for field, words, rank in read(body) if field == "published_on"]


def authors(body):
    return [words for field, words, _ in read(body) if field == "authors"]


def test_what_stands_below_the_heading_costs_its_way_and_above_it_more():
    assert [_cost(place, 5) for place in (5, 6, 9, 4, 3)] == [0, 1, 4, 12, 14]


FILL = "<i class='x'></i>"
LOOSE = f"<i class='date'>{DAY}</i>"
SHY = f"<i class='meta'>{DAY}</i>"
SURE = f"<i class='entry-date'>{DAY}</i>"
PLACES = [
    # a plain name costs eight, one that may mean something else twenty-five; from 120 on it is far
    (f"<h1>A</h1>{FILL * 111}{LOOSE}", [(DAY, 60)]),
    (f"<h1>A</h1>{FILL * 112}{LOOSE}", []),
    (f"<h1>A</h1>{FILL * 94}{SHY}", [(DAY, 60)]),
    (f"<h1>A</h1>{FILL * 95}{SHY}", []),
    (f"<h1>A</h1>{FILL * 300}{SURE}", [(DAY, 40)]),
    (f"{LOOSE}{FILL * 50}<h1>A</h1>", [(DAY, 60)]),
    (f"{LOOSE}{FILL * 51}<h1>A</h1>", []),
    # the cheapest wins, of equals the first
    (f"<h1>A</h1>{LOOSE}<i class='date'>4 Juni 2024</i>", [(DAY, 60)]),
    (f"<h1>A</h1><i class='meta'>4 Juni 2024</i>{FILL * 15}{LOOSE}", [(DAY, 60)]),
    (f"<h1>A</h1><i class='meta'>4 Juni 2024</i>{FILL * 16}{LOOSE}", [("4 Juni 2024", 60)]),
    (f"<h1>A</h1><i class='date'>4 Juni 2024</i>{FILL * 6}{SURE}", [(DAY, 40)]),
    # names
    (f"<h1>A</h1><time>{DAY}</time>", [(DAY, 60)]),
    (f"<h1>A</h1><time class='entry'>{DAY}</time>", [(DAY, 40)]),
    (f"<h1>A</h1><abbr class='published'>{DAY}</abbr>", [(DAY, 40)]),
    (f"<h1>A</h1><i class='published'>{DAY}</i>", []),
    (f"<h1>A</h1><i class='published date'>{DAY}</i>", [(DAY, 40)]),
    (f"<h1>A</h1><i class='updated'>{DAY}</i>", []),
    (f"<h1>A</h1><i class='updated published date'>{DAY}</i>", [(DAY, 40)]),
    (f"<h1>A</h1><i class='updated entry-date'>{DAY}</i>", []),
    (f"<h1>A</h1><i itemprop='dateCreated'>{DAY}</i>", [(DAY, 40)]),
    (f"<h1>A</h1><i class='x' pubdate>{DAY}</i>", [(DAY, 40)]),
    (f"<h1>A</h1><i class='x'>{DAY}</i>", []),
    # what an element says to machines is before its text
    ("<h1>A</h1><i class='date' title='2024-06-03'>kemarin</i>", [("2024-06-03", 60)]),
    ("<h1>A</h1><i class='date' content=' 2024-06-03  08:00 '>kemarin</i>", [("2024-06-03 08:00", 60)]),
    (f"<h1>A</h1><i class='date' datetime='x'>{DAY}</i>", [(DAY, 60)]),
    (f"<h1>A</h1><i class='date'>{DAY} {'x' * 148}</i>", [(f"{DAY} {'x' * 148}", 60)]),
    (f"<h1>A</h1><i class='date'>{DAY} {'x' * 149}</i>", []),
]


@pytest.mark.parametrize(("body", "found"), PLACES)
def test_the_date_beside_the_heading(body, found):
    assert dates(body) == found


@pytest.mark.parametrize(
    ("words", "held"),
    [("2024", True), ("3/6", True), ("3.6", True), ("3-6", True), ("3 6", False), ("3 Juni", True), ("Juni", False),
     ("3 kali", False), ("", False)],
)  # fmt: skip
def test_a_day_has_numbers_or_a_month(words, held):
    assert _holds_day(words) is held


NAME = "Sari Dewi"
BYLINES = [
    (f"<h1>A</h1><i class='author'>{NAME}</i>", [NAME]),
    (f"<h1>A</h1><i class='sponsor'>{NAME}</i>", []),
    (f"<h1>A</h1><i class='author-photo'>{NAME}</i>", []),
    (f"<h1>A</h1><i class='photo'>{NAME}</i>", []),
    (f"<h1>A</h1><a class='x' href='/users/sari'>{NAME}</a>", [NAME]),
    (f"<h1>A</h1><a class='x' href='/kabar/sari'>{NAME}</a>", []),
    (f"<h1>A</h1><a href='/penulis?id=1'>{NAME}</a>", [NAME]),
    (f"<h1>A</h1><i itemprop='author'>{NAME}</i>", [NAME]),
    (f"<h1>A</h1><i class='author'>{'x' * 120}</i>", ["x" * 120]),
    (f"<h1>A</h1><i class='author'>{'x' * 121}</i>", []),
    (f"<h1>A</h1><aside><i class='author'>{NAME}</i></aside>", []),
    # twice as far as a date, and five or twenty-five nearer where the name says less
    (f"<h1>A</h1>{FILL * 239}<i itemprop='author'>{NAME}</i>", [NAME]),
    (f"<h1>A</h1>{FILL * 240}<i itemprop='author'>{NAME}</i>", []),
    (f"<h1>A</h1>{FILL * 234}<i class='author'>{NAME}</i>", [NAME]),
    (f"<h1>A</h1>{FILL * 235}<i class='author'>{NAME}</i>", []),
    (f"<h1>A</h1>{FILL * 214}<a href='/users/sari'>{NAME}</a>", [NAME]),
    (f"<h1>A</h1>{FILL * 215}<a href='/users/sari'>{NAME}</a>", []),
    # all that stand together with the nearest, and no others
    (f"<h1>A</h1><p><i class='author'>{NAME}</i><i class='author'>Budi</i></p>", [NAME, "Budi"]),
    (f"<h1>A</h1><p><b><i class='author'>{NAME}</i></b><b><i class='author'>Budi</i></b></p>", [NAME, "Budi"]),
    (f"<h1>A</h1><div><p><b><i class='author'>{NAME}</i></b></p><p><i class='author'>Budi</i></p></div>", [NAME]),
    (f"<h1>A</h1><p><i class='author'>{NAME}</i></p><p><i class='author'>Budi</i></p>", [NAME]),
    (f"<h1>A</h1><i class='author'>{NAME}</i><i class='author'>Budi</i>", [NAME]),
    ("<h1>A</h1><meta itemprop='author' content='Sari  Dewi'>", [NAME]),
]


@pytest.mark.parametrize(("body", "found"), BYLINES)
def test_the_bylines_beside_the_heading(body, found):
    assert authors(body) == found


@pytest.mark.parametrize(
    ("box", "away"),
    [
        ("<nav>", True), ("<figure>", True), ("<div class='comments'>", True), ("<div id='comments'>", True),
        ("<div class='related-posts'>", True), ("<div class='post-related'>", False),
        ("<div class='my-related'>", True),
        ("<div class='my-related-x'>", False), ("<div class='kabar'>", False), ("<div class='--'>", False),
    ],
)  # fmt: skip
def test_boxes_of_other_things_are_elsewhere(box, away):
    tree = tree_of(f"{box}<b>x</b>")
    (inner,) = tree.iter("b")
    assert _elsewhere(inner, set()) is away
    assert _elsewhere(inner, {inner.getparent()}) is False


HEADINGS = [
    ("<h1>Kabar</h1><h2>Banjir Surut</h2>", ["Banjir Surut di Muara"], "Banjir Surut"),
    ("<h1>Kabar</h1><h2>Banjir Suru</h2>", ["Banjir Suru di Muara"], "Kabar"),
    ("<h1>Kabar</h1><h3>Banjir</h3>", ["Banjir"], "Banjir"),
    ("<h1>Kabar</h1><h1>Lain</h1>", [""], None),
    ("<h1 id='brand'>Kabar</h1><h1>Lain</h1>", [], "Lain"),
    ("<p class='logo'><h1>Kabar</h1><h1>Lain</h1>", [], None),
    ("<div class='logo'><h1>Kabar</h1></div><h1>Lain</h1>", [], "Lain"),
    ("<h1><a href='https://example.org'>Kabar</a></h1><h1>Lain</h1>", [], "Lain"),
    ("<h1><a href='https://example.org/a'>Kabar</a></h1><h1>Lain</h1>", [], None),
]


@pytest.mark.parametrize(("body", "titles", "text"), HEADINGS)
def test_the_heading_of_the_article(body, titles, text):
    found = main_heading(tree_of(body), titles)
    assert (found is not None and found.text_content()) == (text or False)


def test_of_texts_around_each_other_the_inner_is_kept():
    assert _innermost(["By Sari", "Sari", "Sari", "Budi"]) == ["Sari", "Sari", "Budi"]


def article(**more):
    return {"@type": "NewsArticle", "headline": "Banjir", **more}


def linked(content, field, titles=()):
    return [(words, rank) for of, words, rank in read_json_ld([json.dumps(content)], titles) if of == field]


def nested(levels, node):
    for _ in range(levels):
        node = {"mainEntity": node}
    return node


def listed(levels, word):
    for _ in range(levels):
        word = [word]
    return word


MANY = [f"Sari {at}" for at in range(40)]
LINKED = [
    # twelve levels, of lists fifty nodes, of people and words thirty
    (nested(11, article()), "title", [("Banjir", 0)]),
    (nested(12, article()), "title", []),
    ({"@graph": [{"@type": "x"}] * 49 + [article()]}, "title", [("Banjir", 0)]),
    ({"@graph": [{"@type": "x"}] * 50 + [article()]}, "title", []),
    (article(author=MANY), "authors", [(name, 0) for name in MANY[:30]]),
    (article(author={"name": MANY}), "authors", [(name, 0) for name in MANY[:30]]),
    (article(keywords=MANY), "tags", [(name, 0) for name in MANY[:30]]),
    # an organization where authors stand is the outlet, behind whatever else names it
    (article(author={"@type": "Organization", "name": "Kabar"}), "publisher", [("Kabar", 60)]),
    (article(author={"@type": ["Organization", "Person"], "name": "Sari"}), "authors", [("Sari", 0)]),
    (article(author={"@type": "Organization", "name": " "}), "publisher", []),
    # what the page's own node says is behind what its article says
    ({"@type": "WebPage", "author": "Sari"}, "authors", [("Sari", 30)]),
    ({"@type": "WebPage", "author": {"@type": "Brand", "name": "Kabar"}}, "publisher", [("Kabar", 90)]),
    ({"@type": "WebPage", "keywords": "banjir"}, "tags", [("banjir", 30)]),
    ({"@type": "Product", "keywords": "banjir"}, "tags", []),
    (article(editor="Budi"), "editor", [("Budi", 0)]),
    (article(author={"givenName": "Sari"}), "authors", [("Sari", 0)]),
    # references
    ([article(author={"@id": "#s", "name": "Sari"}), {"@id": "#s", "name": "Lain", "x": 1}], "authors", [("Sari", 0)]),
    ([article(author={"@id": "#s"}), {"@id": "#s"}, {"@id": "#s", "name": "Sari"}], "authors", [("Sari", 0)]),
    ([article(publisher={"@id": "#s"}), {"@id": "#s", "name": "Kabar"}], "publisher", [("Kabar", 0)]),
    ([article(keywords={"@id": "#s"}), {"@id": "#s", "name": [{"@id": "#s"}]}], "tags", []),
    (article(keywords=listed(12, "banjir")), "tags", [("banjir", 0)]),
    (article(keywords=listed(13, "banjir")), "tags", []),
    (article(keywords=listed(11, {"name": "banjir"})), "tags", [("banjir", 0)]),
    (article(keywords=listed(12, {"name": "banjir"})), "tags", []),
    (article(keywords=listed(10, {"name": ["banjir"]})), "tags", [("banjir", 0)]),
    (article(keywords=listed(11, {"name": ["banjir"]})), "tags", []),
    (article(url={"@id": "https://example.org/a", "name": "x"}), "url", [("https://example.org/a", 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "field", "found"), LINKED)
def test_linked_data_has_bounds(content, field, found):
    assert linked(content, field) == found


def test_of_several_articles_those_that_the_page_is_called_after():
    both = [article(author="Sari"), article(headline="Harga", author="Budi")]
    assert linked(both, "authors", ["Banjir - Kabar"]) == [("Sari", 0)]
    assert linked(both, "authors", ["Har"]) == [("Budi", 0)]
    assert linked(both, "authors", []) == []
    page = [*both, {"@type": "WebPage", "author": "Tono"}]
    assert linked(page, "authors", []) == [("Tono", 30)]
    named = [article(), {"@type": "Report", "name": "Harga", "author": "Budi"}]
    assert linked(named, "authors", ["Harga"]) == [("Budi", 0)]


def test_nodes_are_walked_from_the_outside_and_no_further_than_twelve_levels():
    def depth(levels):
        node = {"x": 1}
        for _ in range(levels):
            node = {"in": node}
        return len(list(_nodes([node])))

    assert [depth(levels) for levels in (0, 1, 12, 13)] == [1, 2, 13, 13]
    assert [node["n"] for node in _nodes([{"n": 1, "in": [{"n": 2}, {"n": 3}]}, {"n": 4}])] == [1, 2, 3, 4]


TITLE = "Jembatan Baru Dibuka"
PARTS = [
    (TITLE, TITLE, True),
    (TITLE, f"{TITLE} - Kabar", True),
    (TITLE, f"Foto: {TITLE} | Kabar", True),
    (TITLE, f"{TITLE} Kabar", False),
    (TITLE, f"Kabar {TITLE}", False),
    ("Jembatan", "Jembatan - Kabar", True),
    ("Jembata", "Jembata - Kabar", False),
    (TITLE, "Jembatan Lama", False),
]


@pytest.mark.parametrize(("printed", "title", "part"), PARTS)
def test_a_heading_is_a_title_without_what_stands_around_it(printed, title, part):
    assert _is_part(printed, title) is part


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jembatan baru dibuka", "Dibuka, jembatan gantung", True),
        ("Jembatan baru dibuka", "Jembatan gantung", False),
        ("Jembatan baru dibuka", "Jembatan baru dibuka hari ini", False),
        ("Jembatan itu ada", "Itu ada jembatan", False),
        ("satu dua2 tiga empat lima5", "satu dua2 enam tujuh delapan", True),
        ("satu dua2 tiga empat lima5 enam", "satu dua2 tujuh delapan sembilan sepuluh", False),
    ],
)
def test_a_headline_in_other_words(one, other, same):
    assert _is_reworded(one, other) is same


def test_the_heading_and_the_windows_title_are_titles():
    (heading,) = tree_of(f"<h1>{TITLE}</h1>").iter("h1")
    assert list(_titles(heading, [f"{TITLE} - Kabar"], "")) == [("title", TITLE, -1)]
    assert list(_titles(heading, [], "Kabar | Jembatan Baru :: Kabar")) == [
        ("title", TITLE, 50), ("title", "Jembatan Baru", 330),
    ]  # fmt: skip
    assert list(_titles(None, [], "")) == []


def metas(*pairs):
    head = "".join(f"<meta {attribute}='{name}' content='{words}'>" for attribute, name, words in pairs)
    return [(f, w, r) for f, w, r in _sayings(f"<html><head>{head}</head><body></body></html>") if f != "url"]


def test_names_in_the_head_have_their_ranks():
    (og,) = metas(("property", "og:title", "Jembatan"))
    assert og[:2] == ("title", "Jembatan")
    assert og[2] >= 1
    assert metas(("property", "unheard of", "Jembatan")) == []
    assert metas(("property", "og:title", " ")) == []


PARSELY = '{"title": "A", "pub_date": "2024-06-03", "authors": ["Sari", "Budi"]}'


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            f"<meta name='parsely-page' content='{PARSELY}'>",
            {("title", "A"), ("published_on", "2024-06-03"), ("authors", "Sari"), ("authors", "Budi")},
        ),
        ("<meta name='parsely-page' content='{broken'>", set()),
        ("<meta name='parsely-page' content='[1]'>", set()),
    ],
)
def test_older_pages_keep_what_they_say_in_one_element(head, said):
    assert {(field, words) for field, words, _ in _sayings(f"<html><head>{head}</head><body></body></html>")} == said


def test_the_day_an_article_was_made_is_the_last_to_be_asked():
    node = {"@type": "NewsArticle", "dateCreated": "2024-06-02", "datePublished": "2024-06-03"}
    assert {rank: words for _, words, rank in read_json_ld([json.dumps(node)], [])} == {
        260: "2024-06-02", 0: "2024-06-03",
    }  # fmt: skip


def test_what_parsely_says_is_of_the_first_rank():
    assert list(read_parsely('{"title": "A", "pub_date": "2024-06-03", "author": "Sari"}')) == [
        ("title", "A", 0), ("published_on", "2024-06-03", 0), ("authors", "Sari", 0),
    ]  # fmt: skip
