"""What the surroundings of a line say, how it is worded, and what role and paragraph follow."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.cleaning.context import (
    BLOCK,
    SHARING,
    mark_sentences,
    put_block,
    put_distances,
    put_neighbours,
    put_windows,
    share_words,
)
from kliping.cleaning.numbering import _number
from kliping.cleaning.roles import Marked, Settled, _choose_copies, _find_title, _mark_copies, _named
from kliping.cleaning.scanning import scan_texts
from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES
from kliping.cleaning.vocabulary import entry_keys, fit, line_entries, parse, score, wording
from kliping.frames import ROLES
from tests.compiled import from_python

TWO_PAGES = np.array([0, 3, 5])


def test_a_line_of_eight_words_that_ends_a_sentence_reads_like_running_text():
    out = np.zeros(5, np.float32)
    mark_sentences(np.array([8.0, 8, 7, 18, 17]), np.array([1, 0, 1, 0, 0]), out)
    assert out.tolist() == [1, 0, 0, 1, 0]


def test_words_are_shared_within_their_document_alone():
    texts = ["banjir surut", "banjir datang", "banjir surut", "banjir surut", "harga"]
    scanned = scan_texts(texts)
    hashes = np.array([hash(text) & 0xFFFF for text in texts], np.uint64)
    out, same = np.zeros((5, len(SHARING)), np.float32), np.zeros(5, np.int64)
    sentence = np.array([1, 0, 0, 0, 0], np.float32)
    share_words(TWO_PAGES, scanned.first_token, scanned.tokens, hashes, sentence, out, same)
    assert same.tolist() == [0, 1, 0, 3, 4]
    assert out[:, SHARING.copies].tolist() == [2, 1, 2, 1, 1]
    assert out[:, SHARING.later_copy].tolist() == [0, 0, 1, 0, 0]
    assert out[:, SHARING.lonely_share].tolist() == [0, 0.5, 0, 1, 1]
    assert out[:, SHARING.shared_share].tolist() == [0, 0.5, 1, 0, 0]
    assert out[0, SHARING.word_spread] == pytest.approx((np.log2(4) + np.log2(3)) / 2)


def test_neighbours_are_those_of_the_same_document():
    source, out = np.arange(10, dtype=np.float32).reshape(5, 2), np.zeros((5, 4), np.float32)
    put_neighbours(TWO_PAGES, source, np.array([1]), np.array([-1, 2]), out, 1)
    assert out[:, 1].tolist() == [-1, 1, 3, -1, 7]
    assert out[:, 2].tolist() == [5, -1, -1, -1, -1]


def test_windows_are_weighted_means_of_what_stands_before_and_after():
    values, weights = np.array([[1.0], [3.0], [5.0], [7.0], [9.0]]), np.array([1.0, 3, 1, 0, 2])
    out = np.zeros((5, 4))
    put_windows(TWO_PAGES, values, weights, np.array([1, 9]), out, 0)
    assert out[:, 0].tolist() == [0, 1, 3, 0, 0]
    assert out[:, 1].tolist() == [3, 5, 0, 9, 0]
    assert out[2, 2] == pytest.approx(10 / 4)


def test_distances_run_to_the_nearest_flagged_line_up_to_a_cap():
    out = np.zeros((5, 2))
    put_distances(TWO_PAGES, np.array([1, 0, 0, 0, 1]), 2, out, 0)
    assert out[:, 0].tolist() == [2, 1, 2, 2, 2]
    assert out[:, 1].tolist() == [2, 2, 2, 1, 2]


def test_the_densest_block_is_the_run_with_the_greatest_sum():
    pages = np.array([0, 6, 8])
    gain, mass = np.array([1.0, -3, 2, -1, 3, -5, -1, -1]), np.array([1.0, 1, 2, 1, 3, 2, 1, 1])
    out = np.zeros((8, len(BLOCK)))
    put_block(pages, gain, mass, 2, out, 0)
    assert out[:, BLOCK.in_block].tolist() == [0, 0, 1, 1, 1, 0, 0, 0]
    assert out[:6, BLOCK.after_block_start].tolist() == [-2, -1, 0, 1, 2, 2]
    assert out[:6, BLOCK.before_block_end].tolist() == [2, 2, 2, 1, 0, -1]
    assert out[:6, BLOCK.words_before].tolist() == [0, 0.1, 0.2, 0.4, 0.5, 0.8]
    assert set(out[:6, BLOCK.block_words]) == {0.6}


ENTRIES = ["banjir", "banjir surut", "^baca"]


def test_wording_adds_words_pairs_and_the_first_word():
    vocabulary = parse("\n".join(ENTRIES), "1.0 2.0 -4.0 0.5")
    found = wording(scan_texts(["banjir", "Banjir surut", "baca banjir", "harga", ""]), vocabulary)
    assert found.tolist() == pytest.approx([0.5 + 1 / 2**0.5, 0.5 + 3 / 2, 0.5 + (1 - 4) / 2, 0.5, 0.5])
    with pytest.raises(ValueError, match="3 entries, 3 weights"):
        parse("\n".join(ENTRIES), "1 2 3")


def test_entries_of_lines_are_those_of_the_vocabulary():
    keys = entry_keys([*ENTRIES, ""])
    assert (len(set(keys.tolist())), keys[3]) == (4, 0)
    scanned = scan_texts(["baca banjir surut"])
    found, starts = np.zeros(8, np.uint64), np.zeros(2, np.int64)
    line_entries(scanned.first_token, scanned.tokens, found, starts)
    assert starts.tolist() == [0, 6], "three words, two pairs, the first word"
    assert set(keys[:3].tolist()) <= set(found[:6].tolist())


def test_weights_are_learnt_from_the_chosen_lines_the_same_each_time():
    starts, entries = np.arange(0, 41), np.tile([0, 1], 20)
    labels, chosen = np.tile([1.0, 0.0], 20), np.ones(40, np.bool_)
    weights, bias = fit(starts, entries, 3, labels, np.ones(40), chosen)
    assert weights[0] > 0.5 > -0.5 > weights[1]
    assert weights[2] == 0
    again, _ = fit(starts, entries, 3, labels, np.ones(40), chosen)
    assert again.tolist() == weights.tolist()
    odds = score(np.array([0, 2, 2]), np.array([0, -1]), weights, bias)
    assert odds.tolist() == pytest.approx([bias + weights[0] / 2**0.5, bias])


BODY, SUBHEADING, TITLE = (ROLES.index(role) for role in ("body", "subheading", "title"))
BOILERPLATE, DUPLICATE = ROLES.index("boilerplate"), ROLES.index("duplicate")


@pytest.mark.parametrize(
    ("roles", "lines", "numbers"),
    [
        ([BODY, BODY], [(9, 1, 0), (9, 1, 0)], [1, 2]),
        ([BODY, BODY], [(9, 0, 0), (9, 1, 1)], [1, 1]),
        ([BODY, BODY], [(9, 0, 0), (9, 1, 0)], [1, 2]),
        ([BODY, BODY], [(3, 0, 0), (9, 1, 1)], [1, 2]),
        ([BODY, BODY], [(4, 0, 0), (9, 1, 1)], [1, 1]),
        ([BODY, BOILERPLATE, BODY], [(9, 0, 0), (9, 0, 0), (9, 1, 1)], [1, 0, 2]),
        ([SUBHEADING, BODY], [(9, 0, 0), (9, 1, 1)], [1, 2]),
    ],
)
def test_a_line_goes_on_with_a_paragraph_that_was_left_unfinished(roles, lines, numbers):
    paragraph = np.zeros(len(roles), np.int32)
    _number(np.array([0, len(roles)]), np.array(lines, np.float32), np.array(roles, np.int8), paragraph)
    assert paragraph.tolist() == numbers


def lines_of(*words, **columns):
    """Rows of what is asked of a line: words, capitals, starts, ends, sentence, dated, address, shared, numbers."""
    made = np.zeros((len(words), 9), np.float32)
    made[:, 0] = words
    for name, values in columns.items():
        made[:, ("words", "capitals", "starts", "ends", "sentence", "dated", "address", "shared").index(name)] = values
    return made


def marked(size, **given):
    nothing = np.full(size, -1)
    same = np.arange(size)
    told = {"keep": np.zeros(size, np.bool_), "entry": nothing, "kind": nothing, "section": nothing, "copy_of": same}
    return Marked(**{**told, "credit": np.zeros(size, np.int8), **{name: np.array(of) for name, of in given.items()}})


def test_of_kept_copies_the_first_stays_and_a_pasted_body_keeps_its_first_half():
    known = marked(4, keep=[True, True, True, False], copy_of=[0, 0, 2, 2])
    out = Settled(np.zeros(4, np.int8), np.zeros(4, np.int32), np.full(4, -1), np.zeros(4, np.int32))
    from_python(_mark_copies)(0, 4, lines_of(4, 4, 3, 3), known, out)
    assert out.role.tolist() == [0, DUPLICATE, 0, 0], "a line of three words is printed twice by chance"
    assert out.same.tolist() == [-1, 0, -1, -1]
    keep = np.array([True, False, False, True])
    from_python(_choose_copies)(0, 4, lines_of(8, 8, 8, 8), np.array([0, 1, 2, 1]), keep)
    assert keep.tolist() == [True, True, False, True]


def test_the_title_above_the_article_shares_its_words_and_reads_like_a_headline():
    role = np.full(4, BOILERPLATE, np.int8)
    lines = lines_of(5, 6, 6, 40, shared=[0.2, 0.9, 0.9, 0])
    assert from_python(_find_title)(0, 3, 4, lines, marked(4), role) == 1
    assert from_python(_find_title)(0, 3, 4, lines, marked(4, credit=[0, 1, 0, 0]), role) == 2
    assert from_python(_find_title)(0, 3, 4, lines, marked(4, section=[-1, 3, 3, -1]), role) == 0
    assert from_python(_find_title)(0, 3, 4, lines_of(2, 31, 2, 40), marked(4), role) == -1
    assert from_python(_find_title)(0, 3, 4, lines, marked(4, copy_of=[0, 1, 1, 3]), role) == 0, (
        "captions are printed twice"
    )


def test_a_heading_that_leads_to_nothing_itself_is_furniture():
    roles = np.array([ROLES.index(role) for role in SECTION_ROLES.values()], np.int8)
    related, equals = list(SECTION_ROLES).index("related"), MATCHED_KINDS.index("equals")
    labels = MATCHED_KINDS.index("labels")
    told = [
        from_python(_named)(lines_of(words)[0], kind, related, roles)
        for words, kind in ((9, equals), (3, labels), (4, labels))
    ]
    assert [ROLES[role] for role in told] == ["boilerplate", "boilerplate", "related"]
    assert ROLES[from_python(_named)(lines_of(2)[0], equals, list(SECTION_ROLES).index("editor"), roles)] == "editor"
