"""The parts of a page's HTML: its main heading, dates and bylines by the names of elements, linked data."""

from __future__ import annotations

import json

import pytest
from lxml import html

from kliping.metadata.elements import main_heading, read_elements, text_of
from kliping.metadata.json_ld import AS_OUTLET, DEEPEST, OF_A_PAGE, read_json_ld


def tree_of(body, head=""):
    return html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


@pytest.mark.parametrize(
    ("body", "titles", "heading"),
    [
        ("<h1>Banjir Surut</h1>", [], "Banjir Surut"),
        ("<h1>Kabar</h1><h1>Banjir Surut</h1>", [], None),
        ("<h1>Kabar</h1><h1>Banjir Surut</h1>", ["Banjir surut!"], "Banjir Surut"),
        ("<h1>Kabar</h1><h2>Banjir Surut di Muara</h2>", ["Banjir Surut di Muara - Kabar"], "Banjir Surut di Muara"),
        ("<h1><a href='/'>Kabar</a></h1><h1>Banjir</h1>", [], "Banjir"),
        ("<a href='https://example.org/'><h1>Kabar</h1></a>", [], None),
        ("<div class='site-logo brand'><h1>Kabar</h1></div>", [], None),
        ("<h1> </h1><h1>Banjir</h1>", [], "Banjir"),
        ("<p>Banjir</p>", ["Banjir"], None),
    ],
)
def test_the_main_heading_is_what_the_title_says_or_alone(body, titles, heading):
    found = main_heading(tree_of(body), titles)
    assert (None if found is None else text_of(found)) == heading


def read(body, titles=()):
    tree = tree_of(body)
    return list(read_elements(tree, main_heading(tree, titles)))


DAY = "3 Juni 2024"


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (f"<h1>A</h1><span class='entry-date'>{DAY}</span>", "published_on", DAY),
        (f"<h1>A</h1><time datetime='2024-06-03T08:00'>{DAY}</time>", "published_on", "2024-06-03T08:00"),
        (f"<h1>A</h1><span class='updated'>Diperbarui {DAY}</span>", "updated_on", f"Diperbarui {DAY}"),
        (f"<h1>A</h1><span itemprop='datePublished' content='2024-06-03'>{DAY}</span>", "published_on", "2024-06-03"),
        (f"<h1>A</h1><aside><span class='date'>{DAY}</span></aside>", "published_on", None),
        (f"<h1>A</h1><div class='related-posts'><span class='date'>{DAY}</span></div>", "published_on", None),
        ("<h1>A</h1><span class='date'>Selasa</span>", "published_on", None),
        ("<h1>A</h1><a rel='author'>Sari Dewi</a>", "authors", "Sari Dewi"),
        ("<h1>A</h1><a href='/penulis/sari'>Sari Dewi</a>", "authors", "Sari Dewi"),
        (
            "<h1>A</h1><span class='author-name'>Sari Dewi</span><span class='author-bio'>Reporter</span>",
            "authors",
            "Sari Dewi",
        ),
        ("<h1>A</h1><p class='byline author'>By <span itemprop='name'>Sari Dewi</span></p>", "authors", "Sari Dewi"),
        (f"<h1>A</h1><span class='author'>{'x' * 121}</span>", "authors", None),
        ("<h1>A</h1><span class='author'>Veröffentlicht am</span>", "authors", None),
        ("<h1>A</h1><span class='author'>Diperbarui 3 Mei 2024</span>", "authors", None),
        ("<h1>A</h1><span class='author'>Stand: 12.03.2024</span>", "authors", None),
        ("<h1>A</h1><a class='username'>Passwort vergessen ?</a>", "authors", None),
        ("<h1>A</h1><span class='author'>0 Kommentare</span>", "authors", None),
        ("<h1>A</h1><i class='author'>Published by Sari Dewi</i>", "authors", "Published by Sari Dewi"),
    ],
)
def test_elements_are_told_by_their_names_beside_the_heading(body, field, words):
    found = [said for of, said, _ in read(body) if of == field]
    assert found == ([] if words is None else [words])


def test_of_several_dates_the_nearest_below_the_heading_counts():
    above, below = "<i class='date'>1 Juni 2024</i>", "<i class='date'>4 Juni 2024</i>"
    body = f"{above}<h1>A</h1><i class='date'>{DAY}</i><p></p>{below}"
    assert [words for field, words, _ in read(body) if field == "published_on"] == [DAY]
    assert [words for _, words, _ in read(f"<p>{above}</p><p>{below}</p>")] == ["1 Juni 2024"]  # without a heading


def linked(content, titles=(), raw=False):
    return list(read_json_ld([content if raw else json.dumps(content)], titles))


def article(**more):
    return {"@type": "NewsArticle", "headline": "Banjir Surut", **more}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (article(), {("title", "Banjir Surut", 0)}),
        (article(datePublished="2024-06-03"), {("title", "Banjir Surut", 0), ("published_on", "2024-06-03", 0)}),
        ({"@graph": [article()]}, {("title", "Banjir Surut", 0)}),
        ({"@type": "WebPage", "datePublished": "2024-06-03"}, {("published_on", "2024-06-03", OF_A_PAGE)}),
        ({"@type": "WebPage", "mainEntity": article()}, {("title", "Banjir Surut", 0)}),
        ({"@type": "https://schema.org/NewsArticle", "headline": "A"}, {("title", "A", 0)}),
        ({"@type": "Product", "headline": "A"}, set()),
        (article(author=[{"name": "Sari"}, "Budi"]),
         {("title", "Banjir Surut", 0), ("authors", "Sari", 0), ("authors", "Budi", 0)}),
        (article(author={"@type": "Person", "givenName": "Sari", "familyName": "Dewi"}),
         {("title", "Banjir Surut", 0), ("authors", "Sari Dewi", 0)}),
        (article(author={"@type": "Organization", "name": "Kabar"}),
         {("title", "Banjir Surut", 0), ("publisher", "Kabar", AS_OUTLET)}),
        ([article(author={"@id": "#s"}), {"@id": "#s", "@type": "Person", "name": "Sari"}],
         {("title", "Banjir Surut", 0), ("authors", "Sari", 0)}),
        (article(mainEntityOfPage={"@id": "https://example.org/a"}),
         {("title", "Banjir Surut", 0), ("url", "https://example.org/a", 0)}),
        (article(keywords=["banjir", ["muara"]], publisher={"name": "Kabar"}),
         {("title", "Banjir Surut", 0), ("tags", "banjir", 0), ("tags", "muara", 0), ("publisher", "Kabar", 0)}),
    ],
)  # fmt: skip
def test_linked_data_of_the_article(content, said):
    assert set(linked(content)) == said


def test_of_several_articles_only_the_pages_own_speak():
    both = [article(), article(headline="Harga Turun")]
    assert [words for _, words, _ in linked(both, ["Banjir Surut - Kabar"])] == ["Banjir Surut"]
    assert linked(both) == []
    assert len(linked([article(), article()])) == 2


def test_small_faults_are_forgiven_and_great_ones_say_nothing():
    text = json.dumps(article())
    assert linked(f"<!-- {text[:-1]},}} -->".replace("<!-- ", "<!--"), raw=True) == [("title", "Banjir Surut", 0)]
    assert linked("{" + text, raw=True) == []
    deep = article()
    for _ in range(DEEPEST + 2):
        deep = {"mainEntity": deep}
    assert linked(deep) == []
    assert linked("[" * 100_000, raw=True) == []
