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


MOMENTS = [
    (631_152_000, "1990-01-01T00:00:00+00:00"),
    (631_151_999, None),
    (4_102_444_799, "2099-12-31T23:59:59+00:00"),
    (4_102_444_800, None),
    (4_102_444_801_000, None),
    (4_102_444_799_000, "2099-12-31T23:59:59+00:00"),
    ("a" * 101, "a" * 100),
]


@pytest.mark.parametrize(("value", "day"), MOMENTS)
def test_a_number_is_a_moment_from_1990_to_2100(value, day):
    rows = [("published_on", day, RANK)] if day else []
    assert said(json.dumps({"title": TITLE, "publishedAt": value}), "application/json") == rows


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("a" * 201, ["a" * 200]),
        ([f"Sari {at}" for at in range(31)], [f"Sari {at}" for at in range(30)]),
        ([["Sari"]], ["Sari"]),
        ([[["Sari"]]], []),
        ({"name": "Sari", "displayName": "Budi"}, None),
        (1, []),
    ],
)
def test_how_many_names_are_read(author, names):
    told = [name for _, name, _ in said(json.dumps({"title": TITLE, "author": author}), "application/json")]
    assert told == names or (names is None and len(told) == 1)


@pytest.mark.parametrize(
    ("title", "called"),
    [("Jembatan Bar", True), ("Jembatan Ba", False), (TITLE.ljust(1999), True), (TITLE.ljust(2000), False)],
)
def test_a_long_part_of_the_title_is_enough(title, called):
    assert bool(said(json.dumps({**STORY, "title": title}), "application/json")) is called


def test_of_nodes_that_say_as_much_the_first_is_read():
    other = {**STORY, "publishedAt": "2024-06-09", "author": "Bayu Pratama"}
    assert said(json.dumps([STORY, other]), "application/json") == [DAY, NAME]
    more = {**other, "updatedAt": "2024-06-10"}
    assert ("published_on", "2024-06-09", RANK) in said(json.dumps([STORY, more]), "application/json")


@pytest.mark.parametrize(("before", "rows"), [(39, [DAY, NAME]), (40, [])])
def test_forty_scripts_are_asked(before, rows):
    assert list(read_state([("", "x")] * before + [("application/json", json.dumps(STORY))], [TITLE])) == rows


@pytest.mark.parametrize(("before", "rows"), [(29, [DAY, NAME]), (30, [])])
def test_thirty_states_of_a_script_are_read(before, rows):
    assert said("var pageData = {};" * before + f"var pageData = {json.dumps(STORY)};") == rows


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
    for before, rows in ((NODES - 2, [DAY, NAME]), (NODES - 1, [])):
        assert said(json.dumps([*([{}] * before), STORY]), "application/json") == rows
    story = json.dumps(STORY)
    for more, rows in ((0, [DAY, NAME]), (1, [])):
        long = ("", "x" * (LARGEST - len(story) + more))
        assert list(read_state([long, ("application/json", story)], [TITLE])) == rows
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
