"""The pages of the reading room over a published file: what they show, and that nothing in them is ever run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.workflows.conftest import HOSTILE
from tests.workflows.room.conftest import shown_text

ADDRESSES = (
    "/",
    "/?status=any",
    "/?q=warga",
    "/queues/quarantine",
    "/queues/least-sure",
    "/queues/undated",
    "/queues/doubtful-copies",
    "/editions",
    "/nowhere",
)

TAGS = {
    "a", "article", "bdi", "blockquote", "body", "button", "caption", "datalist", "dd", "del", "details", "div",
    "dl", "dt", "em", "fieldset", "form", "h1", "h2", "h3", "head", "header", "html", "input", "ins", "label",
    "legend", "li", "link", "main", "mark", "meta", "meter", "nav", "ol", "option", "p", "q", "section", "select",
    "small", "span", "strong", "summary", "table", "tbody", "td", "textarea", "th", "thead", "time", "title",
    "tr", "ul",
}  # fmt: skip
"""Every element that our templates write: whatever else is in a page came out of a text."""


class Elements(HTMLParser):
    """Collects elements, and attributes that run, load or lead away."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            away = name in ("href", "src", "action", "formaction") and not re.match(r"[/#?](?!/)", value or "")
            if name.startswith("on") or name in ("style", "srcset", "srcdoc") or away:
                self.faults.append(f"<{tag} {name}={value!r}>")


def every_page(browser) -> list[str]:
    reader = browser.app.state.reader
    pages = [f"/page/{row['document_id']}" for row in reader.ask("SELECT document_id FROM documents")]
    pairs = reader.ask("SELECT document_id AS one, canonical_document_id AS other FROM duplicates")
    return [*ADDRESSES, *pages, *(f"/compare/{row['other']}/{row['one']}" for row in pairs)]


def test_no_page_holds_anything_that_runs_loads_or_leads_away(browser) -> None:
    browser.enter()
    for address in every_page(browser):
        answer = browser.get(address)
        elements = Elements()
        elements.feed(answer.text)
        assert elements.tags <= TAGS, address
        assert elements.faults == [], address
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text), address


def test_the_test_would_see_a_script_and_a_handler() -> None:
    elements = Elements()
    elements.feed("<p onclick=x><script>1</script><a href='javascript:1'>a</a><a href='//example.org'>b</a>")
    assert "script" in elements.tags
    assert len(elements.faults) == 3


def test_a_hostile_page_is_shown_as_the_text_it_is(browser, document) -> None:
    answer = browser.get(f"/page/{document('jahat')}")
    text = shown_text(answer.text)
    assert "<script>alert('judul')</script>" in text
    assert "javascript:alert(4)" in text
    assert "{{ 7 * 7 }}" in text
    assert "49" not in text.split("{{ 7 * 7 }}")[1][:3]
    assert "gpj.exe" in text
    assert HOSTILE.count("alert(") == len(set(re.findall(r"alert\((?:'judul'|\d)\)", text)))


def test_characters_that_reorder_text_are_replaced(browser) -> None:
    answer = browser.get("/?q=%E2%80%AEexe.gpj%3Cscript%3E")
    assert 'value="\N{REPLACEMENT CHARACTER}exe.gpj&lt;script&gt;"' in answer.text


def test_a_huge_line_is_shown_in_part(browser, document) -> None:
    answer = browser.get(f"/page/{document('panjang')}")
    assert len(answer.text) < 200_000
    assert "100,000 characters more" in answer.text


def test_every_line_of_the_page_stands_in_the_raw_page_once(browser, document) -> None:
    answer = browser.get(f"/page/{document('sungai.txt')}")
    numbers = re.findall(r'<li id="L(\d+)"', answer.text)
    expected = [str(number) for number, line in enumerate(_file(browser, "sungai.txt"), start=1) if line.strip()]
    assert numbers == expected


def _file(browser, name: str) -> list[str]:
    from pathlib import Path
    from urllib.parse import unquote, urlsplit

    (row,) = browser.app.state.reader.ask("SELECT uri FROM documents WHERE uri LIKE ?", [f"%/{name}"])
    return Path(unquote(urlsplit(row["uri"]).path)).read_text().splitlines()


