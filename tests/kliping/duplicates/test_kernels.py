"""What is measured of a pair of bodies, and how a pair of such measures is judged."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.duplicates import sign
from kliping.duplicates.alignment_kernels import Stretch, _differ, _later, _repeated, features
from kliping.duplicates.calendar_words import calendar_words
from kliping.duplicates.judgement_kernels import (
    ALWAYS,
    DIGEST,
    EXACT,
    FOLLOWUP,
    NEAR,
    NONE,
    REWRITE,
    SERIAL,
    _contained,
    _copy_kind,
    _other_kind,
)
from kliping.duplicates.kinds import COPIES, KINDS, common_words, model_weights
from kliping.duplicates.model_kernels import copies_where, model_rows
from kliping.duplicates.pair_features import (
    ANOTHER_HOUSE,
    CIRCUMSTANCES,
    DERIVED,
    FEATURES,
    WEIGHED,
    WEIGHTS,
    Features,
    Texts,
)
from kliping.duplicates.pair_kernels import Limits, Overlap
from kliping.duplicates.passage_kernels import covered, linked, passages, share, span_of
from kliping.duplicates.schemas import BODIES
from kliping.duplicates.token_kernels import CAPITAL
from kliping.settings import DuplicateSettings
from kliping.text import folding
from kliping.text.buffers import text_buffers
from kliping.text.folding import BREAK, DIGIT, IDEOGRAPH, SKIP, UNSPACED, WORD, character_table
from tests.compiled import from_python

LIMITS = Limits(**dict.fromkeys(Limits._fields, 0.0))._replace(
    related_share=0.2, near_containment=0.8, contained_share=0.1
)


def row(**told):
    """A row of features: those told, and nothing of the others."""
    made = np.zeros(len(FEATURES), np.float64)
    for name, value in told.items():
        made[getattr(FEATURES, name)] = value
    return made


def measured(one, other, titles=("", "")):
    """The features of two bodies by name."""
    import polars as pl

    frame = pl.DataFrame({"document_id": ["a", "b"], "sha256": ["1", "2"], "body": [one, other], "title": list(titles)})
    assert list(BODIES) == frame.columns[:-1]
    signed = sign(frame, DuplicateSettings())
    texts = Texts(*text_buffers(signed["tokens"]), common_words(), calendar_words())
    found = features(texts, np.array([0]), np.array([1]))[0]
    again = features(texts, np.array([1]), np.array([0]))[0]
    assert found.tolist() == again.tolist()
    return dict(zip(Features._fields, found.tolist(), strict=True))


BODY = (
    "Warga Sukamaju memperbaiki jembatan gantung sepanjang 25 meter yang rusak pada Rabu pagi bersama relawan desa itu"
)
REST = "Kepala dinas menyatakan harga beras naik karena panen mundur dua pekan di lima kabupaten penghasil utama"


def test_a_body_covers_itself():
    found = measured(BODY, BODY)
    assert [found[name] for name in ("covered_shorter", "covered_longer", "longest", "length", "swaps")] == [
        1,
        1,
        1,
        1,
        0,
    ]
    assert found["size"] == pytest.approx(np.log(18))
    assert found["numbers_shorter"] == found["names_longer"] == 1


def test_bodies_without_a_passage_in_common_cover_nothing():
    found = measured(BODY, REST)
    assert (found["covered_shorter"], found["covered_longer"], found["longest"]) == (0, 0, 0)
    assert found["numbers_shorter"] == 1  # it has none: nothing is missing
    assert found["numbers_longer"] == 0.5  # its one number is nowhere: one of two, the share being smoothed by one


def test_the_shorter_body_is_covered_by_the_longer_in_part():
    found = measured(BODY, f"{BODY} {REST}")
    assert found["covered_shorter"] == 1
    assert found["covered_longer"] == pytest.approx(17 / 33)
    assert found["length"] == pytest.approx(17 / 33)


def test_a_number_that_stands_for_another_is_a_swap():
    found = measured(BODY, BODY.replace("25", "40"))
    assert found["swaps"] == found["swapped_numbers"] > 0
    name = measured(BODY, BODY.replace("Rabu", "Kamis"))
    assert name["swaps"] > 0
    assert name["swapped_numbers"] == 0
    word = measured(BODY, BODY.replace("gantung", "kayu"))
    assert word["swaps"] == 0
    assert word["covered_shorter"] < 1


def test_titles_of_one_template_are_told():
    found = measured(BODY, BODY.replace("Sukamaju", "Wonorejo"), ("Jembatan Sukamaju Rusak", "Jembatan Wonorejo Rusak"))
    assert found["titles"] == found["template"] == pytest.approx(0.5)
    assert found["told_title"] == pytest.approx(2 / 3)
    untitled = measured(BODY, BODY)
    assert (untitled["told_title"], untitled["titles"], untitled["template"]) == (0.35, 0.2, 0)


def test_a_passage_is_longer_where_a_token_is_a_letter():
    assert [from_python(span_of)(np.uint8(kind)) for kind in (WORD, DIGIT, IDEOGRAPH, UNSPACED)] == [3, 3, 8, 8]


def test_passages_are_found_again_in_order():
    words = np.arange(1, 9, dtype=np.uint32)
    marks = np.full(8, WORD, np.uint8)
    own = from_python(passages)(words, marks)
    assert own[:2].tolist() == [0, 0]
    assert (own[2:] > 0).all()
    twice = np.concatenate([words, words])
    links = from_python(linked)(own, from_python(passages)(twice, np.full(16, WORD, np.uint8)))
    assert links.tolist() == [-1, -1, 2, 3, 4, 5, 6, 7]
    mine, theirs = from_python(covered)(links, marks, twice)
    assert mine.all()
    assert theirs.tolist() == [True] * 8 + [False] * 8
    assert (from_python(share)(theirs, 0, 16), from_python(share)(theirs, 8, 16), from_python(share)(theirs, 4, 4)) == (
        0.5,
        0,
        1,
    )


@pytest.mark.parametrize(
    ("told", "jaccard", "kind"),
    [
        ({"covered_shorter": 1, "covered_longer": 1}, 1.0, EXACT),
        ({"covered_shorter": 1, "covered_longer": 1, "length": 1}, 0.9, NEAR),
        ({"covered_shorter": 0.95, "covered_longer": 0.5, "length": 0.5}, 0.5, NEAR),
        ({"covered_shorter": 0.94, "covered_longer": 0.5, "length": 0.5}, 0.5, REWRITE),
        ({"covered_shorter": 0.95, "covered_longer": 0.5, "length": 0.49}, 0.5, REWRITE),
        ({"covered_shorter": 0.5, "covered_longer": 0.75, "length": 1}, 0.5, NEAR),
        ({"covered_shorter": 0.5, "covered_longer": 0.74, "length": 1}, 0.5, REWRITE),
    ],
)
def test_the_kind_of_a_copy(told, jaccard, kind):
    assert from_python(_copy_kind)(row(**told), jaccard) == kind
    assert KINDS[kind] in COPIES


@pytest.mark.parametrize(
    ("told", "apart", "kind"),
    [
        ({"covered_shorter": 0.19, "template": 1}, True, NONE),
        ({"covered_shorter": 0.2, "length": 1}, False, FOLLOWUP),
        ({"covered_shorter": 0.2, "template": 0.5}, False, SERIAL),
        ({"covered_shorter": 0.2, "template": 0.49, "length": 1}, False, FOLLOWUP),
        ({"covered_shorter": 0.2, "swaps": 0.5}, False, SERIAL),
        ({"covered_shorter": 0.2, "renamed": 1.3}, False, SERIAL),
        ({"covered_shorter": 0.75, "swaps": 0.25, "names_shorter": 0.75}, False, SERIAL),
        ({"covered_shorter": 0.2, "swaps": 0.2}, True, SERIAL),
        ({"covered_shorter": 0.2, "swaps": 0.2, "length": 1}, False, FOLLOWUP),
        ({"covered_shorter": 0.6, "length": 0.49}, False, DIGEST),
        ({"covered_shorter": 0.59, "length": 0.49}, False, FOLLOWUP),
        ({"covered_shorter": 0.6, "length": 0.5}, False, FOLLOWUP),
    ],
)
def test_the_kind_of_what_is_no_copy(told, apart, kind):
    assert from_python(_other_kind)(row(**told), apart, LIMITS) == kind


CUT = {"length": 0.4, "lead_shorter": 0.5, "lead_longer": 0.5}


@pytest.mark.parametrize(
    ("canonical", "member", "told", "inside"),
    [
        (0.3, 0.8, CUT, True),
        (0.3, 0.79, CUT, False),
        (0.09, 0.8, CUT, False),
        (0.8, 0.8, CUT, False),
        (0.3, 0.8, {**CUT, "length": 0.5}, False),
        (0.3, 0.8, {**CUT, "lead_shorter": 0.49}, False),
        (0.3, 0.8, {**CUT, "lead_longer": 0.49}, False),
        (0.3, 0.8, {**CUT, "swaps": 0.2}, False),
    ],
)
def test_a_body_cut_off_is_the_beginning_of_the_whole(canonical, member, told, inside):
    assert from_python(_contained)(Overlap(0.0, canonical, member), row(**told), LIMITS) == inside


def test_the_model_sees_products_and_the_lesser_of_two_and_not_what_rules_alone_look_at():
    told = row(covered_shorter=0.5, numbers_shorter=0.4, covered_longer=0.3, numbers_longer=0.2, lead_longer=0.1,
               names_shorter=0.9, names_longer=0.8, swaps=2.0, renamed=1.3)  # fmt: skip
    seen = model_rows(told.reshape(1, -1))[0]
    assert seen[:WEIGHED].tolist() == told[:WEIGHED].tolist()
    assert seen[DERIVED.covered_shorter_by_numbers] == pytest.approx(0.2)
    assert seen[DERIVED.covered_longer_by_numbers] == pytest.approx(0.06)
    assert seen[DERIVED.covered_longer_by_lead] == pytest.approx(0.03)
    assert (seen[DERIVED.numbers_either], seen[DERIVED.names_either]) == (0.2, 0.8)
    assert seen[DERIVED.swaps_logarithm] == pytest.approx(np.log(11))


def test_the_chance_of_a_copy_is_logistic_in_the_sum_and_outlets_and_days_add_to_it():
    weights = np.zeros(WEIGHTS)
    weights[0], weights[1 + FEATURES.covered_longer] = -1.0, 3.0
    weights[-len(CIRCUMSTANCES) :] = 1.0, 0.5, -0.5, -2.0
    told = from_python(copies_where)
    for least in (0.3, 0.5, 0.7, 0.8, 0.9):
        logits = np.array([2 + outlet + day for day in (0, -2) for outlet in (0, 1, 0.5, -0.5)])
        bits = sum(1 << code for code, logit in enumerate(logits) if 1 / (1 + np.exp(-logit)) >= least)
        assert told(row(covered_longer=1), weights, least) == bits
    assert told(row(), weights, 0.5) == 1 << ANOTHER_HOUSE
    weights[-len(CIRCUMSTANCES) :] = 0.0
    assert told(row(covered_longer=1), weights, 0.5) == ALWAYS


def test_the_weights_are_the_models_and_cannot_be_changed():
    assert model_weights().size == WEIGHTS
    assert not model_weights().flags.writeable


@pytest.mark.parametrize(
    ("sign", "kind", "folded"),
    [
        ("A", WORD, "a"), ("ａ", WORD, "a"), ("7", DIGIT, "7"), ("٣", DIGIT, "٣"), ("京", IDEOGRAPH, "京"),
        ("カ", IDEOGRAPH, "カ"), ("ก", UNSPACED, "ก"), ("\u00ad", SKIP, "\u00ad"), ("\ufe0f", SKIP, "\ufe0f"),
        (" ", BREAK, " "), ("-", BREAK, "-"), ("İ", WORD, "İ"), ("½", WORD, "½"),
    ],
)  # fmt: skip
def test_what_a_sign_is_in_a_word(sign, kind, folded):
    entry = int(character_table()[ord(sign)])
    assert (entry >> 24, chr(entry & 0xFFFFFF)) == (kind, folded)


def texts_of(*bodies):
    """The packed tokens of bodies."""
    import polars as pl

    names = [str(at) for at in range(len(bodies))]
    frame = pl.DataFrame({"document_id": names, "sha256": names, "body": list(bodies)})
    return Texts(*text_buffers(sign(frame, DuplicateSettings())["tokens"]), common_words(), calendar_words())


def test_of_two_bodies_the_longer_is_the_later_and_of_equals_the_greater():
    texts = texts_of("satu dua", "satu dua tiga", "satu lima")
    assert (from_python(_later)(texts, 1, 0), from_python(_later)(texts, 0, 1)) == (True, False)
    assert from_python(_later)(texts, 0, 2) != from_python(_later)(texts, 2, 0)
    assert not from_python(_later)(texts, 0, 0)


@pytest.mark.parametrize(
    ("values", "count"), [([], 0), ([1, 2, 3], 0), ([2, 1, 2], 2), ([3, 1, 3, 1, 3], 5), ([1, 1], 2)]
)
def test_values_that_repeat_are_counted(values, count):
    assert from_python(_repeated)(np.array(values, np.uint64)) == count


W, N, C = WORD, DIGIT, int(WORD | CAPITAL)


@pytest.mark.parametrize(
    ("mine", "theirs", "differ"),
    [
        ([(1, W)], [(2, W)], 0),
        ([(1, N)], [(2, N)], 2),
        ([(1, N)], [(1, N)], 0),
        ([(1, C)], [(2, C)], 1),
        ([(1, C)], [(1, C)], 0),
        ([(1, N)], [(2, C)], 1),
        ([(1, C)], [(2, N)], 1),
        ([(1, C)], [(2, W)], 0),
        ([(1, W), (3, N)], [(1, W), (4, N)], 2),
        ([(3, N), (1, C)], [(3, N), (2, C)], 1),
    ],
)
def test_what_two_gaps_differ_in(mine, theirs, differ):
    """2: numbers, 1: names, 0: neither."""
    words, marks = (np.array([0, *column, 0]) for column in zip(*mine, strict=True))
    others, other_marks = (np.array([0, *column, 0]) for column in zip(*theirs, strict=True))
    gap, other_gap = Stretch(1, 1 + len(mine)), Stretch(1, 1 + len(theirs))
    told = from_python(_differ)(
        words.astype(np.uint32), marks.astype(np.uint8), gap,
        others.astype(np.uint32), other_marks.astype(np.uint8), other_gap,
    )  # fmt: skip
    assert told == differ


def test_ranges_that_are_not_asked_fold_to_themselves():
    for first, last, kind in folding._ALIKE:
        assert all(folding._folded(code) == code and folding._class_of(code) == kind for code in range(first, last + 1))
