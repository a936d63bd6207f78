"""Every page that the project writes by itself, in one call."""

from __future__ import annotations

import re

import duckdb
import pytest

from expectations.rulebook import built_in
from kliping.settings import GateSettings
from kliping.steps import STEPS
from kliping.tables.tables import TABLES
from kliping.warehouse.querying import make_queryable
from workflows.documentation.expectations import expectations_document
from workflows.documentation.flow import BEGIN, END, WIDE, drawing, with_flow
from workflows.documentation.markdown import cell
from workflows.documentation.pages import ANSWERED, DOCS, PAGES, PARTS, write_pages
from workflows.documentation.questions import HEADING, QUESTIONS, answered, with_answers


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A published file with one article in English."""
    path = tmp_path_factory.mktemp("home") / "kliping.duckdb"
    with duckdb.connect(str(path)) as connection:
        for table in TABLES:
            connection.execute(table.ddl())
        connection.execute(
            "INSERT INTO articles (article_id, title, body, language, language_confidence, word_count) "
            "VALUES ('1', 'Kabar | desa', 'Panen raya.', 'en', 0.5, 2)"
        )
        make_queryable(connection)
    return path


def test_every_question_is_shown_with_its_answer_in_place_of_the_last(published):
    told = answered(published)
    assert told.startswith(HEADING)
    assert [told.count(question.query) for question in QUESTIONS] == [1] * 12
    assert "| en | 1 | 2 | 0.5 |" in told
    assert "| Kabar \\| desa |" in told
    assert with_answers(f"# SQL\n\n{HEADING}\n\nOld.\n", published) == f"# SQL\n\n{told}"


def test_one_call_writes_them_all(tmp_path, published):
    for name in PARTS:  # what stands between the marks goes, what surrounds it stays
        page = (DOCS / name).read_text()
        (tmp_path / name).write_text(re.sub(r"^\|.*`page\.txt`.*\n|──► lines ", "", page, flags=re.MULTILINE))
        assert (tmp_path / name).read_text() != page
    assert [path.name for path in write_pages(tmp_path)] == [*PAGES, *PARTS]
    assert all((tmp_path / name).read_text() == (DOCS / name).read_text() for name in (*PAGES, *PARTS))
    (tmp_path / ANSWERED).write_text(f"# SQL\n\n{HEADING}\n\nOld.\n")
    assert [path.name for path in write_pages(tmp_path, published)] == [*PAGES, *PARTS, ANSWERED]
    assert "Old." not in (tmp_path / ANSWERED).read_text()


def test_the_flow_shows_what_waits_for_what_from_left_to_right():
    drawn = drawing()
    place = {step.name: (line, row.index(step.name)) for step in STEPS for line, row in enumerate(drawn.splitlines()) if
             re.search(rf"\b{step.name}\b", row)}  # fmt: skip
    assert place.keys() == {step.name for step in STEPS}
    assert all(place[name][1] < place[step.name][1] for step in STEPS for name in step.takes)
    assert max(map(len, drawn.splitlines()[:2])) <= WIDE + len("   a batch")
    assert with_flow(f"# How\n\n{BEGIN}old{END}Below.\n") == f"# How\n\n{BEGIN}```\n{drawn}```\n{END}Below.\n"
    with pytest.raises(ValueError, match="marks around the flow"):
        with_flow("# How\n")


def test_the_page_names_every_expectation():
    page = expectations_document()
    for spec in built_in(GateSettings()):
        assert f"| `{spec.name}` | {spec.severity} |" in page


def test_a_cell_is_one_line_and_its_bars_are_no_borders():
    assert cell("a |\n  b") == "a \\| b"