def test_a_value_leads_to_the_words_that_caused_it(browser, document) -> None:
    answer = browser.get(f"/page/{document('sungai.txt')}")
    row = answer.text.split('<th scope="row" rowspan="1">title</th>')[1].split("</tr>")[0]
    anchor = re.search(r'href="#(e\d+)"', row)[1]
    mark = re.search(rf'<mark class="[^"]*evidence chosen"[^>]*><span id="{anchor}"></span>([^<]*)</mark>', answer.text)
    assert mark[1] == "Warga Sukamaju Bersihkan Sungai"


def test_removed_lines_say_their_role_and_reason(browser, document) -> None:
    answer = browser.get(f"/page/{document('sungai.txt')}")
    line = answer.text.split('<li id="L1"')[1].split("</li>")[0]
    assert "boilerplate" in line
    assert re.search(r'<span class="reason">\w', line)


def test_copies_are_compared_word_by_word(browser, document) -> None:
    one, other = document("sungai.txt"), document("sungai_disunting.txt")
    text = browser.get(f"/compare/{one}/{other}").text
    assert "<del>seluruh warga</del>" in text
    assert "<ins>semua penduduk</ins>" in text


@pytest.mark.parametrize(
    ("address", "there", "absent"),
    [
        ("/?q=museum", ["Museum Opens"], ["Sukamaju"]),
        ("/?language=en", ["Museum Opens"], ["Sukamaju"]),
        ("/?since=2024-06-01&until=2024-06-30", ["Sukamaju"], ["Museum Opens"]),
        ("/?quality=no_date", ["Museum Opens"], ["Sukamaju Bersihkan"]),
        ("/?status=quarantined", ["hilang.txt"], ["Museum Opens"]),
        ("/?status=duplicate", ["Sukamaju"], ["Museum Opens"]),
        ("/?q=takadakatasemacamini", ["Nothing fits"], ["Museum Opens"]),
        ("/?since=not-a-day&order=upwards&confidence=huge", ["Museum Opens", "Sukamaju"], []),
        ("/?after=%5B%22x%22%5D", ["Museum Opens"], []),
    ],
)
def test_the_list_is_found_and_filtered(browser, address, there, absent) -> None:
    answer = browser.get(address)
    assert answer.status == 200
    results = answer.text.split('<p class="count"')[1]
    assert [one for one in there if one not in results] == []
    assert [one for one in absent if one in results] == []


@pytest.mark.parametrize("address", ["/?", "/?order=least_sure", "/?q=warga+desa+the", "/?status=any"])
def test_pages_of_the_list_follow_each_other_without_a_gap(browser, address, monkeypatch) -> None:
    from workflows.room import listing

    whole = re.findall(r'<h2><a href="/page/(\w+)"', browser.get(address).text)
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    found, here = [], address
    for _ in range(len(whole) + 1):
        text = browser.get(here).text
        found += re.findall(r'<h2><a href="/page/(\w+)"', text)
        after = re.search(r'<a rel="next" href="([^"]+)"', text)
        if not after:
            break
        here = after[1].replace("&amp;", "&")
    assert len(whole) > 2
    assert found == whole


def test_queues_hold_what_waits(browser) -> None:
    assert "hilang.txt" in browser.get("/queues/quarantine").text
    assert "Museum Opens" in browser.get("/queues/undated").text
    assert "word by word" in browser.get("/queues/doubtful-copies").text
    assert browser.get("/queues/unknown").status == 404


def test_another_edition_is_seen_at_once(corpus, tmp_path) -> None:
    import shutil

    from tests.workflows.room.conftest import Browser, room_of

    home = tmp_path / "home"
    shutil.copytree(corpus, home)
    browser = Browser(room_of(home))
    assert "Museum Opens" in browser.get("/").text
    other = tmp_path / "other.duckdb"
    shutil.copyfile(home / "kliping.duckdb", other)
    import duckdb

    with duckdb.connect(other) as connection:
        connection.execute("UPDATE articles SET title = 'A Museum, Renamed' WHERE language = 'en'")
    other.replace(home / "kliping.duckdb")
    assert "A Museum, Renamed" in browser.get("/").text


def test_a_home_without_an_edition_says_so(tmp_path) -> None:
    from tests.workflows.room.conftest import Browser, room_of

    answer = Browser(room_of(tmp_path)).get("/")
    assert answer.status == 409
    assert "Run &#39;kliping run&#39; first" in answer.text
