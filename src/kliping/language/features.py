"""Word and character evidence: what a text is cut into before close relatives are told apart.

Belongs here: the definition of a feature, in plain Python, as training uses it. Does not belong here: the same over
a column of texts (``scoring``), which a test holds to this one.

A text is folded to lower-case letters, every run of anything else to one space, with a space at either end. A *feature*
is a piece of that: some letters of one word with the space before or after it, one whole word, or two words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.text.characters import TABLE_SIZE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def fold(text: str, table: npt.NDArray[np.uint16]) -> str:
    """The text as features see it, spaces at both ends; one space where there is no letter.

    Args:
        text: any text.
        table: ``kliping.text.characters.small_letters``.
    """
    points = [int(table[point]) if point < TABLE_SIZE else 0 for point in map(ord, text)]
    words = "".join(chr(point) if point else " " for point in points).split()
    return " " + " ".join(words) + " " if words else " "


def features(folded: str, longest: int) -> list[str]:
    """Every feature of a folded text, as often as it occurs; pieces of words have up to ``longest`` characters."""
    found = []
    spaces = [at for at, letter in enumerate(folded) if letter == " "]
    for begin in range(len(folded)):
        for end in range(begin + 1, min(begin + longest, len(folded)) + 1):
            piece = folded[begin:end]
            if piece == " ":
                continue
            found.append(piece)
            if piece[-1] == " ":
                break
    for at, begin in enumerate(spaces):
        found += [
            folded[begin : end + 1]
            for end in spaces[at + 1 : at + 3]
            if end + 1 - begin > longest or " " in folded[begin + 1 : end]
        ]
    return found
