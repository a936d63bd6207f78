"""Roles: what each line is, from the model's choice, the lexicons and the structure of the page.

Belongs here: the order in which reasons win. Does not belong here: scores (``model``), phrases (``kliping.words``),
values of metadata fields: the metadata step settles title, byline, date and source lines with more evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.cleaning.credits import SURE
from kliping.cleaning.features import SECOND, Seen
from kliping.cleaning.numbering import number_paragraphs
from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES
from kliping.frames import ROLES
from kliping.text.characters import COMMA, DASH, END, LOWER, QUOTE, SEPARATOR
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array, Scan

_CODE = {role: number for number, role in enumerate(ROLES)}
_BODY, _SUBHEADING = _CODE["body"], _CODE["subheading"]
_TITLE, _BYLINE, _DATE = _CODE["title"], _CODE["byline"], _CODE["date"]
_CAPTION, _DUPLICATE, _RELATED = _CODE["caption"], _CODE["duplicate"], _CODE["related"]
_BOILERPLATE, _CONTACT = _CODE["boilerplate"], _CODE["contact"]

REASONS = (
    "model",
    "duplicate",
    "structure:headline",
    "structure:under_title",
    "structure:printed_twice",
    "structure:credit",
    "structure:dated",
    "structure:address",
    "structure:teaser",
    "structure:short_line",
    "structure:bounds",
    "structure:notice",
    "structure:table",
    "structure:appeal",
    "structure:signature",
    "structure:nested",
    "structure:second",
    "extractor",
)
"""Reasons beside lexicon entries; a reason code of ``LEXICON`` or more is the entry of that number."""
(_MODEL, _SAME, _HEADLINE, _UNDER, _TWICE, _CREDIT, _DATED, _ADDRESS, _TEASER, _SHORT) = range(len(REASONS) - 8)
LEXICON = 100  # more than there are reasons beside

_EQUALS, _LABELS = MATCHED_KINDS.index("equals"), MATCHED_KINDS.index("labels")
_SECTION_CODE = np.array([_CODE[role] for role in SECTION_ROLES.values()], np.int8)
_RELATED_SECTION = list(SECTION_ROLES).index("related")
_CAPTION_SECTION = list(SECTION_ROLES).index("caption")

_COPY_WORDS = 4.0  # a shorter line is printed twice by chance
_PASTED_WORDS = 8.0  # of a line whose copies are taken for copies of a whole body
_REPEAT_WORDS = 2.0  # and a title or caption of one word likewise
_TEASER_WORDS = 4.0
_TEASERS = 40  # lines after a heading such as "Latest posts" that may be its teasers
_ABOVE = 40  # lines above the article in which its title is looked for
_BELOW_TITLE = 6  # lines below the title in which a name or a caption is looked for
_NAME_WORDS = 5.0
_FEWEST_NAMES, _ALL_CAPITALS = 2.0, 0.99
"""Words of a name below a title at least, and the share of them that begin with a capital: all, in float32."""

_TITLE_WORDS = (3.0, 30.0)
"""The fewest and the most words of a line above the article that may be its title."""

_TITLE_WORD, _TITLE_FULL, _TITLE_CLEAR = 0.2, 12.0, 0.5
"""What each word is worth beside those that it shares with the article, up to how many, and by how much a line further
down must be worth more: of equals the upper one is the title, the lower ones are kickers and captions. Judgements; the
title that is published is chosen in ``kliping.metadata.titles``."""

_SUBHEADING_WORDS = 14.0  # words of a line between paragraphs that may head the next: a longer one is a sentence


class Marked(NamedTuple):
    """What is known of every line before it has a role."""

    keep: Array
    """Which lines the model keeps."""
    entry: Array
    """Number of the lexicon entry, or -1."""
    kind: Array
    """Which of MATCHED_KINDS it is."""
    section: Array
    """Its section, or -1."""
    copy_of: Array
    """Index of the first line of the document with the same words."""
    credit: Array
    """How far the line ends in a photo credit, see ``credits``."""


class Settled(NamedTuple):
    """A role and a reason code a line, the line it repeats (its index, or -1), and paragraph numbers (0: none)."""

    role: Array
    reason: Array
    same: Array
    paragraph: Array


def settle(seen: Seen, keep: Array, section: Array, credit: Array) -> Settled:
    """The role of every line.

    Args:
        seen: the lines' features.
        keep: which lines the model keeps.
        section: section of the lexicon entry on each line, or -1.
        credit: how far each line ends in a photo credit, see ``credits``.
    """
    count = keep.size
    column = [
        SECOND.index(name)
        for name in (
            "words",
            "capital_share",
            "starts_as",
            "ends_as",
            "ends_sentence",
            "dated",
            "address",
            "shared_share",
            "numbers",
        )
    ]
    line = np.ascontiguousarray(seen.matrix[:, column])
    out = Settled(
        np.empty(count, np.int8), np.zeros(count, np.int32), np.full(count, -1, np.int64), np.zeros(count, np.int32)
    )
    _settle(seen.first_line, line, Marked(keep, seen.entry, seen.kind, section, seen.same, credit), _SECTION_CODE, out)
    _mark_title_again(seen.first_line, seen.scanned, out)
    number_paragraphs(seen, out.role, out.paragraph)
    return out


_WORDS, _CAPITALS, _STARTS, _ENDS, _SENTENCE, _IS_DATED, _HAS_ADDRESS, _SHARED, _NUMBERS = range(9)


@kernel
def _settle(first_line: Array, line: Array, marked: Marked, section_role: Array, out: Settled) -> None:
    keep, entry, kind, section, copy_of = marked.keep, marked.entry, marked.kind, marked.section, marked.copy_of
    role, reason = out.role, out.reason
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        begin, end = stop, first - 1
        _choose_copies(first, stop, line, copy_of, keep)
        for at in range(first, stop):
            if keep[at]:
                begin = min(begin, at)
                end = at
        for at in range(first, stop):
            if keep[at]:
                role[at], reason[at] = _kept(line, keep, at, first, end)
            elif section[at] >= 0:
                role[at], reason[at] = _named(line[at], kind[at], section[at], section_role), LEXICON + entry[at]
            else:
                role[at], reason[at] = _BOILERPLATE, _MODEL
        _mark_copies(first, stop, line, marked, out)
        title = _find_title(first, begin, stop, line, marked, role)
        if title >= 0:
            role[title], reason[title] = _TITLE, _HEADLINE
        for at in range(first, stop):
            if role[at] == _BOILERPLATE and reason[at] == _MODEL:
                role[at], reason[at] = _shaped(at, title, begin, end, stop, line, marked)
        _mark_teasers(first, begin, stop, line, section, role, reason)
        _mark_repeats(first, stop, line, copy_of, out)


@kernel_part
def _kept(line: Array, keep: Array, at: int, first: int, end: int) -> tuple[int, int]:
    """Body or subheading: a subheading is short, ends like no sentence, and is followed by body."""
    ends = int(line[at, _ENDS])
    starts = int(line[at, _STARTS])
    heading = (
        line[at, _WORDS] <= _SUBHEADING_WORDS
        and at < end
        and keep[at + 1]
        and line[at + 1, _WORDS] > line[at, _WORDS]
        and line[at + 1, _SENTENCE] > 0
        and ends != END
        and ends != COMMA
        and ends != QUOTE
        and ends != DASH
        and starts != LOWER
        and starts != QUOTE
        and starts != DASH
        and starts != SEPARATOR
        and (at == first or not keep[at - 1] or line[at - 1, _SENTENCE] > 0)
    )
    return (_SUBHEADING, _SHORT) if heading else (_BODY, _MODEL)


@kernel_part
def _named(line: Array, kind: int, section: int, section_role: Array) -> int:
    """The role of the section; a heading such as "Related posts" that links to nothing itself is furniture."""
    if section == _RELATED_SECTION and (kind == _EQUALS or line[_WORDS] < _TEASER_WORDS):
        return _BOILERPLATE
    return int(section_role[section])


@kernel_part
def _choose_copies(first: int, stop: int, line: Array, copy_of: Array, keep: Array) -> None:
    """Where only a later copy was kept but the first stands beside kept lines, keep the first: a body pasted twice."""
    for at in range(first, stop):
        origin = copy_of[at]
        if origin < at and keep[at] and not keep[origin] and line[at, _WORDS] >= _PASTED_WORDS:
            before = origin > first and keep[origin - 1]
            after = origin + 1 < at and keep[origin + 1]
            keep[origin] = before or after


@kernel_part
def _mark_copies(first: int, stop: int, line: Array, marked: Marked, out: Settled) -> None:
    """Of kept lines with the same words the first kept one stays; the others, and later removed ones, repeat it."""
    copy_of, keep = marked.copy_of, marked.keep
    role, reason, same = out.role, out.reason, out.same
    stays = np.full(stop - first, -1, np.int64)
    for at in range(first, stop):
        origin = copy_of[at] - first
        if line[at, _WORDS] >= _COPY_WORDS:
            if stays[origin] >= 0:
                role[at], reason[at], same[at] = _DUPLICATE, _SAME, stays[origin]
            elif keep[at]:
                stays[origin] = at


@kernel_part
def _find_title(first: int, begin: int, stop: int, line: Array, marked: Marked, role: Array) -> int:
    """The line above the article that shares most words with it and reads like a headline; -1 for none.

    No headline ends like a sentence or its part, or in a credit, or is printed twice in a row, as captions are.
    """
    section, copy_of, credit = marked.section, marked.copy_of, marked.credit
    best, title = 0.0, -1
    for at in range(max(first, begin - _ABOVE), min(begin, stop)):
        words = line[at, _WORDS]
        twice = (at + 1 < stop and copy_of[at + 1] == at) or (at > first and copy_of[at] == at - 1)
        plain = role[at] == _BOILERPLATE and section[at] < 0 and line[at, _IS_DATED] == 0
        caption = twice or credit[at] > 0 or line[at, _ENDS] in (END, COMMA)
        if plain and not caption and _TITLE_WORDS[0] <= words <= _TITLE_WORDS[1] and line[at, _STARTS] != SEPARATOR:
            worth = 1.0 + line[at, _SHARED] * words + _TITLE_WORD * min(words, _TITLE_FULL)
            if worth > best + _TITLE_CLEAR:
                best, title = worth, at
    return title


@kernel_part
def _shaped(at: int, title: int, begin: int, end: int, stop: int, line: Array, marked: Marked) -> tuple[int, int]:
    """The role of a removed line without a phrase, from its shape and its place."""
    copy_of, credit = marked.copy_of, marked.credit
    words = line[at, _WORDS]
    near = title >= 0 and title < at < begin
    if line[at, _HAS_ADDRESS] > 0 and at > end and words >= _COPY_WORDS:
        return _CONTACT, _ADDRESS
    if near and line[at, _IS_DATED] > 0:
        return _DATE, _DATED
    if credit[at] == SURE or (credit[at] > 0 and (near or begin < at < end)):
        return _CAPTION, _CREDIT
    twice = at + 1 < stop and copy_of[at + 1] == at
    if twice and near and words >= _COPY_WORDS:
        return _CAPTION, _TWICE
    under = near and at - title <= _BELOW_TITLE
    named = (
        words <= _NAME_WORDS
        and words >= _FEWEST_NAMES
        and line[at, _CAPITALS] >= _ALL_CAPITALS
        and line[at, _NUMBERS] == 0
    )
    if under and named and line[at, _SENTENCE] == 0:
        return _BYLINE, _UNDER
    return _BOILERPLATE, _MODEL


@kernel_part
def _mark_teasers(first: int, begin: int, stop: int, line: Array, section: Array, role: Array, reason: Array) -> None:
    """Headlines and first sentences after a heading such as "Latest posts" are other articles."""
    open_for = 0
    for at in range(first, stop):
        if section[at] == _RELATED_SECTION and role[at] == _BOILERPLATE:
            open_for = _TEASERS
        elif (section[at] >= 0 and section[at] not in (_RELATED_SECTION, _CAPTION_SECTION)) or role[at] <= _SUBHEADING:
            open_for = 0
        elif open_for > 0:
            open_for -= 1
            if at > begin and role[at] == _BOILERPLATE and line[at, _WORDS] >= _TEASER_WORDS:
                role[at], reason[at] = _RELATED, _TEASER


@kernel_part
def _mark_repeats(first: int, stop: int, line: Array, copy_of: Array, out: Settled) -> None:
    """A later copy of a title or caption is its duplicate; furniture printed twice stays furniture."""
    role, reason, same = out.role, out.reason, out.same
    for at in range(first, stop):
        origin = copy_of[at]
        again = origin < at and line[at, _WORDS] >= _REPEAT_WORDS and role[at] > _SUBHEADING
        if again and role[origin] in (_TITLE, _CAPTION):
            role[at], reason[at], same[at] = _DUPLICATE, _SAME, origin


@kernel
def _mark_title_again(first_line: Array, scanned: Scan, out: Settled) -> None:
    """A removed line that holds the first words of the title ("Title" under "Title - Site") repeats it."""
    first_token, tokens = scanned.first_token, scanned.tokens
    role, reason, same = out.role, out.reason, out.same
    for document in range(first_line.size - 1):
        title = -1
        for at in range(first_line[document], first_line[document + 1]):
            if role[at] == _TITLE:
                title = at
            size = first_token[at + 1] - first_token[at]
            if title < 0 or at == title or size < _COPY_WORDS or role[at] not in (_BOILERPLATE, _BYLINE):
                continue
            start = first_token[title]
            again = size <= first_token[title + 1] - start
            for word in range(size if again else 0):
                again = again and tokens[first_token[at] + word] == tokens[start + word]
            if again:
                role[at], reason[at], same[at] = _DUPLICATE, _SAME, title
