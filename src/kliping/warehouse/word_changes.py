"""What changed between two texts, word by word, for a person to read.

Belongs here: aligning two bodies, and cutting out what differs with the words around it, or showing both as one text.
Does not belong here: which articles are compared (``differences``). A few texts are compared at a time, never a corpus.

Paragraphs are aligned first and words only within those that differ, by the longest matching blocks (Ratcliff and
Obershelp, as in Python's ``difflib``).
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT_WORDS = 5
"""Words shown before and after what changed."""

CELLS_MAX = 4_000_000
"""Words times words above which two passages are said to differ as a whole: aligning them would take seconds."""

PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Change:
    """One passage that differs, with the words around it; ``before`` or ``after`` is empty where one has nothing."""

    lead: str
    before: str
    after: str
    tail: str


def word_changes(before: str, after: str) -> list[Change]:
    """Every passage in which ``after`` differs from ``before``, in the order of the text; spaces do not count."""
    old, new = before.split(PARAGRAPH), after.split(PARAGRAPH)
    changes: list[Change] = []
    for operation, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation != "equal":
            changes += _within(" ".join(old[i:j]).split(), " ".join(new[k:m]).split())
    return changes


@dataclass(frozen=True)
class Passage:
    """A run of words that both texts have (``both``), or one of them alone (``before``, ``after``)."""

    where: str
    text: str


def passages(before: str, after: str) -> list[list[Passage]]:
    """Both texts as one: paragraphs, each the passages it is made of, in the order of the text.

    Paragraphs that are alike stand whole; where they differ, one paragraph holds the words of both.
    """
    old, new = ([one for one in text.split(PARAGRAPH) if one.strip()] for text in (before, after))
    found: list[list[Passage]] = []
    for operation, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            found += [[Passage("both", text)] for text in old[i:j]]
        else:
            found.append(_both(" ".join(old[i:j]).split(), " ".join(new[k:m]).split()))
    return found


def _both(old: list[str], new: list[str]) -> list[Passage]:
    found, at = [], 0
    for a, b, c, d in [*_spans(old, new), (len(old), len(old), len(new), len(new))]:
        found += [("both", old[at:a]), ("before", old[a:b]), ("after", new[c:d])]
        at = b
    return [Passage(where, " ".join(words)) for where, words in found if words]


def _within(old: list[str], new: list[str]) -> list[Change]:
    return [
        Change(
            " ".join(old[max(0, a - CONTEXT_WORDS) : a]),
            " ".join(old[a:b]),
            " ".join(new[c:d]),
            " ".join(old[b : b + CONTEXT_WORDS]),
        )
        for a, b, c, d in _spans(old, new)
    ]


def _spans(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Where two runs of words differ: from and to in the old one, from and to in the new one."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    i, j = len(old) - end, len(new) - end
    if (i - start) * (j - start) > CELLS_MAX:
        return [(start, i, start, j)]
    matcher = SequenceMatcher(None, old[start:i], new[start:j], autojunk=False)
    return [
        (start + a, start + b, start + c, start + d)
        for operation, a, b, c, d in matcher.get_opcodes()
        if operation != "equal"
    ]
