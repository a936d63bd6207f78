"""Where the article begins and ends: what marks on the page say beyond the model's scores.

Belongs here: lines that join or leave the kept ones because of a mark beside them. Does not belong here: scores
(``model``), the role of a line (``roles``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.alike import keep_alike
from kliping.cleaning.bare import BRACKETED, COMMENTS, LINK
from kliping.cleaning.endings import end_at_marks
from kliping.cleaning.kernels import OWN
from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES
from kliping.cleaning.tails import closings, keep_tails
from kliping.text.characters import COLON, QUOTE, SEPARATOR
from kliping.text.compiling import kernel, kernel_part
from kliping.text.datelines import addressed, dateline
from kliping.text.patterns import holding, letters

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_PLACE = "{1,40}"
"""Characters of the place before an agency in brackets."""

_AGENCY = "{2,24}"
"""Characters of an agency's name in brackets."""

_SECTIONS = list(SECTION_ROLES)
_ADVERTISING, _SHARE = (_SECTIONS.index(name) for name in ("advertising", "share"))
_CAPTION = list(SECTION_ROLES).index("caption")
_EQUALS = MATCHED_KINDS.index("equals")

_LEAST_WORDS = 18.0  # of an article without a full sentence: fewer, and the kept lines are a menu or a notice
_OPENING_WORDS = 8.0  # of a sentence at the top of a text: a shorter one may be a notice above the page
_HEADER, _FOOTER = 6, 2  # most lines above and below the article of a text that a scraper left without its page
_RUN, _ANNOUNCED = 3, 4  # most lines at its top that the scores left out, and of those below a line with a colon
_QUOTATION = 40  # most lines of a quotation below such a line, down to the one that ends it
_SOME_WORDS, _FEW_WORDS = 30.0, 300.0  # of an article that goes on in running text right above and below it
_LEAD, _TAIL = 3, 6  # most lines of that
_DOUBT = 0.2  # least probability of such a line: what a model was taught not to keep stays out
_ADVERT_LINES, _ADVERT_WORDS = 3, 8.0  # most lines of an advertisement below its label, and words of each
_CALLS = r"[?!]$"
"""The end of a headline, or of an appeal, that looks like a sentence's."""
_SAID_WORDS = 4.0  # of a short sentence of an article's end, below a link: '"Kami menunggu," kata Rini.'
_LABEL_WORDS, _LABELS_IN_A_ROW = 3.0, 25  # an archive of months, a cloud of tags: no list in an article is so long

_TOLD, _PLAIN, _ANNOUNCES, _QUOTES, _QUOTED, _ADVERT = (1 << at for at in range(6))  # marks of a line at the top

_OPENS = r"[\p{Lu}“\"‘']"
_OF_AGENCY = rf"^\p{{Lu}}[^.!?:;“”\"()]{_PLACE}\([^()]{_AGENCY}\) *[-‐‑‒–—―]+ *{_OPENS}"
"""A dateline with an agency in it: what names one at the end of a line is a credit, here it opens the article."""

_DATELINE = letters("^" + dateline(r"\p{Lu}", r"\p{L}", _OPENS))

_ADDRESSED = letters("^" + addressed(_OPENS))


