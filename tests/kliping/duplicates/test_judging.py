"""Which pairs are copies by the kernels' judgement, in which circumstances, and of which kind."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.duplicates import sign
from kliping.duplicates.judgement_kernels import (
    ALWAYS,
    EXACT,
    FOLLOWUP,
    NONE,
    REWRITE,
    SERIAL,
    judge_pairs,
    measure_pairs,
)
from kliping.duplicates.pair_features import ANOTHER_HOUSE, CIRCUMSTANCES, LATER, WEIGHTS
from kliping.duplicates.pair_kernels import Limits
from kliping.settings import DuplicateSettings

BODY = (
    "Warga Sukamaju memperbaiki jembatan gantung sepanjang 25 meter yang rusak pada Rabu pagi bersama relawan desa itu"
)
REST = "Kepala dinas menyatakan harga beras naik karena panen mundur dua pekan di lima kabupaten penghasil utama"


NO_SETS = Limits(**dict.fromkeys(Limits._fields, 0.0))._replace(
    similarity=0.7, related_share=0.2, near_containment=0.8, contained_share=0.1, copy_chance=0.5
)


def judge_of(bodies, chance, limits=NO_SETS):
    """A judge of bodies whose model says the same of every pair."""
    import polars as pl

    from kliping.duplicates.similarity import measurable

    names = [str(at) for at in range(len(bodies))]
    frame = pl.DataFrame({"document_id": names, "sha256": names, "body": list(bodies)})
    signed = sign(frame, DuplicateSettings())
    known = measurable(signed, signed["body"], DuplicateSettings(), words=True)
    weights = np.zeros(WEIGHTS)
    weights[0] = np.log(chance / (1 - chance))
    return known.judge._replace(weights=weights, limits=limits), known.seats(signed["body"])


@pytest.mark.parametrize(
    ("bodies", "chance", "kind"),
    [
        ((BODY, BODY), 0.6, EXACT),
        ((BODY, BODY), 0.4, EXACT),  # all of one is in the other
        ((f"{REST} {BODY} {REST}", BODY), 0.4, NONE),
        ((BODY, REST), 0.9, NONE),
    ],
)
def test_a_pair_is_a_copy_by_the_models_word(bodies, chance, kind):
    judge, seats = judge_of(bodies, chance=chance)
    told = judge_pairs(judge, seats[:1], seats[1:])
    assert (told.kinds[0] if told.right_copies[0] > 0 else NONE) == kind
    assert told.otherwise[0] == NONE, "the same in all circumstances"


def test_a_pair_may_be_a_copy_between_two_houses_and_news_within_one():
    judge, seats = judge_of((f"{REST} {BODY}", BODY + " " + REST.replace("a", "e")), chance=0.4)
    judge.weights[-len(CIRCUMSTANCES)] = 1.0
    told = judge_pairs(judge, seats[:1], seats[1:])
    assert (told.kinds[0], told.otherwise[0]) == (REWRITE, FOLLOWUP)
    assert (told.left_holds[0], told.right_holds[0]) == (1 << ANOTHER_HOUSE | 1 << (ANOTHER_HOUSE + LATER),) * 2


def test_the_longer_one_is_no_copy_of_less_than_its_half():
    long = " ".join([BODY, REST, BODY.replace("a", "e"), REST.replace("a", "e")])
    judge, seats = judge_of((BODY, long), chance=0.9)
    told = judge_pairs(judge, seats[:1], seats[1:])
    assert (told.left_holds[0], told.right_holds[0]) == (ALWAYS, 0)
    assert told.kinds[0] != NONE
    assert told.left_copies[0] > 0
    assert told.right_copies[0] == 0
    assert told.jaccard[0] == measure_pairs(judge.sets, seats[:1], seats[1:]).jaccard[0]


def test_issues_of_one_template_are_told_by_their_numbers_without_their_words():
    limits = NO_SETS._replace(numbers_needed=3, numbers_shared=0.5)
    judge, seats = judge_of((f"{BODY} 11 12 13", f"{BODY} 21 22 23"), chance=0.9, limits=limits)
    told = judge_pairs(judge, seats[:1], seats[1:])
    shares = measure_pairs(judge.sets, seats[:1], seats[1:])
    assert (told.kinds[0], told.left_holds[0], told.right_holds[0], told.otherwise[0]) == (SERIAL, 0, 0, NONE)
    assert (told.jaccard[0], told.left_copies[0], told.right_copies[0]) == (shares.jaccard[0], 0.0, 0.0)
    assert told.shared[0] == max(shares.left_in_right[0], shares.right_in_left[0])
