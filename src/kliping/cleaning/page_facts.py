"""Numbers about a page as a whole, from what its lines say and how sure the model is of them.

Belongs here: counting. Does not belong here: what the numbers mean (``pages``), fitting (``kliping.learning``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from kliping.cleaning.page_words import said_by
from kliping.cleaning.stubs import broken_off
from kliping.text.compiling import kernel, kernel_part
from kliping.words import phrases
from kliping.words.sections import PAGE_SECTIONS

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array

Lines: TypeAlias = "tuple[Array, ...]"
"""Columns that say something of each line."""


class Fact(NamedTuple):
    """Columns of ``page_facts``; lengths and counts are logarithms of base 2."""

    own_chars: int
    told_share: int
    told_first: int
    longest_run: int
    teaser_share: int
    ended_share: int
    apart_share: int
    appeals: int
    reader_share: int
    things: int
    thing_rate: int
    reports: int
    named_rate: int
    listed_share: int
    list_first: int
    teasers: int
    listed: int
    agreement: int
    certainty: int
    doubtful_share: int
    edge_doubt: int
    outer_doubt: int
    runs: int
    kept_chars: int
    kept_share: int
    lines: int
    step_above: int
    step_below: int
    longest_hole: int


FACTS = Fact._fields
"""The names of the columns."""

_AT = Fact(*range(len(FACTS)))

_LITTLE = 2500
"""Characters of kept lines beyond which a page says by its article alone what it is."""

_BELOW = 8
"""Lines below the article in which an appeal to subscribe ends it."""

_NEAR = 3
"""Lines above and below the article that may say what page it is."""

_TOP = 12
"""Lines at the top of a page without an article that may do so."""

_HEADING = 6
"""Lines above the article in which the heading of a list opens it."""

_ENTRY = 15
"""Characters of the shortest headline in a list."""

_MANY = 8
"""Words that name what a page of some kind is about, beyond which more say no more."""

_LINE = 60
"""Characters of an article for which things and names are counted: a line of print."""

_MOST_REPORTS, _MOST_THINGS, _MOST_NAMES, _MOST_APPEALS = 3.0, 3.0, 4.0, 3
"""Sentences that report, things and names for each ``_LINE`` of an article, and appeals to subscribe, beyond which more
say no more. The page model was fitted to these, as to what follows."""

_MOST_DOUBT, _NEVER = 4.0, 1e-6
"""Characters in doubt for each that is kept, beyond which more say no more, and the least probability whose doubt is
counted: none has no logarithm."""

_IN_PASSING = 0.2
"""How much a line counts that says in a sentence what the page is, beside one that is its heading."""

_EDGE = 2
"""Lines on either side of where an article begins and ends whose doubt is its edge's."""

_SURE = (0.1, 0.9)
"""Scores between these are doubtful."""


class Facts(NamedTuple):
    """What ``page_facts`` found, a row a page."""

    values: Array
    """float32 [pages, len(FACTS)]."""
    told: Array
    """Number of the kind of page in PAGE_SECTIONS that the page's phrases name, or -1."""
    about: Array
    """Number of the kind whose things the page names most, or -1."""
    stub: Array
    """Whether an appeal to subscribe breaks off its article (bool)."""


def page_facts(lines: pl.DataFrame, first_line: Array, folders: tuple[Path, ...] = ()) -> Facts:
    """The facts of each page.

    Args:
        lines: columns ``text``, ``role``, ``score`` and ``paragraph`` of LINES, in document and line order.
        first_line: index of each document's first line, and the number of lines.
        folders: folders of further lexicons.
    """
    text, score = lines.get_column("text"), lines.get_column("score").fill_null(0).to_numpy().astype(np.float32)
    kept = lines.get_column("paragraph").is_not_null().to_numpy()
    chars = text.str.len_chars().to_numpy().astype(np.float32)
    little = np.repeat(np.add.reduceat(chars * kept, first_line[:-1]) < _LITTLE, np.diff(first_line))
    asked = np.flatnonzero(little)
    near = np.zeros(chars.size, np.bool_)
    _find_near(first_line, little, kept, near)
    said = said_by(text, little, near, folders)
    teaser, ended = np.zeros(chars.size, np.bool_), np.ones(chars.size, np.bool_)
    low = text.gather(asked).str.to_lowercase()
    more = phrases("related", "more", folders=folders)
    cut = low.str.contains(r"(?:…|\.\.\.)[\])\s]*$").to_numpy()
    teaser[asked] = cut | low.str.strip_chars(" .»›>→…").is_in(more).to_numpy()
    ended[asked] = ~cut & low.str.contains(r"[.!?。！？][\p{Pe}\p{Pf}\"'\s]*$").to_numpy()
    head = kept | (lines.get_column("role") == "title").to_numpy()
    values = np.zeros((first_line.size - 1, len(FACTS)), np.float32)
    told, about = np.full((2, first_line.size - 1), -1, np.int64)
    _tell(first_line, said.kind, head, kept, chars, values, told)
    says = (said.reader & head, said.reports * kept, (said.stamp != 0), kept)
    _speak(first_line, near, says, (said.things, said.named, chars), told, values, about)
    _list(first_line, (said.stamp, said.entry, said.heading, ended, kept), little, chars, values)
    _count(first_line, teaser, ended, kept, chars, values)
    _doubt(first_line, score, kept, chars, values)
    return Facts(values, told, about, broken_off(first_line, said.kind == _PAYWALL, kept, chars))


