"""Furniture inside a paragraph: links, players and advertising marks that a scraper glued to running text.

Belongs here: finding such pieces of kept lines, and lines as the parts they are cut into. Does not belong here: lines
that are furniture as a whole (``classify``), or joining parts into paragraphs (``assembly``).

A piece is cut only where both its ends are plain to see: in brackets; in the capitals of an advertising mark; behind a
full stop from a label such as "Baca juga:", "Tag:" or "Editor:", or an appeal of the outlet's, to the end of the line;
up to the end of a headline in quotes ("Lihat juga video '…':"); or from the label of its authors at the beginning of a
line up to the dateline. A link that ends in a full stop is cut where its headline clearly does (``glued_links``), else
left: a sentence may have been glued to the headline.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.cleaning.advertising import hints as mark_hints
from kliping.cleaning.advertising import mark_patterns
from kliping.cleaning.glued_links import glued_links, links
from kliping.cleaning.programs import HINTS, INLINE
from kliping.cleaning.shortcodes import SHORTCODE, SHORTCODE_SIGN
from kliping.frames import BODY_ROLES, CUTS
from kliping.text import lengths
from kliping.text.patterns import any_of
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.cleaning.glued_links import Links

_LINKED = "{3,200}"
"""Characters of the headline of a link in brackets."""

_WORDS_LEFT = 4
"""Words a line must hold beside its pieces: with fewer it is no paragraph with furniture in it."""

_QUOTED = "{3,200}"
"""Characters of the headline of a link in quotes."""

_BESIDE = "{2,12}"
"""Letters of a word beside the quotes."""

_MORE = rf"(?:\s[^\W\d_]{_BESIDE}){{0,2}}"
"""What may stand beside the quotes of such a headline: "video" before them, "di sini" behind."""

_LINK_WORDS = 25
"""Words of the longest link to another article."""

_ANNOUNCES = (":", " :", "：", " ：")
"""Behind a label, before what it announces."""

_LABEL_LETTERS = 4
"""Letters of the shortest label of a credit: "by" and "red" end other words."""
_CREDITS = 300
"""Characters of the credits behind the last sentence of a text on one line."""
_NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){0,4}?"
"""A name of up to five words, as few as there may be."""
_NO_SENTENCE = r"(?!\S+(?:\s[a-z][^\s.:]*){3})"
"""Behind such a label, not before what somebody says: a word with three small ones behind it is no name."""
_BESIDE_TOWN = "{2,30}"
"""Characters of the outlet behind the town of a dateline, or of the town behind the outlet."""
_DATELINE = (
    r"(?:[A-Z][A-Z0-9]+(?:\.[A-Z]{2,})+|[A-Z]{3,}(?:\s[A-Z]{3,}){0,3})\s?"
    rf"(?:,\s?[\w. ]{_BESIDE_TOWN}?)?\s?[-–—(|.]"
)
"""The beginning of an article that opens with its outlet or its town in capitals: "KABAR.COM, DESA - "."""

_COUNTED = "[+"
"""Begins what news services put behind the beginning of a text: "… [+4223 chars]"."""

_CLAIM = "©"
"""The sign of a line that claims rights."""
_CLAIM_WORDS, _CLAIMED = 3, 300
"""Words before the sign at the foot of a page ("Copyright ©"), and the most characters of that foot."""

_STOPS = list(".!?\"”’'»):…")
"""What a text ends with: tags behind the initials that it is signed with have none of these behind them."""
_TAGS = 250
"""Characters of such tags."""
_AIM, _JOINED = 250, 200
"""Characters of an appeal of several sentences up to the address that it holds, and behind it."""
_HEADLINE_WORDS = 4
"""Words of a headline in brackets behind a label of one word, at least: "(see: table 2)" is no link."""

_SIGNS = (":", "：", "[", _CLAIM)
"""Every hint holds one of these: they are looked for first, for most lines hold none of them."""


class Kind(NamedTuple):
    """What a piece is."""

    role: str
    reason: str


_LINK, _SAID, _MARK = (
    Kind("related", "inline:link"),
    Kind("duplicate", "inline:nested"),
    Kind("boilerplate", "inline:mark"),
)
"""A link, what lines below say again, and an advertisement's mark."""
CREDIT = Kind("byline", "inline:credit")
"""Who wrote and edited a text: metadata reads the names."""


