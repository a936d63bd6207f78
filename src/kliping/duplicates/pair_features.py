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


LAST_DAY, MONTH, WEEKDAY, YEAR = 31, 32, 48, 60
"""Codes of words that state a day: numbers up to 31 are their own, months follow on 32, weekdays on 48."""

YEARS = range(1990, 2050)
"""Numbers that are years beside a day and a month."""

UNKNOWN, ANOTHER_HOUSE, SAME_HOUSE, SAME_OUTLET = range(4)
"""Codes of what two documents are by their outlets: not known, of two houses, two hosts of a house, one host."""

LATER = 4
"""Added to the code where days lie between them."""

CODES = 8
"""Circumstances there are."""

SHORTER, LONGER = range(2)
"""Sides of a pair, added to the feature of the shorter one; the shorter body is that with fewer words."""

CIRCUMSTANCES = ("another_house", "same_house", "same_outlet", "later")
"""What the pair model weighs beside the texts; where nothing is known it weighs nothing."""


class Texts(NamedTuple):
    """Token sequences of bodies, packed one after the other: four bytes a token; and what is known of words."""

    tokens: Array
    ends: Array
    common: Array  # rising: the 24 bits of a word, and its worth in the lowest 8
    calendar: Array  # the same, and its code


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
    renamed_share: int  # places where one stands for another that it stands for elsewhere, of these and those kept
    kept: int  # logarithm of the names and numbers that a shared passage ends in
    told_title: (
        int  # share of a title's words that the other text has in title or opening, the lesser; 0.35 without one
    )
    titles: int  # Jaccard similarity of the words of the titles; 0.2 where one has none
    template: int  # titles alike, and each with a word that its own page has and the other has not
    again_shorter: int  # share of its words in sentences whose words, by their worth, one of the longer body mostly has
    again_longer: int
    run_shorter: int  # the longest run of sentences that are not said again, as a share of its words
    run_longer: int
    faint_shorter: int  # mean share that is said of sentences that are not said again
    faint_longer: int
    first_shorter: int  # share of the worth of its first sentence that is said again
    first_longer: int
    moved: int  # mean place in the longer body less that in the shorter one, of sentences said again
    moved_far: int  # the same without its sign
    alike_shorter: int  # mean likeness of its sentences to the one most like each, by what words are worth (Dice)
    mutual: int  # sentences said again by one that they say again, for each of the body with fewer sentences
    cosine: int  # cosine similarity of the words, each by its worth and the logarithm of how often it is said
    fresh_shorter: int  # logarithm of the worth of its distinct words that the other has not
    fresh_longer: int
    openings_shorter: int  # share of the worth of its first words that the other has anywhere
    openings_longer: int
    dated: int  # 1 if both state a day of the year, else 0, as are the next two
    days_apart: int  # of the days that the two state first, the share that the other states nowhere
    days_shared: int  # the share of the days of one that the other states; of two shares the greater
    renamed: int  # logarithm of the places where one name or number stands for another that it stands for elsewhere


class Derived(NamedTuple):
    """What the pair model looks at beside the features: products, and the lesser of two."""

    covered_shorter_by_numbers: int
    covered_longer_by_numbers: int
    covered_longer_by_lead: int
    numbers_either: int
    names_either: int
    swaps_logarithm: int
    template_by_fresh: int  # titles alike and much that is new: the next of a series
    length_by_moved: int


FEATURES = Features(*range(len(Features._fields)))
"""The position of each feature."""

WEIGHED = FEATURES.renamed
"""How many features the pair model looks at: all but ``renamed``, which two spellings of one name raise as a
template does."""

DERIVED = Derived(*range(WEIGHED, WEIGHED + len(Derived._fields)))
"""The position of each derived number in the row that the pair model looks at, which begins with the features."""

MODEL_FIELDS = (*Features._fields[:WEIGHED], *Derived._fields)
"""The names of what the pair model looks at, in the order of its row."""

WEIGHTS = 1 + len(MODEL_FIELDS) + len(CIRCUMSTANCES)
"""Numbers of a pair model: the constant, then one for each of MODEL_FIELDS and of CIRCUMSTANCES."""