_PAYWALL, _WITHDRAWN = PAGE_SECTIONS.index("paywall"), PAGE_SECTIONS.index("withdrawn")


@kernel
def _tell(  # noqa: C901 - one pass over the lines, for speed
    first_line: Array, said: Array, head: Array, kept: Array, chars: Array, out: Array, told: Array
) -> None:
    """What the page's own words name it: how much of what is kept, or stands above it, does so, and which kind most."""
    weight = np.zeros(len(PAGE_SECTIONS))
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        weight[:] = 0
        own = spoken = 0.0
        top, end = stop, first - 1
        for at in range(first, stop):
            if kept[at]:
                top, end = min(top, at), at
        for at in range(first, stop):
            if said[at] >= 0:
                weight[said[at]] += chars[at] * (1.0 if head[at] else _IN_PASSING)
                if head[at] and said[at] != _PAYWALL:
                    spoken += chars[at]
                if at <= top + 1 and said[at] != _PAYWALL:
                    out[page, _AT.told_first] = 1
                if said[at] == _PAYWALL and top <= at <= end + _BELOW:
                    out[page, _AT.appeals] = min(out[page, _AT.appeals] + 1, _MOST_APPEALS)
            elif kept[at]:
                own += chars[at]
        out[page, _AT.own_chars] = np.log2(1.0 + own)
        out[page, _AT.told_share] = spoken / max(spoken + own, 1.0)
        best = 0
        for kind in range(1, weight.size):
            if weight[kind] > weight[best]:
                best = kind
        if weight[best] > 0:
            told[page] = best


@kernel
def _find_near(first_line: Array, little: Array, kept: Array, near: Array) -> None:
    """The lines of a short article and beside it; where there is none, those at the top of its page."""
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        if not little[first]:
            continue
        top, end = stop, first - 1
        for at in range(first, stop):
            if kept[at]:
                top, end = min(top, at), at
        low, high = (first, first + _TOP) if top == stop else (top - _NEAR, end + _NEAR + 1)
        near[max(low, first) : min(high, stop)] = True


@kernel
def _speak(first_line: Array, near: Array, says: Lines, counts: Lines, told: Array, out: Array, about: Array) -> None:
    """How much of a short page speaks to its reader, of what, how often it reports, and whether it is dated."""
    reader, reports, stamp, kept = says
    things, named, chars = counts
    for page in range(first_line.size - 1):
        spoken = own = reported = names = dated = 0.0
        topics = np.zeros(things.shape[1])
        for at in range(first_line[page], first_line[page + 1]):
            if near[at]:
                own += chars[at] if kept[at] else 0.0
                spoken += chars[at] if reader[at] else 0.0
                reported += reports[at]
                dated = 1.0 if stamp[at] else dated
                names += named[at] if kept[at] else 0.0
                for kind in range(topics.size):
                    topics[kind] += things[at, kind]
        if told[page] != _WITHDRAWN:  # articles are about what such a note is about: it counts where a phrase says so
            topics[_WITHDRAWN] = 0.0
        best = int(np.argmax(topics))
        if topics[best] > 0:
            about[page] = best
        out[page, _AT.reader_share] = min(spoken / max(own, 1.0), 1.0)
        out[page, _AT.things] = min(topics[best], _MANY)
        out[page, _AT.thing_rate] = min(topics[best] / max(own / _LINE, 1.0), _MOST_THINGS)
        out[page, _AT.named_rate] = min(names / max(own / _LINE, 1.0), _MOST_NAMES)
        out[page, _AT.reports] = min(reported + dated, _MOST_REPORTS)


