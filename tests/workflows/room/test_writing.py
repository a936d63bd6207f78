"""Only who holds the token corrects, from a form of ours; what is said is on record and on the page, as text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from expectations import read_rulings
from kliping.warehouse.corrections import in_force, read_log
from tests.workflows.room.conftest import Browser, room_of


@pytest.fixture
def home(corpus: Path, tmp_path: Path) -> Path:
    """A home of its own: forms write into it."""
    return Path(shutil.copytree(corpus, tmp_path / "home"))


@pytest.fixture
def writer(home: Path) -> Browser:
    """A browser that was opened with the token."""
    found = Browser(room_of(home))
    found.enter()
    return found


def document(browser: Browser, words: str) -> str:
    (row,) = browser.app.state.reader.ask("SELECT document_id FROM documents WHERE contains(uri, ?)", [words])
    return row["document_id"]


def form(browser: Browser, address: str, **filled: str) -> dict[str, str]:
    """The hidden fields of a form on a page, and what a person fills in."""
    text = browser.get(address).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    return {**hidden, "why": "dilihat di halaman", **filled}


def test_a_reader_without_the_token_sees_no_form_and_changes_nothing(home, writer) -> None:
    reader = Browser(writer.app)
    museum = document(reader, "museum")
    assert "/correct/" not in reader.get(f"/page/{museum}").text
    assert reader.get(f"/correct/{museum}/field?field=title").status == 403
    stolen = form(writer, f"/correct/{museum}/field?field=title", value="Diubah")
    assert reader.post("/correct", stolen).status == 403
    assert read_log(home) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example.org"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(home, writer, headers) -> None:
    filled = form(writer, f"/correct/{document(writer, 'museum')}/field?field=title", value="Diubah")
    assert writer.post("/correct", filled, **headers).status == 403
    assert read_log(home) == []


def test_a_form_without_its_token_is_refused(home, writer) -> None:
    filled = form(writer, f"/correct/{document(writer, 'museum')}/field?field=title", value="Diubah")
    for token in ("", "guessed", writer.cookies["kliping_room"]):
        assert writer.post("/correct", {**filled, "token": token}).status == 403
    assert writer.post("/correct", {**filled, "why": "x" * 70_000}).status == 403
    assert read_log(home) == []


def test_a_value_is_put_on_record_shown_as_text_and_taken_back(home, writer) -> None:
    museum = document(writer, "museum")
    said = "Museum <script>alert(1)</script> & Laut"
    answer = writer.post("/correct", form(writer, f"/correct/{museum}/field?field=title", value=said))
    assert (answer.status, answer.headers["location"]) == (303, f"/page/{museum}#corrections")
    (entry,) = in_force(home)
    assert (entry["kind"], entry["field"], entry["value"], entry["why"]) == (
        "field",
        "title",
        said,
        "dilihat di halaman",
    )
    text = writer.get(f"/page/{museum}").text
    assert "Museum &lt;script&gt;alert(1)&lt;/script&gt; &amp; Laut" in text
    assert "<script" not in text
    assert writer.post("/corrections/undo", form(writer, "/corrections")).status == 303
    assert in_force(home) == []
    assert len(read_log(home)) == 2


def test_a_line_a_kind_and_a_copy_are_corrected(home, writer) -> None:
    river, edited = document(writer, "sungai.txt"), document(writer, "sungai_disunting")
    writer.post("/correct", form(writer, f"/correct/{river}/line?n=1", value="body"))
    writer.post("/correct", form(writer, f"/correct/{river}/kind", value="index"))
    writer.post("/correct", form(writer, f"/correct/{edited}/copy?other={river}", value="no_copy", other=river))
    assert [(one["kind"], one["value"]) for one in in_force(home)] == [
        ("role", "body"),
        ("page_kind", "index"),
        ("no_copy", river),
    ]
    assert in_force(home)[0]["text"] == "Beranda"


def test_a_page_is_released_and_held_by_a_ruling(home, writer) -> None:
    lost, museum = document(writer, "hilang"), document(writer, "museum")
    writer.post("/correct", form(writer, f"/correct/{lost}/release"))
    writer.post("/correct", form(writer, f"/correct/{museum}/hold"))
    assert read_rulings(home).select("id", "ruling").rows() == [(lost, "release"), (museum, "hold")]
    assert lost in writer.get("/corrections").text


def test_what_cannot_be_followed_is_a_sentence(home, writer) -> None:
    museum = document(writer, "museum")
    answer = writer.post("/correct", form(writer, f"/correct/{museum}/field?field=published_on", value="kemarin"))
    assert answer.status == 409
    assert "is no date" in answer.text
    assert writer.post("/correct", form(writer, f"/correct/{museum}/kind", why=" ", value="index")).status == 409
    assert read_log(home) == []


def test_the_pages_of_who_may_write_hold_nothing_that_runs(writer) -> None:
    from tests.workflows.room.test_pages import TAGS, Elements

    museum = document(writer, "museum")
    for subject in ("line?n=1", "field?field=title", "kind", "copy", "release", "hold"):
        elements = Elements()
        elements.feed(writer.get(f"/correct/{museum}/{subject}").text)
        assert elements.tags <= TAGS
        assert elements.faults == []


def test_a_person_is_walked_through_a_sample(home, writer) -> None:
    from kliping.warehouse.accuracy import draw, read_sample, shares

    assert "No sample is drawn yet" in writer.get("/sample").text
    count = draw(home, home / "kliping.duckdb", 50)
    for _ in range(count):
        here = writer.get("/sample").headers["location"].removesuffix("#sample")
        text = writer.get(here).text
        fields = dict.fromkeys(re.findall(r'name="(of_\w+)"', text), "right")
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text.split('class="sample"')[1])[:2]
        assert fields
        assert writer.post("/sample", {**dict(hidden), **fields}).status == 303
    assert "95 % interval" in writer.get("/sample").text
    right = {one.field: one.right for one in shares(read_sample(home))}
    assert (right["title"], right["page_kind"]) == (4, 1)  # of a page that is held only its kind is asked
    assert Browser(writer.app).post("/sample", {**dict(hidden), **fields}).status == 403
