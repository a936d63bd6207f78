"""What is measured of a pair of bodies, by name: the position of every number follows from one list.

Belongs here: the names, and the shape of packed bodies. Does not belong here: measuring (``alignment_kernels``), the
model of copies (``model_kernels``), the judgement (``judgement_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]


class Texts(NamedTuple):
    """Token sequences of bodies, packed one after the other: four bytes a token."""

    tokens: Array
    ends: Array


class Features(NamedTuple):
    """Features of a pair, in the order of their row; shares are of 1."""

    covered_shorter: int  # share of the shorter body's words that stand in passages of the longer one
    covered_longer: int
    lead_shorter: int  # the same of its first words
    lead_longer: int
    tail_shorter: int  # the same of its last words
    tail_longer: int
    words_shorter: int  # share of its distinct words that the other has anywhere
    words_longer: int
    names_shorter: int  # share of its distinct capitalised words that the other has anywhere
    names_longer: int
    numbers_shorter: int  # share of its distinct numbers that the other has anywhere
    numbers_longer: int
    new_lead_shorter: int  # names and numbers among its first words that the other has nowhere, a share
    new_lead_longer: int
    swaps: int  # places between shared passages where one name or number stands for another, for each 20 shared words
    swapped_numbers: int  # the same for numbers only
    passage: int  # logarithm of the mean words of a shared passage
    longest: int  # the longest shared passage, as a share of the shorter body
    length: int  # words of the shorter body for one of the longer
    size: int  # logarithm of the words of the shorter body
    renamed: int  # logarithm of the places where one name or number stands for another that it stands for elsewhere
    title_shorter: int  # share of its title's words that the other has in title or body; 0.6 without a title
    title_longer: int
    titles: int  # Jaccard similarity of the words of the titles; 0.2 where one has none
    template: int  # titles alike, and each with a word that its own page has and the other has not


class Derived(NamedTuple):
    """What the pair model looks at beside the features: products, and the lesser of two."""

    covered_shorter_by_numbers: int
    covered_longer_by_numbers: int
    covered_longer_by_lead: int
    numbers_either: int
    names_either: int
    swaps_logarithm: int


FEATURES = Features(*range(len(Features._fields)))
"""The position of each feature."""

DERIVED = Derived(*range(len(FEATURES), len(FEATURES) + len(Derived._fields)))
"""The position of each derived number in the row that the pair model looks at, which begins with the features."""

MODEL_FIELDS = (*Features._fields, *Derived._fields)
"""The names of what the pair model looks at, in the order of its row."""