@kernel
def _list(
    first_line: Array, marks: tuple[Array, Array, Array, Array, Array], little: Array, chars: Array, out: Array
) -> None:
    """Entries of a list of articles, and whether the heading of such a list opens the page.

    An entry is a headline and its date, on the line below or on its own. Dates that grow from one to the next are those
    of a chronicle or of a tour: lists of articles begin with the latest.
    """
    stamp, entry, index, ended, kept = marks
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        if not little[first]:
            continue
        taken = inside = entries = later = 0.0
        top, last = stop, 0
        for at in range(first, stop):
            if kept[at]:
                taken += chars[at]
                top = min(top, at)
        for at in range(first, stop):
            beside = at <= top if top < stop else at < first + _TOP
            if index[at] and beside and (top == stop or at >= top - _HEADING):
                out[page, _AT.list_first] = 1
            day = entry[at]
            if at > first and stamp[at] and not stamp[at - 1] and not ended[at - 1] and chars[at - 1] >= _ENTRY:
                day = stamp[at]
                inside += chars[at - 1] if kept[at - 1] else 0.0
            if day:
                entries += 1
                later += last > 0 and day > last
                inside += chars[at] if kept[at] else 0.0
                last = day
        entries = 0.0 if 2 * later >= entries else entries
        out[page, _AT.listed_share] = inside / max(taken, 1.0) if entries > 0 else 0.0
        out[page, _AT.listed] = np.log2(1.0 + entries)


@kernel
def _count(first_line: Array, teaser: Array, ended: Array, kept: Array, chars: Array, out: Array) -> None:
    """Lengths and numbers of what is kept and what is not; the longest run is one of lines that end a sentence."""
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        whole = taken = longest = run = cut = full = 0.0
        runs = hole = holes = teasers = lines = 0
        for at in range(first, stop):
            whole += chars[at]
            teasers += teaser[at]
            if kept[at]:
                runs += at == first or not kept[at - 1]
                run = run + chars[at] if ended[at] else 0.0
                taken += chars[at]
                cut += chars[at] if teaser[at] else 0.0
                full += chars[at] if ended[at] else 0.0
                lines += 1
                longest = max(longest, run)
                holes = max(holes, hole if runs > 1 else 0)
                hole = 0
            else:
                hole += 1
                run = 0.0
        out[page, _AT.teaser_share] = cut / max(taken, 1.0)
        out[page, _AT.ended_share] = full / max(taken, 1.0)
        out[page, _AT.apart_share] = max(runs - 1, 0) / max(lines, 1)
        out[page, _AT.longest_run] = np.log2(1.0 + longest)
        out[page, _AT.teasers] = np.log2(1.0 + teasers)
        out[page, _AT.runs] = np.log2(1.0 + runs)
        out[page, _AT.kept_chars] = np.log2(1.0 + taken)
        out[page, _AT.kept_share] = taken / max(whole, 1.0)
        out[page, _AT.lines] = np.log2(1.0 + stop - first)
        out[page, _AT.longest_hole] = np.log2(1.0 + holes)


@kernel_part
def _entropy(score: float) -> float:
    """Doubt of a probability, in bits."""
    p = min(max(score, _NEVER), 1 - _NEVER)
    return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))  # type: ignore[no-any-return] # a float, once compiled


@kernel
def _doubt(first_line: Array, score: Array, kept: Array, chars: Array, out: Array) -> None:
    """How sure the model is: of what it kept, of what it left, and where the one meets the other."""
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        expected = sure = taken = found = doubtful = outer = 0.0
        top, bottom = -1, -1
        for at in range(first, stop):
            size, p = chars[at], score[at]
            expected += p * size
            doubtful += size if _SURE[0] < p < _SURE[1] else 0.0
            if kept[at]:
                taken += size
                found += p * size
                sure += abs(2 * p - 1) * size
                top = at if top < 0 else top
                bottom = at
            else:
                outer += _entropy(p) * size
        out[page, _AT.agreement] = 2 * found / max(expected + taken, 1.0)
        out[page, _AT.certainty] = sure / max(taken, 1.0)
        out[page, _AT.doubtful_share] = min(doubtful / max(taken, 1.0), _MOST_DOUBT)
        out[page, _AT.outer_doubt] = min(outer / max(taken, 1.0), _MOST_DOUBT)
        if top >= 0:
            edge = 0.0
            for at in range(max(top - _EDGE, first), min(top + _EDGE, stop)):
                edge = max(edge, _entropy(score[at]))
            for at in range(max(bottom + 1 - _EDGE, first), min(bottom + 1 + _EDGE, stop)):
                edge = max(edge, _entropy(score[at]))
            out[page, _AT.edge_doubt] = edge
            out[page, _AT.step_above] = score[top] - (score[top - 1] if top > first else 0.0)
            out[page, _AT.step_below] = score[bottom] - (score[bottom + 1] if bottom + 1 < stop else 0.0)