_OPENING = (_MARK.reason, CREDIT.reason)
"""Pieces that may open their line; a link that does is a line of its own."""


class Piece(NamedTuple):
    """A piece of a line, as ``LINES.cuts`` has it: characters [start, end) of it."""

    start: int
    end: int
    role: str
    reason: str
    same_as_line: int | None


_CUT_OUT = "."
"""Stands for each character of a link while other pieces are looked for: the end of a sentence."""

_FOOT = 40
"""Characters without the end of a sentence from which the foot of a page that was written on one line is told."""


Said = dict[int, list[tuple[int, int, int | None]]]
"""Of lines by their index, pieces that are said elsewhere, in order: characters [start, end), and the line that says
the same; none for a link between two of them."""


def find_pieces(text: pl.Series, kept: pl.Series, said: Said, folders: tuple[Path, ...] = ()) -> pl.Series:
    """The pieces of each line that are no body, as ``LINES.cuts``; null for a line without, or that is not kept.

    Args:
        text: the lines.
        kept: whether each is of the body.
        said: pieces that other lines say again.
        folders: folders of further lexicons.
    """
    words = _words(folders)
    asked = kept.arg_true()
    body = text.gather(asked)
    signed = body.str.contains_any(list(_SIGNS)).arg_true()
    hint = body.gather(signed).str.contains_any(_hints(words), ascii_case_insensitive=True)
    plain = [*words.appeals, *words.reporting, *mark_hints(words.marks), *HINTS]
    worded = body.str.contains_any(plain, ascii_case_insensitive=True).arg_true()
    stopped = body.str.tail(1).is_in(_STOPS)
    unstopped = (~stopped).arg_true()
    tagged = unstopped.filter(body.gather(unstopped).str.contains("/", literal=True))
    coded = signed.filter(body.gather(signed).str.contains(SHORTCODE_SIGN))
    repeated = pl.Series(sorted(said), dtype=asked.dtype)
    hinted = asked.gather(pl.concat([signed.filter(hint), coded, worded, tagged])).append(repeated).unique().sort()
    if hinted.is_empty():  # most single pages: their patterns take a twentieth of a second to compile
        return pl.repeat(None, text.len(), dtype=CUTS, eager=True).alias("cuts")
    opens = phrases("related", "opens", folders=folders)
    patterns = _patterns(words, opens)
    told = links(words.links, opens, phrases("title", "small", folders=folders), mark_hints(words.marks))
    found: dict[int, list[dict[str, object]]] = {}
    for at, line in zip(hinted.to_list(), text.gather(hinted).to_list(), strict=True):  # a line in a thousand
        pieces = _pieces(line, patterns, told, said.get(at, []))
        if pieces:
            found[at] = pieces
    rows = pl.DataFrame({"at": list(found), "cuts": list(found.values())}, schema={"at": pl.UInt32, "cuts": CUTS})
    every = pl.DataFrame({"at": pl.int_range(text.len(), dtype=pl.UInt32, eager=True)})
    return every.join(rows, on="at", how="left", maintain_order="left").get_column("cuts")