def mark_bounds(
    text: pl.Series,
    seen: Seen,
    keep: Array,
    section: Array,
    credited: Array,
    bare: Array,
    scores: Array,
) -> Array:
    """Which lines are kept (bool), once the page's own marks are heeded.

    Running text between the article and its closing credit (a byline, an editor, a source) is its end, links to other
    articles between them left out; so is running text between the article and such a link ("Baca juga: …"), and what
    stands right beside an article of few words. Blocks of lines that are laid out like a kept one are kept. Running
    text that opens with a dateline ("JAKARTA, Outlet – The") right above the article is its start, and so are a line
    that opens with an outlet's address ("KABAR.CO.ID - The") a few lines above it and what stands between, and running
    text that nothing stands above, or nothing but the title, byline and date of a text that ends with its article: text
    without the page it stood on begins with its article, even where that opens with a short line before a quote. Kept
    lines that hold no sentence and few words are a menu or a notice, and no article; nor are short lines at the end
    below the label of an advertisement, or labels in a long row without a sentence. A line in brackets that an article
    ends with is its signature.

    Args:
        text: the lines.
        seen: the lines' features.
        keep: which lines the model keeps.
        section: section of the lexicon entry on each line, or -1.
        credited: which lines end in a photo credit, or in brackets that look like one.
        bare: what each line holds if that is all it holds, see ``bare`` and ``links``.
        scores: the probability of each line to be kept (0 to 1).
    """
    marked = keep.copy()
    column = {name: seen.column(name) for name in ("words", "sentence", "dated", "address", "ends_sentence")}
    sentence = column["sentence"] > 0
    other = (section >= 0) | credited | (column["dated"] > 0) | (column["address"] > 0)
    running = sentence & ~other & (seen.same == np.arange(keep.size))
    starts, ends = seen.scanned.own[:, OWN.starts_as], seen.scanned.own[:, OWN.ends_as]
    said = sentence | ((column["ends_sentence"] > 0) & (column["words"] >= _SAID_WORDS))
    tail = said & ~other & (bare == 0) & (starts != SEPARATOR) & (seen.same == np.arange(keep.size))
    tail &= ~text.str.contains(_CALLS).to_numpy()
    keep_tails(seen.first_line, running, tail, closings(text, section, seen.kind), marked)
    _go_on(seen.first_line, running & (starts != SEPARATOR) & (scores >= _DOUBT), column["words"], marked)
    above = np.flatnonzero(running[:-1] & ~keep[:-1] & keep[1:])
    top = seen.first_line[:-1]
    dated = holding(text, np.union1d(above, top), _DATELINE)
    opening = np.intersect1d(above, dated)
    named = np.flatnonzero(sentence[:-1] & ~running[:-1] & (section[:-1] == _CAPTION) & ~keep[:-1] & keep[1:])
    opening = np.union1d(opening, holding(text, named, _OF_AGENCY))
    plain = (section < 0) & ~credited & (starts != SEPARATOR)
    headed = np.flatnonzero(_headed(seen.first_line, plain, marked))
    opening = np.union1d(opening, holding(text, headed, _ADDRESSED))
    _begin_at_dateline(seen.first_line, opening, plain & (bare == 0) & (column["address"] == 0), marked)
    announces = seen.scanned.own[:, OWN.ends_as] == COLON
    long = column["words"] >= _OPENING_WORDS
    told = sentence | (((column["ends_sentence"] > 0) | announces) & long)
    told[top] |= long[top] & np.isin(top, dated)
    marks = (
        _TOLD * told
        | _PLAIN * plain
        | _ANNOUNCES * announces
        | _QUOTES * (starts == QUOTE)
        | _QUOTED * (ends == QUOTE)
        | _ADVERT * (((section == _ADVERTISING) & (seen.kind == _EQUALS)) | (section == _SHARE) | (bare == LINK))
    )
    _begin_at_top(seen.first_line, marks.astype(np.uint8), marked)
    marked[(bare > 0) & (bare != BRACKETED)] = False
    keep_alike(seen, section, marked)
    end_at_marks(text, seen, section, bare == COMMENTS, marked)
    label = (column["words"] <= _LABEL_WORDS) & (column["ends_sentence"] == 0)
    _drop_lists(seen.first_line, label, marked)
    advert = (section == _ADVERTISING) & (column["words"] <= _LABEL_WORDS)
    _drop_adverts(seen.first_line, advert, ~sentence & (column["words"] <= _ADVERT_WORDS), marked)
    _drop_notices(seen.first_line, sentence, column["words"], marked)
    _end_above_signature(seen.first_line, bare == BRACKETED, marked)
    return marked


@kernel
def _go_on(first_line: Array, running: Array, words: Array, keep: Array) -> None:
    """Keep the running text right above and right below an article of few words.

    On pages of sites held out, most of them of two sites, 40 of 40 such lines above were its own, and 84 of 88 below,
    before lines that the model is sure of were left out; beside long articles few are.
    """
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        said, begin, end = 0.0, stop, stop
        for at in range(first, stop):
            if keep[at]:
                said += words[at]
                begin, end = min(begin, at), at
        if _SOME_WORDS <= said < _FEW_WORDS:
            at = begin - 1
            while at >= max(first, begin - _LEAD) and running[at]:
                keep[at] = True
                at -= 1
            at = end + 1
            while at < min(stop, end + 1 + _TAIL) and running[at]:
                keep[at] = True
                at += 1


@kernel
def _end_above_signature(first_line: Array, bracketed: Array, keep: Array) -> None:
    """Leave out the lines in brackets that an article ends with."""
    for document in range(first_line.size - 1):
        first, end = first_line[document], first_line[document + 1] - 1
        while end > first and (bracketed[end] or not keep[end]):
            keep[end] = False
            end -= 1


@kernel
def _headed(first_line: Array, plain: Array, keep: Array) -> Array:
    """Which plain lines stand a few lines above the first kept one of their document, or right above it."""
    found = np.zeros(keep.size, np.bool_)
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        begin = first
        while begin < stop and not keep[begin]:
            begin += 1
        if begin < stop:
            for at in range(max(first, begin - _HEADER), begin):
                found[at] = plain[at]
    return found


