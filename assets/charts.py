"""Small charts beside an asset in the Dagster UI: bars and lines as SVG inside Markdown.

Belongs here: drawing numbers with names of our own vocabularies. Does not belong here: counting (``figures``).

An SVG travels as an image's data address: the UI shows it as a picture, which runs nothing and loads nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape

import dagster as dg

from kliping.shown import markdown, plain

WIDTH, BAR, GAP, NAMES = 400, 18, 6, 150  # no wider than what the UI leaves beside its own panes at 1,400 pixels
HEIGHT, TOP, WIDEST = 100, 18, 60  # of the highest upright bar, what stands above it, and the widest of them
MOST_ABOVE = 12  # where the words stand that say how high the highest upright bar is
NAME_BELOW, FOOT = 14, 20  # from the ground of upright bars down to their names, and to the end of the picture
COUNTED, BESIDE, AFTER, UP = 70, 8, 6, 5  # room for counts, gaps before and after a bar, and its words above its end
INK, BLUE = "#4b5563", "#4f6bed"
MOST_BARS = 14
"""Bars of one picture: more are no longer read one by one."""

NAME_CHARACTERS = 60
"""Characters of a name that are drawn."""


def bars(title: str, counts: Mapping[str, int]) -> dg.MarkdownMetadataValue:
    """Horizontal bars, the longest first; the smallest that find no room are one bar.

    Args:
        title: what is counted; read aloud in place of the picture.
        counts: how many by name.
    """
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    if len(ranked) > MOST_BARS:
        ranked = [*ranked[: MOST_BARS - 1], ("others", sum(count for _, count in ranked[MOST_BARS - 1 :]))]
    return _picture(title, len(ranked) * (BAR + GAP), _bars(ranked))


def columns(title: str, counts: Sequence[tuple[str, int]]) -> dg.MarkdownMetadataValue:
    """Upright bars in the order given, with the first and the last name below them.

    Args:
        title: what is counted; read aloud in place of the picture.
        counts: names and how many.
    """
    most = max((count for _, count in counts), default=0)
    unit = HEIGHT / max(most, 1)
    step = min(WIDTH / max(len(counts), 1), WIDEST)
    drawn = [
        f'<rect x="{index * step:.1f}" y="{TOP + HEIGHT - unit * count:.1f}" width="{max(step - 1, 1):.1f}" '
        f'height="{unit * count:.1f}" fill="{BLUE}"><title>{_text(name)}: {count:,}</title></rect>'
        for index, (name, count) in enumerate(counts)
    ]
    if counts:
        drawn += [
            _words(0, TOP + HEIGHT + NAME_BELOW, counts[0][0]),
            _words(WIDTH, TOP + HEIGHT + NAME_BELOW, counts[-1][0] if len(counts) > 1 else "", anchor="end"),
            _words(0, MOST_ABOVE, f"at most {most:,}"),
        ]
    return _picture(title, TOP + HEIGHT + FOOT, drawn)


def _bars(ranked: Sequence[tuple[str, int]]) -> list[str]:
    most = ranked[0][1] if ranked else 1
    room = WIDTH - NAMES - COUNTED
    drawn = []
    for row, (name, count) in enumerate(ranked):
        top = row * (BAR + GAP)
        length = max(room * count / max(most, 1), 1)
        drawn += [
            _words(NAMES - BESIDE, top + BAR - UP, name, anchor="end"),
            f'<rect x="{NAMES}" y="{top}" width="{length:.1f}" height="{BAR}" rx="2" fill="{BLUE}"/>',
            _words(NAMES + length + AFTER, top + BAR - UP, f"{count:,}"),
        ]
    return drawn


def _words(x: float, y: float, text: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="sans-serif" font-size="12" '
        f'fill="{INK}">{_text(text)}</text>'
    )


def _text(text: str) -> str:
    return escape(plain(text)[:NAME_CHARACTERS])


def _picture(title: str, height: float, drawn: Sequence[str]) -> dg.MarkdownMetadataValue:
    if not drawn:
        return dg.MetadataValue.md("Nothing to draw yet.")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH} {height:.0f}">{"".join(drawn)}</svg>'
    )
    return dg.MetadataValue.md(
        f"![{markdown(title)}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"
    )
