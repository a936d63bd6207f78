"""``docs/extending.md`` does what it says: each section is followed in a copy of the project, and its files counted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.longer import seldom

CHECKOUT = Path(__file__).resolve().parents[2]

GUIDE = CHECKOUT / "docs" / "extending.md"

MOST_FILES = {
    "A format": 2,
    "A word": 1,
    "An ending of addresses": 1,
    "A language": 1,
    "A field": 4,
    "An expectation": 1,
    "A table": 2,
    "A step": 3,
}
"""Files that each kind of change may touch, generated ones not counted."""

ALWAYS = {"A format", "A word"}
"""Kinds that are tried with every change; a copy of the project is looked over for each."""

_WORDS = tuple(
    f"tests/kliping/words/test_{name}.py" for name in ("words", "reached", "dates_reached", "columns", "agencies")
)

_NO_WORDS = "tests/contracts/test_words_in_code.py::test_no_word_of_a_language_is_written_in_code"

_WORDING = tuple(
    f"tests/workflows/room/test_wording.py::test_{name}"
    for name in ("a_field_has_a_word_or_a_name_that_is_one", "every_code_has_a_word")
)

LOOK_OVER_ALL = {
    "A format": (
        "tests/kliping/reading/test_documentation.py",
        "tests/kliping/reading/test_formats.py::test_the_sample_of_a_format_is_read_and_tells_it",
        "tests/kliping/reading/test_fuzz.py::test_mutated_files_neither_fail_nor_get_lost[chat]",
        "tests/contracts/test_named_modules.py::test_every_module_is_named_by_a_test",
        _NO_WORDS,
    ),
    "A word": _WORDS,
    "An ending of addresses": ("tests/kliping/text/test_hosts.py",),
    "A language": (*_WORDS, "tests/kliping/language/test_relatives.py"),
    "A field": (*_WORDING, "tests/kliping/tables", "tests/workflows/documentation", _NO_WORDS),
    "An expectation": (
        "tests/expectations/test_catalogue.py",
        "tests/expectations/test_suites.py::test_what_a_rule_says_breaks_it_does",
        "tests/expectations/test_suites.py::test_every_expectation_has_a_case_that_breaks_it",
        "tests/workflows/documentation",
    ),
    "A table": (
        "tests/expectations/test_catalogue.py",
        "tests/kliping/tables",
        "tests/workflows/documentation",
        *_WORDING,
        "tests/contracts/test_definitions.py",
    ),
    "A step": (
        "tests/kliping/test_readability.py",
        "tests/kliping/test_steps.py",
        "tests/assets/test_graph.py",
        "tests/contracts/test_steps_once.py::test_the_flow_is_drawn_with_every_step",
        "tests/contracts/test_named_modules.py::test_every_module_is_named_by_a_test",
        "tests/contracts/test_definitions.py",
    ),
}
"""Tests that look over all of a kind, which the change must leave whole: run in the copy, so they have to be quick."""

_BLOCK = re.compile(
    r"^(?:New file `(?P<new>[^`]+)`|`(?P<path>[^`]+)`, (?P<where>below|before|in place of|at the end)"
    r"(?: `(?P<mark>[^`]+)`)?|Shows):\n\n```\w+\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Edit(NamedTuple):
    """One thing that a section says to write."""

    path: str
    where: str
    mark: str
    code: str


def sections() -> dict[str, tuple[list[Edit], str]]:
    """The edits and the proof of every section, by its heading."""
    found = {}
    for section in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, text = section.partition("\n")
        edits, proof = [], ""
        for block in _BLOCK.finditer(text):
            if block["new"] or block["path"]:
                edits.append(Edit(block["new"] or block["path"], block["where"] or "new", block["mark"], block["code"]))
            else:
                proof = block["code"]
        assert text.count("```") == 2 * (len(edits) + 1), f"{heading}: a block that nobody follows"
        found[heading] = (edits, proof)
    return found


def follow(edit: Edit, copy: Path) -> None:
    """Do in ``copy`` what a section says."""
    path = copy / edit.path
    if edit.where == "new":
        assert not path.exists()
        path.write_text(edit.code, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if edit.where == "at the end":
        path.write_text(text + edit.code, encoding="utf-8")
        return
    mark = edit.mark if edit.where == "in place of" else f"{edit.mark}\n"
    at = text.index(mark)
    new = {"below": mark + edit.code, "before": edit.code + mark, "in place of": edit.code.rstrip("\n")}[edit.where]
    path.write_text(text[:at] + new + text[at + len(mark) :], encoding="utf-8")


def look_over_all(kind: str, copy: Path) -> None:
    """Write in ``copy`` what is generated, as the guide says, and run there the tests that look over all of a kind."""
    paths = {**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}"}

    def called(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=copy, env=paths, capture_output=True, text=True, check=False
        )

    written = called("-m", "workflows.documentation")
    assert written.returncode == 0, written.stderr[-2000:]
    drawn = called("tests/contracts/test_definitions.py")
    assert drawn.returncode == 0, drawn.stderr[-2000:]
    (copy / "tests/contracts/definitions.txt").write_text(drawn.stdout, encoding="utf-8")
    over = called("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *LOOK_OVER_ALL[kind])
    assert over.returncode == 0, over.stdout[-2000:]


@pytest.mark.parametrize("kind", [kind if kind in ALWAYS else seldom(kind) for kind in MOST_FILES])
def test_following_the_guide_works_and_touches_few_files(kind: str, tmp_path: Path) -> None:
    edits, proof = sections()[kind]
    for folder in ("src/kliping", "assets", "expectations", "workflows", "benchmarks", "docs", "seeds", "tests"):
        left_out = shutil.ignore_patterns("__pycache__", "images", "axe")
        shutil.copytree(CHECKOUT / folder, tmp_path / folder, ignore=left_out)
    for edit in edits:
        follow(edit, tmp_path)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    ruff, written = Path(sys.executable).with_name("ruff"), sorted({e.path for e in edits if e.path.endswith(".py")})
    for way in (("check",), ("format", "--check")) if written else ():
        lint = subprocess.run([ruff, *way, *written], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert lint.returncode == 0, lint.stdout
    code = "import sys\nsys.path[:0] = ['src', '.']\n" + proof + "\nprint('shown')"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("shown\n"), done.stderr[-2000:]
    look_over_all(kind, tmp_path)
    assert len({edit.path for edit in edits}) <= MOST_FILES[kind]


@pytest.mark.parametrize("kind", MOST_FILES)
def test_without_the_change_its_proof_fails(kind: str, tmp_path: Path) -> None:
    _, proof = sections()[kind]
    code = f"import sys\nsys.path[:0] = [{str(CHECKOUT / 'src')!r}, {str(CHECKOUT)!r}]\n{proof}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode != 0


def test_the_counts_are_those_of_the_sections() -> None:
    """The table of counts says of every kind what following its section takes, and no more than it took before."""
    rows = [row.split(" | ") for row in GUIDE.read_text(encoding="utf-8").splitlines() if re.match(r"\| An? ", row)]
    told = {row[0].removeprefix("| "): (int(row[1]), int(row[2])) for row in rows}
    assert {kind: now for kind, (_, now) in told.items()} == {
        kind: len({edit.path for edit in edits}) for kind, (edits, _) in sections().items()
    }
    assert all(now <= before for before, now in told.values())


def test_every_section_is_followed() -> None:
    assert set(sections()) == set(MOST_FILES) == set(LOOK_OVER_ALL)