def parts_of(lines: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` with each line of the body that has cuts as the parts it is cut into.

    A part has ``start`` and ``end``, its characters in the line; both are null for a line as a whole. A part that was
    cut out has its own role and reason and no paragraph; ``cuts`` is null everywhere. Parts stay as they are.
    """
    if "start" in lines.columns:
        return lines
    whole = lines.with_columns(start=pl.lit(None, pl.Int32), end=pl.lit(None, pl.Int32))
    cut = pl.col("cuts").is_not_null() & pl.col("role").is_in(BODY_ROLES)
    if not lines.select(cut.any()).item():
        return whole.with_columns(cuts=pl.lit(None, CUTS))
    cuts, length = pl.col("cuts"), pl.col("text").str.len_chars().cast(pl.Int32)
    starts = cuts.list.eval(pl.element().struct.field("start"))
    ends = cuts.list.eval(pl.element().struct.field("end"))
    left = pl.struct(start=pl.concat_list(pl.lit(0, pl.Int32), ends), end=pl.concat_list(starts, length))
    rows = whole.with_row_index("row").filter(cut)
    bodies = rows.with_columns(left.struct.field("start"), left.struct.field("end")).explode(
        "start", "end", empty_as_null=False, keep_nulls=False
    )
    pieces = (
        rows.drop("start", "end", "role", "reason", "same_as_line", "paragraph")
        .explode("cuts", empty_as_null=False, keep_nulls=False)
        .unnest("cuts")
    )
    split = pl.concat([bodies, pieces], how="diagonal").with_columns(
        pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")), cuts=pl.lit(None, CUTS)
    )
    split = split.filter(pl.col("text").str.strip_chars() != "")
    rest = whole.with_row_index("row").filter(~cut).with_columns(cuts=pl.lit(None, CUTS))
    return pl.concat([rest, split.select(rest.columns)]).sort("row", "start", nulls_last=False).drop("row")


def _pieces(
    line: str,
    patterns: tuple[tuple[re.Pattern[str], str, str], ...],
    told: Links,
    said: list[tuple[int, int, int | None]],
) -> list[dict[str, object]]:
    """The pieces of one line, in order, none inside another; none where too little would be left."""
    taken = [Piece(start, end, *(_LINK if same is None else _SAID), same) for start, end, same in said]
    clear = [(span, *_LINK) for span in glued_links(line, told)]  # before links that go to the end of the line
    rest = line
    for (start, end), *_ in clear:  # a mark may stand behind a link as behind a sentence
        rest = f"{rest[:start]}{_CUT_OUT * (end - start)}{rest[end:]}"
    matched = [
        (match.span("piece"), role, reason) for pattern, role, reason in patterns for match in pattern.finditer(rest)
    ]
    for (start, end), role, reason in (*clear, *matched):
        if (start > 0 or reason in _OPENING) and all(end <= other.start or start >= other.end for other in taken):
            taken.append(Piece(start, end, role, reason, None))
    taken.sort()
    gaps = zip([0, *(piece.end for piece in taken)], [*(piece.start for piece in taken), len(line)], strict=True)
    if sum(len(line[start:end].split()) for start, end in gaps) < _WORDS_LEFT:
        return []
    return [piece._asdict() for piece in taken]


def link_labels(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The words that announce a link to another article; a single one may open a sentence."""
    return tuple(phrase for phrase in phrases("related", "labels", "starts", folders=folders) if " " in phrase)


class Words(NamedTuple):
    """The words that pieces are told by."""

    links: tuple[str, ...]
    players: tuple[str, ...]
    marks: tuple[str, ...]
    foot: tuple[str, ...]
    appeals: tuple[str, ...]
    credits: tuple[str, ...]
    reporting: tuple[str, ...]
    single: tuple[str, ...]


def credit_labels(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The labels of those who made a text: its authors and editors."""
    named = (
        *phrases("byline", "labels", "value_labels", folders=folders),
        *phrases("editor", "labels", folders=folders),
    )
    return tuple(label for label in named if len(label) >= _LABEL_LETTERS)


def _words(folders: tuple[Path, ...]) -> Words:
    return Words(
        link_labels(folders),
        phrases("advertising", "embeds", folders=folders),
        phrases("advertising", "equals", folders=folders),
        (*phrases("share", "labels", folders=folders), *phrases("navigation", "labels", folders=folders)),
        phrases("newsletter", "appeals", folders=folders),
        credit_labels(folders),
        phrases("byline", "starts", folders=folders),
        tuple(label for label in phrases("related", "labels", folders=folders) if " " not in label),
    )


@functools.lru_cache(maxsize=8)
def _hints(words: Words) -> list[str]:
    """What hints at a piece, in any case."""
    announced = (f"{label}{mark}" for label in (*words.foot, *words.links, *words.credits) for mark in _ANNOUNCES)
    players = (*(f"[{player}" for player in words.players), *(f"({label}:" for label in words.single))
    return sorted({*announced, *(f"{label} " for label in words.links), *players, _CLAIM, _COUNTED})


@functools.lru_cache(maxsize=8)
def _patterns(words: Words, opens: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """The patterns of pieces, each with role and reason of its piece."""
    links, players, marks, foot, appeals, labels, reporting, single = words
    bracketed = (
        rf"(?P<piece>\[{any_of(players)}\b[^\[\]]{lengths.PLAYER}\]"
        rf"|[(\[]{any_of(links)}\s?[:：][^()\[\]]{_LINKED}[)\]]"
        rf"|\({any_of(single)}:\s?(?-i:[A-Z])(?:[^()\s]+\s){{{_HEADLINE_WORDS - 1},}}[^()\s]+\))"
    )
    spoken = rf"[^\s.!?]+(?:(?:\s|[.!?](?=\S))+[^\s.!?]+){{0,{_LINK_WORDS}}}"
    # no headline ends in a full stop, also inside quotes, or announces more: there a sentence may be glued to it
    linked = (
        rf"(?<=[.!?\"”’')»])\s*(?P<piece>{any_of(links)}\s?[:：]\s*{spoken}(?<![,:：])(?<![.,][\"”’'])[!?\"”]*\s*$)"
    )
    # a headline in quotes ends with them: behind it stands the end of the line, or a player
    quoted = (
        rf"(?<=[.!?\"”’')»])\s*(?P<piece>{any_of(links)}{_MORE}\s?[:：]?\s?[\"“'‘].{_QUOTED}?[\"”'’]"
        rf"{_MORE}(?:\s?[:：](?=\s*(?:$|\[))|(?=\s*\[)))"
    )
    footed = rf"(?<=[.!?\"”’')»])\s+(?P<piece>{any_of(foot)}\s?[:：](?:[^.!?]|[.!?](?=\S)){{{_FOOT},}}$)"
    appealed = rf"(?<=[.!?\"”’')»])\s*(?P<piece>{any_of(appeals)}(?:\s+{spoken}[.!?\"”]*\s*$|[.!]?\s*$))"
    addressed = (
        rf"(?<=[.!?\"”’')»])\s*(?P<piece>{any_of(appeals)}.{{1,{_AIM}}}?\bhttps?://\S+.{{0,{_JOINED}}}?)"
        rf"(?=\s*$|\s*{any_of(links)}\s?[:：])"
    )
    tagged = rf"(?<=[.!?\"”’')»])\s*\([a-z]{{2,4}}(?:/[a-z]{{2,4}}){{1,2}}\)\s+(?P<piece>[^.!?]{{3,{_TAGS}}}$)"
    claimed = (
        rf"(?<=[.!?\"”’')»])\s+(?P<piece>(?:[^\s.!?©]+\s+){{0,{_CLAIM_WORDS}}}{_CLAIM}\s?(?:\w+\s)?(?:19|20)\d\d\b"
        rf".{{0,{_CLAIMED}}}$)"
    )
    credit = rf"(?i:{any_of(labels)})\s?[:：]\s?"
    # behind the last sentence to the end of the line, and before the dateline at its beginning
    signed = (
        rf"(?<=[.!?\"”’')»\]])\s*(?P<piece>[(\[|–—-]?\s?{credit}(?=[^\W\d_a-z]){_NO_SENTENCE}"
        rf"(?:[^.!?]|[.!?](?=\S)|(?<=\b[^\W\d_])\.){{2,{_CREDITS}}}[.)\]]*\s*$)"
    )
    opened = (
        rf"^\s*(?P<piece>(?:{credit}{_NAME}(?:\s?[|/,;–-]?\s?{credit}{_NAME})*"
        rf"|(?i:{any_of(reporting)})\s(?:[\w.]+(?:\s[\w.]+)?,\s)?{_NAME}))(?=\s[|–—-]?\s?{_DATELINE})"
    )
    return (
        (re.compile(INLINE), "boilerplate", "inline:program"),
        (re.compile(SHORTCODE), *_MARK),
        (re.compile(signed), *CREDIT),
        (re.compile(opened), *CREDIT),
        (re.compile(bracketed, re.IGNORECASE), "related", "inline:brackets"),
        *((pattern, *_MARK) for pattern in mark_patterns(marks, opens)),
        (re.compile(rf"\s(?P<piece>{re.escape(_COUNTED)}\d+ \w+\])\s*$"), *_MARK),
        (re.compile(quoted, re.IGNORECASE), *_LINK),
        (re.compile(linked, re.IGNORECASE), *_LINK),
        (re.compile(footed, re.IGNORECASE), "boilerplate", "inline:foot"),
        (re.compile(claimed), "boilerplate", "inline:foot"),
        (re.compile(addressed, re.IGNORECASE), "boilerplate", "inline:appeal"),
        (re.compile(appealed, re.IGNORECASE), "boilerplate", "inline:appeal"),
        (re.compile(tagged), "boilerplate", "inline:foot"),
    )
