"""What a text says of itself before it begins: front matter, and blocks of ``Judul: …`` and ``Tanggal: …``.

The lines of a block are read as a table's columns are, and left blank in the text, so that line numbers stay.
Markdown's signs are taken off the words they mark.

Belongs here: single texts. Does not belong here: tables, and bylines and labels in the flow of a page
(``kliping.metadata``).
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

from kliping.reading.formats.cells import ENTITY, unescaped, unwritten
from kliping.reading.formats.chats import unforwarded
from kliping.reading.formats.columns import NONE_OF_OURS, TEXT, bare, vocabulary
from kliping.reading.formats.fields import flat

_FRONT_LETTERS = "{0,20000}"
"""Characters of a preamble: so much is searched for its end."""

_LABEL = "{1,30}"
"""Characters of a label behind its first letter."""

_FRONT = re.compile(rf"\A\s*(---|\+\+\+)[ \t]*\r?\n(.{_FRONT_LETTERS}?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LABELLED = re.compile(rf"^\W{{0,3}}([^\W\d_][^:：\n]{_LABEL}?)\W{{0,2}}\s*[:：][*\s]*(\S.*)?$")
_TELLING = frozenset({"title", "url", "published_on"})
"""Fields of which a block has at least one: authors and editors alone are a byline."""

_LONGEST = 500
"""Characters of a line that is a label and its value, an address with its parameters among them."""

_LOOK = 4000
"""Characters at either end of a text in which a block is looked for."""

_MARKS = (
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]*\")?\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
)

_BREAKS = 4
"""Breaks written out, and lines of a reply, from which a text has them throughout: one may be meant."""

_QUOTED = 0.7
"""Share of the lines of a reply that the message it answers takes: the rest are what was written above it."""

_REPLY = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_TIMES = 2
"""Times that characters may have been written as in HTML: a dump of a dump has "&amp;quot;"."""

_SHOWN = (
    ("#", re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)),
    ("]", re.compile(r"\]\((?:https?://|/|[\w./-]+\.(?:jpe?g|png|webp|gif)\))")),
    ("*", re.compile(r"(?<![\w*])\*\*(?=[^\s*])[^*\n]+?(?<=\S)\*\*(?![\w*])")),
)
"""Headings, links and bold type, each behind a sign that all of its kind hold: most texts have none of these."""

_KINDS = 2
"""Of them, how many a text has that is Markdown."""

Pairs = tuple[tuple[str, str, str], ...]
"""Field, value, and the name the text gives it."""


def opened(text: str, *, markdown: bool) -> tuple[str, Pairs]:
    """A text without its front matter or block of labels, and what they say."""
    text = _as_it_was(text)
    pairs: Pairs = ()
    if text.lstrip()[:3] in ("---", "+++") and (front := _FRONT.match(text)):
        found = _front_matter(front[1], front[2])
        if found:
            pairs = tuple(found)
            text = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
    if not pairs:
        text, pairs = _labelled(text)
    for _ in range(_TIMES):
        if "&" in text and len(ENTITY.findall(text)) >= 2:
            text = unescaped(text)
    if not (markdown or _looks_marked(text)):
        text = unforwarded(text)
    else:
        for mark, plain in _MARKS:
            text = mark.sub(plain, text)
    return text, pairs


def _as_it_was(text: str) -> str:
    """A text whose breaks were written out, or that stands in a reply, with the breaks and without the signs."""
    if "\\n" in text and text.count("\\n") >= max(_BREAKS, text.count("\n") + 1):
        text = unwritten(text)
    if ">" in text:
        lines = [line for line in text.split("\n") if line.strip()]
        quoted = sum(line.startswith(">") for line in lines)
        if quoted >= max(_BREAKS, _QUOTED * len(lines)):
            text = _REPLY.sub("", text)
    return text


def _looks_marked(text: str) -> bool:
    """Whether a text is Markdown, whatever its file is called: it has two of its marks, as no other text does."""
    asked = [mark for sign, mark in _SHOWN if sign in text]
    return len(asked) >= _KINDS and sum(mark.search(text) is not None for mark in asked) >= _KINDS


def _front_matter(fence: str, block: str) -> list[tuple[str, str, str]]:
    import yaml

    found: Any = None
    if fence == "+++":
        try:
            found = tomllib.loads(block)
        except (ValueError, RecursionError):
            return []
    elif not re.search(r"[\s\[,:][&*]\w", block):  # no anchors: they make small blocks large
        try:
            found = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - the loader that makes nothing but strings
        except (yaml.YAMLError, ValueError, RecursionError):
            found = None
    if not isinstance(found, dict):
        lines = (line.partition(":") for line in block.splitlines())
        found = {name: value.strip(" \t'\"") for name, colon, value in lines if colon and name == name.strip()}
    pairs = []
    for name, value in found.items():
        field = _field(str(name))
        if field and field != TEXT:
            plain = value if isinstance(value, str | list | dict) else str(value)
            pairs += [(field, one, str(name)) for one in flat(field, plain)]
    return pairs


def _field(label: str) -> str:
    return vocabulary().get(bare(label), NONE_OF_OURS).field


def _labelled(text: str) -> tuple[str, Pairs]:
    """The block of labelled lines on top of the text, or else at its foot, where it is one beyond doubt."""
    first = text[:_LOOK].lstrip("\ufeff \t\r\n").partition("\n")[0]
    if _told(first):
        lines = text.split("\n")
        start = next(at for at, line in enumerate(lines) if line.strip("\ufeff \t\r"))
        if found := _block(lines, range(start, len(lines))):
            return _without(lines, found)
    last = text[-_LOOK:].rstrip().rpartition("\n")[2]
    if _told(last):
        lines = text.split("\n")
        stop = max(at for at, line in enumerate(lines) if line.strip())
        if found := _block(lines, range(stop, -1, -1)):
            return _without(lines, found)
    return text, ()


class Told(NamedTuple):
    """What a labelled line tells."""

    field: str
    value: str
    label: str


def _told(line: str) -> Told | None:
    """What a line says that is nothing else than a label and a value."""
    found = _LABELLED.match(line.strip()) if len(line) <= _LONGEST else None
    if found is None:
        return None
    field = _field(found[1])
    return Told(field, (found[2] or "").strip(" *\t\r"), found[1]) if field else None


def _block(lines: list[str], order: range) -> dict[int, Told]:
    """Position → what is told, of the labelled lines that follow each other; none where they are no block."""
    block: dict[int, Told] = {}
    for at in order:
        if not lines[at].strip():
            if len(block) >= 2 or (block and at - 1 not in block and at + 1 not in block):
                break
            continue
        told = _told(lines[at])
        if told is None or (told.field == TEXT and told.value):
            break
        block[at] = told
        if told.field == TEXT:
            break
    fields = {told.field for told in block.values() if told.value}
    return block if len(fields) >= 2 and fields & _TELLING else {}


def _without(lines: list[str], block: dict[int, Told]) -> tuple[str, Pairs]:
    pairs = tuple(told for _, told in sorted(block.items()) if told.value and told.field != TEXT)
    return "\n".join("" if at in block else line for at, line in enumerate(lines)), pairs
