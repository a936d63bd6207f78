"""How a difference between two editions is shown in a terminal.

Belongs here: tables, marks and colours. Does not belong here: the comparison (``kliping.warehouse.differences``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kliping.shown import plain
from workflows.terminal import console, say

if TYPE_CHECKING:
    from kliping.warehouse.differences import Difference

ROWS_SHOWN = 20
WORDS_SHOWN = 40
"""Words of one change; --json has all of them."""

CHANGES_SHOWN = 8
"""Changes of one article."""


def show_difference(found: Difference) -> None:
    """Print counts, reasons, rows and samples."""
    say(f"{found.before} → {found.after}: {found.articles_before} → {found.articles_after} articles.")
    if found.alike:
        say("No article and no number of rows differs.")
        return
    say(", ".join(f"{count} {name}" for name, count in found.articles.items()) + ".")
    if found.columns:
        say("Columns that differ, of articles in both: " + _counts(found.columns) + ".")
    show_table(("articles", "reason", ""), [(one["fate"], one["reason"], one["articles"]) for one in found.reasons])
    moved = [one for one in found.tables if one["before"] != one["after"]]
    show_table(("table", "rows before", "after"), [(one["table"], one["before"], one["after"]) for one in moved])
    rows = [(one["table"], one["reason"], one["before"], one["after"]) for one in found.rows]
    show_table(("table", "reason", "rows before", "after"), rows[:ROWS_SHOWN])
    if len(rows) > ROWS_SHOWN:
        say(f"… and {len(rows) - ROWS_SHOWN} more; --json has all of them.", dim=True)
    for fate, samples in found.samples.items():
        for sample in samples:
            _sample(fate, sample)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def show_table(headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Print rows under headings; nothing where there are none."""
    if not rows:
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in headings:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(str, row))
    terminal = console()
    terminal.print()
    terminal.print(table)


def _sample(fate: str, sample: dict[str, Any]) -> None:
    title = sample["title_after"] if sample["title_after"] is not None else sample["title_before"]
    say("")
    say(f"{fate} {sample['article_id']}  {title or '(no title)'}", bold=True)
    if fate == "retitled":
        say(f"    [-{sample['title_before']}-] {{+{sample['title_after']}+}}")
    elif fate == "redated":
        before, after = (
            f"{sample[f'published_{side}']} ({sample[f'precision_{side}']})" for side in ("before", "after")
        )
        say(f"    [-{before}-] {{+{after}+}}")
    elif fate == "regrouped":
        for name, others in (("from", sample["documents_from"]), ("to", sample["documents_to"])):
            if others:
                say(f"    documents {name} {', '.join(others)}")
    elif fate == "changed":
        _words(sample["words"])


def _words(changes: list[dict[str, str]]) -> None:
    from rich.text import Text

    terminal = console()
    for change in changes[:CHANGES_SHOWN]:
        line = Text(f"    … {plain(change['lead'])} ")
        if change["before"]:
            line.append(f"[-{plain(_short(change['before']))}-]", style="red")
        if change["after"]:
            line.append(f"{{+{plain(_short(change['after']))}+}}", style="green")
        line.append(f" {plain(change['tail'])} …")
        terminal.print(line, soft_wrap=True)
    if len(changes) > CHANGES_SHOWN:
        say(f"    … and {len(changes) - CHANGES_SHOWN} more changes", dim=True)


def _short(words: str) -> str:
    split = words.split()
    return words if len(split) <= WORDS_SHOWN else " ".join(split[:WORDS_SHOWN]) + f" … ({len(split)} words)"
