"""Which sentences a body says again, in whatever words, and what is new in it."""

import numpy as np
import polars as pl
import pytest

from kliping.duplicates import sign
from kliping.duplicates.alignment_kernels import features
from kliping.duplicates.calendar_words import calendar_words
from kliping.duplicates.judgement_kernels import _another_day, _cut, _template
from kliping.duplicates.kinds import common_words
from kliping.duplicates.pair_features import FEATURES, Features, Texts
from kliping.duplicates.sentence_kernels import sentences, worth
from kliping.duplicates.token_kernels import PARAGRAPH_END, SENTENCE_END
from kliping.settings import DuplicateSettings
from kliping.text.buffers import text_buffers
from tests.compiled import from_python

STORY = (
    "Gubernur meresmikan jembatan gantung sepanjang seratus meter di Desa Sukamaju. Warga menanti jembatan itu "
    "sejak banjir bandang memutus jalan utama. Anggaran pembangunan berasal dari dana cadangan provinsi. "
    "Petani kini menjual sayuran ke pasar kecamatan tanpa memutar lewat hutan."
)
REWRITE = (
    "Jembatan gantung di Desa Sukamaju yang panjangnya seratus meter diresmikan gubernur. Sejak jalan utama putus oleh "
    "banjir bandang, jembatan itu dinanti warga. Dana cadangan provinsi menjadi sumber anggaran pembangunan. Tanpa "
    "lewat hutan, sayuran petani kini sampai di pasar kecamatan."
)
OTHER = (
    "Polisi menangkap dua pencuri sepeda motor di terminal kota. Keduanya mengaku sudah beraksi belasan kali. "
    "Barang bukti berupa kunci palsu disita penyidik. Korban diminta melapor dengan membawa surat kendaraan."
)


def measured(one, other):
    """The features of two bodies by name, the same whichever comes first."""
    frame = pl.DataFrame({"document_id": ["a", "b"], "sha256": ["1", "2"], "body": [one, other]})
    texts = Texts(*text_buffers(sign(frame, DuplicateSettings())["tokens"]), common_words(), calendar_words())
    found = features(texts, np.array([0, 1]), np.array([1, 0]))
    assert found[0].tolist() == found[1].tolist()
    return dict(zip(Features._fields, found[0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("count", "ends", "starts"),
    [
        (0, {}, [0]),
        (3, {}, [0, 3]),
        (12, {5: SENTENCE_END}, [0, 6, 12]),
        (12, {2: PARAGRAPH_END, 6: PARAGRAPH_END}, [0, 7, 12]),  # three words belong to the next
        (13, {5: SENTENCE_END, 10: SENTENCE_END}, [0, 6, 13]),  # and two at the end to the one before
        (130, {}, [0, 61, 122, 130]),  # text without stops
    ],
)
def test_where_sentences_start(count, ends, starts):
    marks = np.zeros(count, np.uint8)
    for place, mark in ends.items():
        marks[place] = mark
    assert from_python(sentences)(marks).tolist() == starts


def test_no_more_sentences_are_looked_at_than_their_bound():
    assert from_python(sentences)(np.full(5000, SENTENCE_END, np.uint8)).shape[0] == 161


def test_what_a_word_is_worth():
    common = np.array([(7 << 8) | 51, (9 << 8) | 102], np.uint32)
    assert [from_python(worth)(np.uint32(word), common) for word in (7, 9, 8, 10)] == [0.2, 0.4, 1.0, 1.0]
    assert from_python(worth)(np.uint32(7), common[:0]) == 1.0


def test_common_words_are_in_order_and_cannot_be_changed():
    words = common_words()
    assert (np.diff(words >> 8) > 0).all()
    assert not words.flags.writeable
    assert words.shape[0] > 1000


def test_sentences_in_other_words_and_order_are_said_again_and_others_are_not():
    rewritten, other = measured(STORY, REWRITE), measured(STORY, OTHER)
    assert rewritten["covered_longer"] < 0.5  # passages alone do not tell
    assert (rewritten["again_shorter"], rewritten["mutual"], rewritten["run_longer"]) == (1.0, 1.0, 0.0)
    assert (other["again_shorter"], other["mutual"], other["run_shorter"]) == (0.0, 0.0, 1.0)
    assert rewritten["cosine"] > 0.5 > other["cosine"]
    assert rewritten["fresh_longer"] < other["fresh_longer"]


def test_an_old_story_below_other_news_has_moved_and_its_lead_is_new():
    below = measured(STORY, f"{OTHER} {STORY}")
    above = measured(STORY, f"{STORY} {OTHER}")
    assert below["moved"] == below["moved_far"] > 0.2
    assert (below["first_longer"], above["first_longer"]) == (pytest.approx(0, abs=0.3), 1.0)
    assert above["moved"] < 0 < above["moved_far"]
    assert below["openings_longer"] < above["openings_longer"]
    assert below["run_longer"] == above["run_longer"] > 0.3


def test_a_body_without_words_has_no_sentences():
    empty = measured("", STORY)
    assert {empty[name] for name in ("again_longer", "mutual", "cosine", "moved")} == {0.0}


@pytest.mark.parametrize(
    ("swaps", "numbers", "renamed", "template"),
    [(0.5, 0.0, 1.3, True), (0.38, 0.38, 1.6, True), (0.38, 0.1, 1.6, False), (0.9, 0.9, 1.0, False)],
)
def test_names_or_numbers_exchanged_throughout_and_again_are_a_template(swaps, numbers, renamed, template):
    row = np.zeros(len(FEATURES))
    row[FEATURES.swaps], row[FEATURES.swapped_numbers], row[FEATURES.renamed] = swaps, numbers, renamed
    assert from_python(_template)(row) == template


@pytest.mark.parametrize(
    ("covered", "swaps", "names", "template"),
    [
        (0.75, 0.25, (0.75, 0.75), True),
        (0.74, 0.25, (0.75, 0.75), False),
        (0.75, 0.24, (0.75, 0.75), False),
        (0.75, 0.25, (0.76, 0.75), False),
        (0.75, 0.25, (0.75, 0.76), False),
    ],
)
def test_most_of_a_text_with_other_names_in_it_is_a_form_filled_in_twice(covered, swaps, names, template):
    row = np.zeros(len(FEATURES))
    row[FEATURES.covered_shorter], row[FEATURES.swaps] = covered, swaps
    row[FEATURES.names_shorter], row[FEATURES.names_longer] = names
    assert from_python(_template)(row) == template


@pytest.mark.parametrize(
    ("told", "cut"),
    [
        ({}, True),
        ({"lead_longer": 0.5}, True),
        ({"lead_longer": 0.4}, False),  # its opening, and then other news before the rest
        ({"lead_longer": 0.0}, True),
        ({"covered_shorter": 0.96}, False),
        ({"length": 0.44}, False),
        ({"swaps": 0.2}, False),
    ],
)
def test_a_body_cut_off_goes_on_where_it_ends(told, cut):
    row = np.zeros(len(FEATURES))
    for name, value in ({"covered_shorter": 1.0, "length": 0.6, "lead_longer": 1.0} | told).items():
        row[getattr(FEATURES, name)] = value
    assert from_python(_cut)(row) == cut


@pytest.mark.parametrize(("apart", "covered", "other"), [(1, 0.84, True), (1, 0.85, False), (0.5, 0.5, False)])
def test_another_day_is_told_by_both_and_not_put_into_the_same_text(apart, covered, other):
    row = np.zeros(len(FEATURES))
    row[FEATURES.days_apart], row[FEATURES.covered_longer] = apart, covered
    assert from_python(_another_day)(row) == other