@kernel
def _begin_at_dateline(first_line: Array, opening: Array, plain: Array, keep: Array) -> None:
    """Keep each of ``opening`` that has no kept line above it, and what is ``plain`` from there down to a kept line."""
    document = 0
    for at in opening:
        if first_line[document] > at:
            document = 0
        while first_line[document + 1] <= at:
            document += 1
        above = first_line[document]
        while above < at and not keep[above]:
            above += 1
        if above == at and at + 1 < first_line[document + 1]:
            keep[at] = True
            below = at + 1
            while below < first_line[document + 1] and not keep[below]:
                keep[below] = plain[below]
                below += 1


@kernel_part
def _quotation_end(at: int, stop: int, marks: Array) -> int:
    """The line below the quotation that begins at ``at``; ``at`` itself where none ends soon."""
    last = at
    while last < min(stop, at + _QUOTATION):
        if marks[last] & _QUOTED:
            return last + 1
        last += 1
    return at


@kernel_part
def _leads_on(mark: int, run: int, led: bool, last: bool) -> bool:
    """Whether a short line below running text belongs to it: it announces what follows, or heads what is kept below.

    A heading is known by a list or a quotation above it; else it may be the byline or the day below a headline.
    """
    return run > 0 and (mark & _ANNOUNCES > 0 or (led and last))


@kernel_part
def _told_down_to(at: int, begin: int, stop: int, marks: Array) -> int:
    """How far running text goes from the line ``at`` on, at most to the line ``begin``."""
    announced, run, led = 0, 0, False
    while at < begin:
        mark = marks[at]
        quoted = _quotation_end(at, stop, marks) if announced == 1 and mark & _QUOTES else at
        if quoted > at:
            at, announced, led = min(quoted, begin), 0, True
        elif mark & _ADVERT:
            at += 1
        elif mark & _PLAIN and (
            announced > 0 or (mark & _TOLD and run < _RUN) or _leads_on(mark, run, led, at == begin - 1)
        ):
            announced = 1 if mark & _ANNOUNCES else announced + min(announced, 1)
            if announced > _ANNOUNCED:
                break
            run += 1
            at += 1
        else:
            break
    return at


@kernel
def _begin_at_top(first_line: Array, marks: Array, keep: Array) -> None:
    """Keep the running text (``_TOLD``) at the top of a text without a page, down to the first line kept already.

    It begins on the first line of its document, or below a few lines of header where the article runs to the end of the
    text. All of it is ``_PLAIN``: no phrase, no credit, no bar or bullet before it (a ticker, a caption); the mark of
    an advertisement, buttons to share and announced links in it stay out. Below a line that announces what follows
    stand a few plain lines of any kind: the list itself; or a quotation of any lines, down to the one that ends it.
    """
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        end = stop - 1
        while end >= first and not keep[end]:
            end -= 1
        begin = first
        while begin < end and not keep[begin]:
            begin += 1
        most = first + (_HEADER if stop - 1 - end <= _FOOTER else 0)
        at = first
        while at < min(most, begin) and not marks[at] & _TOLD:
            at += 1
        if _told_down_to(at, begin, stop, marks) == begin:
            for line in range(at, begin):
                keep[line] = not marks[line] & _ADVERT


@kernel
def _drop_lists(first_line: Array, label: Array, keep: Array) -> None:
    for document in range(first_line.size - 1):
        row = 0
        for at in range(first_line[document], first_line[document + 1]):
            row = row + 1 if label[at] else 0
            if row == _LABELS_IN_A_ROW:
                keep[at + 1 - row : at + 1] = False
            elif row > _LABELS_IN_A_ROW:
                keep[at] = False


@kernel
def _drop_adverts(first_line: Array, advert: Array, short: Array, keep: Array) -> None:
    """Drop what ends the kept lines: a few short ones right below the label of an advertisement."""
    for document in range(first_line.size - 1):
        first = first_line[document]
        end = first_line[document + 1] - 1
        while end >= first and not keep[end]:
            end -= 1
        at = end
        while at > first and end - at < _ADVERT_LINES and short[at] and not advert[at]:
            at -= 1
        if first <= at < end and advert[at]:
            keep[at : end + 1] = False


@kernel
def _drop_notices(first_line: Array, sentence: Array, words: Array, keep: Array) -> None:
    for document in range(first_line.size - 1):
        spoken, told = 0.0, False
        for at in range(first_line[document], first_line[document + 1]):
            if keep[at]:
                spoken += words[at]
                told = told or sentence[at]
        if not told and spoken < _LEAST_WORDS:
            keep[first_line[document] : first_line[document + 1]] = False
