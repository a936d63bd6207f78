"""The documentation names every format, with an example that is read, and every refusal, with its words."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from kliping.reading.formats.pieces import reasons
from kliping.reading.formats.unpacking import COMPRESSIONS
from kliping.reading.known import COMPRESSED, FORMATS, PAGES
from workflows.documentation.formats import with_formats

HERE = Path(__file__).resolve()
PAGE = (HERE.parents[3] / "docs/reading.md").read_text(encoding="utf-8")


def table(heading):
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"][
        2:
    ]


def cases(name):
    spec = spec_from_file_location(name, HERE.with_name(f"{name}.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_format_of_the_table_has_an_example_that_is_read():
    """One of the cases that are written out, or the sample that stands in its row."""
    listed = {(row[0], row[1].strip("`")) for row in table("Formats")}
    written = {(case[0], case[1]) for case in cases("test_formats").FORMATS}
    told = {(row.name, row.example) for _, row in cases("test_formats").SAMPLES}
    assert listed <= written | told
    assert {format_ for format_, _ in written | told} == {format_ for format_, _ in listed}


def test_the_table_of_formats_is_that_of_the_program():
    assert with_formats(PAGE) == PAGE
    rows = [row for one in FORMATS for row in one.shown]
    assert [row[0] for row in table("Formats")] == [row.name for row in (*PAGES.values(), *rows, *COMPRESSED.values())]
    assert all(one.shown for one in FORMATS)
    assert tuple(COMPRESSED) == COMPRESSIONS


def test_a_page_without_marks_for_the_formats_is_refused():
    with pytest.raises(ValueError, match="marks"):
        with_formats("# Reading\n")


def test_the_table_of_refusals_is_that_of_the_program():
    listed = {row[0].strip("`"): (row[1], row[2]) for row in table("Refusals")}
    assert listed == {code: (one["when"], one["words"]) for code, one in reasons().items()}


@pytest.mark.parametrize("code", sorted(reasons()))
def test_every_refusal_is_raised_somewhere_and_ends_in_a_next_move(code):
    source = "".join(
        path.read_text(encoding="utf-8") for path in (HERE.parents[3] / "src/kliping/reading").rglob("*.py")
    )
    assert f'"{code}"' in source
    words = reasons()[code]["words"]
    assert words.startswith("{place} ")
    assert re.search(r"[.;] [A-Z].+\.$", words)
