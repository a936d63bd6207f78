"""Everything that a user can set, call or query is documented, and what is documented is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest

from expectations import catalogue
from kliping.settings import Settings
from kliping.tables.tables import TABLES
from kliping.words.sections import PAGE_KINDS
from workflows.command_line import kliping
from workflows.documentation.pages import PAGES
from workflows.documentation.settings import setting_names, settings_document
from workflows.documentation.tables import tables_document

CHECKOUT = Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "docs"

LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_written_is_what_the_project_says(name: str) -> None:
    assert page(name) == PAGES[name](), "make docs, or python -m workflows.documentation"


def test_the_settings_page_names_every_setting() -> None:
    names = list(setting_names())
    assert len(names) > 10
    assert [name for name in names if f"`{name}`" not in settings_document()] == []


@pytest.mark.parametrize("name", list(setting_names()))
def test_a_setting_says_what_it_does(name: str) -> None:
    (row,) = [line for line in settings_document().splitlines() if line.startswith(f"| `{name}` |")]
    about = row.split(" | ")[3].removesuffix(" |").strip()
    assert len(about) > 20


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_says_what_it_holds(table) -> None:
    section = tables_document().split(f"## `{table.name}`")[1].split("\n## ")[0]
    assert table.comment
    assert [column.name for column in table.columns if not column.comment or f"| `{column.name}`" not in section] == []


def test_kinds_of_pages_are_told_as_the_program_lists_them() -> None:
    rows = "\n".join(f"| `{kind}` | {about} |" for kind, about in PAGE_KINDS.items())
    assert f"| `page_kind` | the page is |\n|---|---|\n{rows}\n\n" in page("cleaning.md")


def test_kinds_of_pages_are_listed_once() -> None:
    """A string that names most of them is a second list."""
    found = [
        f"{path.relative_to(CHECKOUT)}:{node.lineno}"
        for package in ("src/kliping", "expectations", "assets", "workflows")
        for path in (CHECKOUT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if len(PAGE_KINDS.keys() & words_of(node)) > len(PAGE_KINDS) // 2
    ]
    assert found == []


def words_of(node: ast.AST) -> set[str]:
    """The words of a string, or of a row of strings."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return set(re.findall(r"\w+", " ".join(texts)))


@pytest.mark.parametrize("name", [None, *kliping.list_commands(click.Context(kliping))])
def test_a_command_and_its_options_are_documented(name: str | None) -> None:
    command = kliping.get_command(click.Context(kliping), name) if name else kliping
    assert command is not None
    assert command.help, "--help says nothing about it"
    common, *sections = re.split(r"^## ", page("commands.md"), flags=re.MULTILINE)
    if name:
        sections = [one for one in sections if re.search(rf"kliping {name}(?![\w-])", one.splitlines()[0])]
        assert sections, f"docs/commands.md has no section '## kliping {name}'"
    undocumented = [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in (*parameter.opts, *parameter.secondary_opts)
        if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", common + "".join(sections))
    ]
    assert undocumented == []


def test_every_expectation_is_documented() -> None:
    names = [spec.name for spec in catalogue(Settings(), Path("nowhere"))]
    assert len(names) >= 35
    assert [name for name in names if f"`{name}`" not in page("expectations.md")] == []


def markdown() -> list[Path]:
    return sorted(
        [*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md"), *CHECKOUT.glob("seeds/*.md"), *CHECKOUT.glob("deploy/**/*.md")]
    )


@pytest.mark.parametrize("path", markdown(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_link_of_a_page_leads_somewhere(path: Path) -> None:
    targets = [target for target in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in target]
    assert [
        target for target in targets if not target.startswith("mailto:") and not (path.parent / target).exists()
    ] == []


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    records = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert [name[:4] for name in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    listed = page("decisions/README.md")
    assert [name for name in records if f"]({name})" not in listed] == []


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("[0-9]*.md")), ids=lambda path: path.name)
def test_a_decision_says_why_and_at_what_cost(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Question", "Decision", "Why", "What it costs"]
