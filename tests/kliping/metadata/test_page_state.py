"""What the state of a page's own program says of its article."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.page_state import DEEPEST, LARGEST, NODES, RANK, read_state
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, batch

TITLE = "Jembatan Baru Dibuka untuk Warga Sukamaju"
STORY = {"title": TITLE, "publishedAt": "2024-06-03T08:00:00+07:00", "author": {"name": "Sari Wulandari"}}
TEASER = {"title": "Harga Cabai Naik Lagi", "publishedAt": "2020-01-01", "author": "Bayu Pratama"}
DAY, NAME = ("published_on", "2024-06-03T08:00:00+07:00", RANK), ("authors", "Sari Wulandari", RANK)
NEXT = {"props": {"pageProps": {"related": [TEASER], "story": STORY}}}


def said(text, kind="", titled=(TITLE,)):
    return list(read_state([(kind, text)], titled))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("application/json", json.dumps(NEXT)),
        ("", f"window.__INITIAL_STATE__ = {json.dumps(NEXT)};window.other = 1;"),
        ("", f"window.__INITIAL_STATE__=JSON.parse({json.dumps(json.dumps(NEXT))})"),
        ("", f"var pageData = {json.dumps(STORY)};"),
        ("", f"dataLayer = [{json.dumps(STORY)}];"),
        ("", f"dataLayer.push({json.dumps(STORY)})"),
    ],
)
def test_the_node_that_is_called_as_the_page_is_read(kind, text):
    assert said(text, kind) == [DAY, NAME]


@pytest.mark.parametrize(
    ("node", "rows"),
    [
        ({"headline": TITLE, "first_published_at": "3 Juni 2024"}, [("published_on", "3 Juni 2024", RANK)]),
        ({"title": TITLE, "publishDate": 1717376400}, [("published_on", "2024-06-03T01:00:00+00:00", RANK)]),
        ({"title": TITLE, "publishDate": 1717376400000}, [("published_on", "2024-06-03T01:00:00+00:00", RANK)]),
        ({"title": TITLE, "publishDate": 12}, []),
        ({"title": TITLE, "publishDate": True}, []),
        ({"title": TITLE, "updatedAt": "2024-06-05"}, [("updated_on", "2024-06-05", RANK)]),
        ({"title": TITLE, "authors": [{"displayName": "Sari"}, "Bayu", [["Tono"]]]},
         [("authors", "Sari", RANK), ("authors", "Bayu", RANK)]),
        ({"title": "Jembatan", "publishedAt": "2024-06-03"}, []),
        ({"name": "Jembatan Baru Dibuka", "publishedAt": "2024-06-03"}, [("published_on", "2024-06-03", RANK)]),
        (TEASER, []),
        ({"title": TITLE}, []),
    ],
)  # fmt: skip
def test_what_a_node_says(node, rows):
    assert said(json.dumps(node), "application/json") == rows


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 50_000,
        '{"title": "' + TITLE,
        "1",
        "null",
        '"1"',
        "window.__NUXT__=(function(a){return {}}(1))",
        '"\\u12"',
    ],
)
def test_hostile_and_broken_scripts_say_nothing(text):
    assert said(text, "application/json") == said(f"window.__STATE__ = {text}") == []


@pytest.mark.parametrize(("levels", "rows"), [(1, [DAY, NAME]), (DEEPEST, [DAY, NAME]), (DEEPEST + 1, [])])
def test_a_state_is_walked_so_many_levels_down(levels, rows):
    node = STORY
    for _ in range(levels):
        node = {"in": node}
    assert said(json.dumps(node), "application/json") == rows


def test_how_much_is_read_is_bounded():
    behind = json.dumps([*([{}] * NODES), STORY])
    assert said(behind, "application/json") == []
    assert list(read_state([("", "x" * LARGEST), ("application/json", json.dumps(STORY))], [TITLE])) == []
    assert said(json.dumps(STORY), "application/json", titled=()) == []


def chosen(head="", body=""):
    state = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(NEXT)}</script>'
    html = f"<html><head>{head}</head><body><h1>{TITLE}</h1>{body}{state}</body></html>"
    documents, shown, languages = batch([[TITLE, *BODY]], html=html)
    return chosen_values(extract_metadata(documents, shown, languages, MetadataSettings())).row(0, named=True)


def test_a_page_that_its_program_draws_has_day_and_authors():
    found = chosen()
    assert (str(found["published_on"]), found["authors"]) == ("2024-06-03", ["Sari Wulandari"])


def test_what_is_written_for_other_machines_comes_first():
    linked = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-06-04"}
    found = chosen(head=f'<script type="application/ld+json">{json.dumps(linked)}</script>')
    assert (str(found["published_on"]), found["authors"]) == ("2024-06-04", ["Sari Wulandari"])
    found = chosen(body='<time class="entry-date" datetime="2024-06-05">5 Juni</time>')
    assert str(found["published_on"]) == "2024-06-05"
