"""The drawing of the flow in ``docs/architecture.md``, from the list of steps.

Belongs here: how steps are laid out, those that wait for nothing of each other side by side. Does not belong here: what
a step takes (``kliping.steps``).
"""

from __future__ import annotations

import textwrap

from kliping.steps import CORPUS_STEPS, STEPS
from workflows.documentation.markdown import put_between

BEGIN = "<!-- flow: `make docs` draws it; a test fails when it is out of date. -->\n\n"
END = "\n<!-- end of flow -->\n"

ARROW = " ──► "

WIDE = 113
"""Characters of a line of steps: so many a page shows side by side without scrolling."""

INDENT, TURN = 21, 4
"""Characters before what is made of all batches, and from the last steps to the line that goes down to it."""


def with_flow(page: str) -> str:
    """``page`` with the drawing of all steps between its marks.

    Raises:
        ValueError: it has no such marks.
    """
    return put_between(page, BEGIN, END, f"```\n{drawing()}```\n", "docs/architecture.md: the marks around the flow")


def drawing() -> str:
    """The steps of a batch in a line from left to right, what is made of all batches below."""
    lines = [" sources"]
    for level in levels():
        begun = len(lines[-1]) + len(ARROW)
        first, *others = textwrap.wrap(", ".join(level), max(WIDE - begun, 1), break_long_words=False)
        lines = [*lines[:-1], lines[-1] + ARROW + first, *(" " * begun + other for other in others)]
        corner = begun + TURN
    lines[0] += "   a batch"
    *beside, last = [step.name for step in CORPUS_STEPS]
    head, *more = beside
    turned = f"{' ' * INDENT}{head} ◄"
    return (
        "\n".join(
            [
                *lines,
                f"{' ' * corner}│",
                f"{turned}{'─' * (corner - len(turned))}┘   the whole corpus",
                *(f"{' ' * INDENT}{name}" for name in more),
                f"{' ' * (INDENT + TURN)}│",
                f"{' ' * INDENT}{last}{ARROW}expectations{ARROW}verdict",
                f"{' ' * (INDENT + len(last) + 2 * len(ARROW) + len('expectations') + 2)}│ open gate only",
                f"{' ' * INDENT}published{ARROW}data docs",
            ]
        )
        + "\n"
    )


def levels() -> list[list[str]]:
    """The steps of a batch, those together that can be made as soon as the same others are."""
    depth: dict[str, int] = {}
    for step in STEPS:
        depth[step.name] = 1 + max((depth[name] for name in step.takes), default=-1)
    return [[name for name, at in depth.items() if at == level] for level in range(max(depth.values()) + 1)]
