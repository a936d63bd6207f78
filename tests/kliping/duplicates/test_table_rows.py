"""Rankings, pairs of batches and what hangs together, decision by decision, on small tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pytest

from kliping.duplicates import find_duplicates, sign
from kliping.duplicates.candidates import band_keys, merged_buckets, supported_pairs
from kliping.duplicates.circumstances import Told
from kliping.duplicates.group_kernels import UNDATED, _days_apart
from kliping.duplicates.groups import _graph, _group_id, _ranked, _related, published_days
from kliping.duplicates.newest import _older_texts
from kliping.duplicates.reading_kernels import Shape, read_texts
from kliping.duplicates.schemas import CANDIDATES, FULL_BUCKETS, PAIRS, RANKING
from kliping.duplicates.sharing import related_articles
from kliping.duplicates.signatures import title_words
from kliping.duplicates.touched import LINKS, links, portions, reached
from kliping.frames import DUPLICATES
from kliping.settings import DuplicateSettings
from kliping.text.buffers import read_only, text_buffers
from kliping.text.folding import BREAK, IDEOGRAPH, UNSPACED, WORD, _class_of, character_table
from tests.compiled import from_python

DOCUMENT = {"document_id": pl.String, "sha256": pl.String, "body": pl.UInt64, "words": pl.Int32}
SETTINGS = DuplicateSettings()
EARLY, LATE = date(2024, 1, 1), date(2024, 1, 2)
KNOWN = {"held": False, "published_on": EARLY, "published_confidence": 0.9, "body_length": 9, "gone": False,
         "updated_on": None, "arrived_at": None, "page": None}  # fmt: skip


def ranking(**rows):
    """RANKING of documents by name: what is not told is ``KNOWN``."""
    return pl.DataFrame([{**KNOWN, **row, "document_id": name} for name, row in rows.items()], schema=RANKING)


RANKS = [
    ({}, {"held": True}),
    ({"held": None}, {"held": True}),
    ({"held": None, "body_length": 10}, {"held": False}),
    ({}, {"gone": True}),
    ({"gone": None, "body_length": 10}, {"gone": False}),
    ({"gone": True}, {"held": True}),
    ({"published_confidence": 0.3, "published_on": LATE}, {"published_on": None}),
    ({"published_on": LATE}, {"published_confidence": 0.3}),
    ({"published_confidence": None}, {"published_on": None}),
    ({"published_confidence": 0.9}, {"published_confidence": None}),
    ({}, {"published_on": LATE, "body_length": 99}),
    ({"body_length": 10}, {}),
    ({"body_length": 1}, {"body_length": None}),
]


@pytest.mark.parametrize(("better", "worse"), RANKS)
@pytest.mark.parametrize("names", ["ab", "ba"])
def test_one_document_ranks_before_another(better, worse, names):
    documents = pl.DataFrame([(name, "0", 1, 9) for name in "ab"], schema=DOCUMENT, orient="row")
    ranked = _ranked(documents, ranking(**dict(zip(names, (better, worse), strict=True))), SETTINGS)
    assert ranked["document_id"].to_list() == list(names)
    assert ranked["place"].to_list() == [0, 1]


def test_equals_rank_by_their_bytes_and_then_by_their_names():
    documents = pl.DataFrame(
        [("a", "2", 1, 9), ("c", "1", 1, 9), ("b", "1", 1, 9), ("x", "0", 1, 9)], schema=DOCUMENT, orient="row"
    )
    assert _ranked(documents, ranking(a={}, b={}, c={}), SETTINGS)["document_id"].to_list() == ["b", "c", "a", "x"]


def moment(day):
    return datetime(2024, 1, day, tzinfo=UTC)


NEWER = [
    ({"arrived_at": moment(2)}, {"arrived_at": moment(1)}),
    ({"arrived_at": moment(1)}, {"arrived_at": moment(2), "held": True}),
    ({"arrived_at": moment(1), "held": None}, {"arrived_at": moment(2), "held": True}),
    ({"arrived_at": moment(2), "held": None}, {"arrived_at": moment(1), "held": False}),
    ({"updated_on": LATE}, {"updated_on": EARLY, "published_on": LATE}),
    ({"published_on": LATE}, {}),
    ({"updated_on": LATE}, {}),
    ({"published_confidence": 0.9}, {"published_confidence": 0.3, "body_length": 99}),
    ({"published_confidence": 0.3}, {"published_confidence": None, "body_length": 99}),
    ({"body_length": 10}, {}),
    ({"body_length": 1}, {"body_length": None}),
]


@pytest.mark.parametrize(("newer", "older"), NEWER)
@pytest.mark.parametrize("names", ["ab", "ba"])
def test_one_text_of_a_page_is_newer_than_another(newer, older, names):
    texts = pl.DataFrame([(name, "0", 1) for name in "ab"], schema=["document_id", "sha256", "text"], orient="row")
    rows = {name: {**row, "page": "p"} for name, row in zip(names, (newer, older), strict=True)}
    assert _older_texts(texts, ranking(**rows), SETTINGS).rows() == [(names[1], names[0])]


@pytest.mark.parametrize(("text", "kind", "alike"), [("edited", "version", 0.5), ("page", "exact", 1.0)])
def test_an_older_text_of_a_page_is_a_row_of_the_group_of_the_newest(texts, text, kind, alike):
    made = texts.bodies(
        {"a": getattr(texts, text)(1, *[20] * (text == "edited")), "b": texts.page(1), "c": texts.page(2)}
    )
    signed = sign(made, SETTINGS)
    pages = ranking(a={"page": "p", "arrived_at": moment(1)}, b={"page": "p", "arrived_at": moment(2)}, c={})
    (old, new, other) = find_duplicates(signed, pages, SETTINGS).rows(named=True)
    assert (old["canonical_document_id"], old["kind"]) == ("b", kind)
    assert alike <= old["similarity"] <= 1.0
    name = "g" + made["sha256"][0][:16]  # a page is named by the first of its texts
    assert (old["group_id"], new["group_id"], other["group_id"]) == (name, name, "g" + made["sha256"][2][:16])
    assert [(one["kind"], one["similarity"]) for one in (new, other)] == [("canonical", 1.0)] * 2


class Dated(NamedTuple):
    days: Any


@pytest.mark.parametrize(
    ("days", "most", "apart"),
    [
        ((0, 30), 30, False),
        ((0, 30), 29, True),
        ((30, 0), 29, True),
        ((UNDATED, 30), 0, False),
        ((0, UNDATED), 0, False),
    ],
)
def test_two_dated_texts_may_be_too_far_apart(days, most, apart):
    assert from_python(_days_apart)(Dated(np.array(days)), 0, 1, most) is apart


def test_the_keys_of_a_batch_are_of_each_body_once():
    signed = pl.DataFrame({"body": [1, 1, 2, 3], "keys": [[5, 6], [5, 6], [], [6]]},
                          schema={"body": pl.UInt64, "keys": pl.List(pl.UInt64)})  # fmt: skip
    assert band_keys(signed).select("key", "body").rows() == [(5, 1), (6, 1), (6, 3)]


def test_documents_are_linked_by_their_page_and_their_bytes():
    known = pl.DataFrame([(one, sha, 1) for one, sha in zip("abcd", ["1", "1", None, "2"], strict=True)],
                         schema=["document_id", "sha256", "body"], orient="row")  # fmt: skip
    linked = links(known, ranking(a={"page": "p"}, b={}, c={"page": "p"}, d={"page": "q"}))
    same = linked.select(pl.col("page", "bytes").rank("dense")).rows()
    assert [row[0] is None for row in same] == [False, True, False, False]
    assert [row[1] is None for row in same] == [False, False, True, False]
    assert (same[0][0] == same[2][0], same[0][0] == same[3][0], same[0][1] == same[1][1]) == (True, False, True)


def test_the_words_of_a_title_that_say_what_it_is_about():
    told = title_words(pl.Series(["Jembatan Sukamaju", "jembatan  SUKAMAJU!", "yang di dan", ""]), SETTINGS).to_list()
    assert (len(told[0]), told[0] == told[1], told[2], told[3]) == (2, True, [], [])


def test_texts_of_one_page_only_are_older():
    texts = pl.DataFrame([(one, sha) for one, sha in zip("abcde", "21000", strict=True)],
                         schema=["document_id", "sha256"], orient="row")  # fmt: skip
    pages = ranking(a={"page": "p"}, b={"page": "p"}, c={}, d={}, e={"page": "q"})
    assert _older_texts(texts, pages, SETTINGS).rows() == [("a", "b")]


def test_a_document_may_be_a_copy_by_its_bytes_its_body_or_a_pair():
    documents = pl.DataFrame(
        [("a", "1", 1, 9), ("b", "1", None, 0), ("c", "2", 5, 9), ("d", "3", 5, 9), ("e", "4", 6, 9), ("f", "5", 7, 9),
         ("g", "6", None, 0), ("h", "7", None, 0), ("i", "8", 8, 9)], schema=DOCUMENT, orient="row"
    )  # fmt: skip
    pairs = pl.DataFrame({"left": [6], "right": [7]}, schema={"left": pl.UInt64, "right": pl.UInt64})
    assert documents.select(_related(pairs))[:, 0].to_list() == [*[True] * 6, False, False, False]


def test_a_group_is_named_by_its_first():
    rows = pl.DataFrame(
        [(0, "b" * 20, LATE), (0, "a" * 20, LATE), (0, "0" * 20, None), (1, "9" * 20, None), (1, "8" * 20, None)],
        schema=["leader", "sha256", "published_on"], orient="row",
    )  # fmt: skip
    assert rows.select(_group_id())[:, 0].to_list() == ["g" + "a" * 16] * 3 + ["g" + "8" * 16] * 2
    days = ranking(a={}, b={"published_confidence": 0.5}, c={"published_confidence": None}, d={"published_on": None})
    known = days.select(published_days())[:, 0].to_list()
    assert known[0] == (EARLY - date(1970, 1, 1)).days
    assert len(set(known[1:])) == 1 != known[1]


def pair(left, right, jaccard=0.8, kind="near", left_copies=0.7, right_copies=0.6, holds=(255, 255)):
    return (left, right, jaccard, left_copies, right_copies, 0.9, kind, None, *holds, [1])


def graph(nodes, pairs, hosts=None):
    """The pairs of nodes, told as the bodies of each, the best first: neighbours and joins; and who is seated."""
    rows = [(node, body) for node, bodies in enumerate(nodes) for body in bodies]
    every = pl.DataFrame(rows, schema={"node": pl.Int64, "body": pl.UInt64}, orient="row")
    best = every.unique("node", keep="first", maintain_order=True)
    names = np.array(hosts or [0] * len(nodes), np.uint32)
    told = Told(names, names, names, np.full(len(nodes), UNDATED))
    made, seated = _graph(best, every, pl.DataFrame(pairs, schema=PAIRS, orient="row"), told)
    of = [made.neighbours[made.starts[at] : made.starts[at + 1]].tolist() for at in range(len(nodes))]
    return of, made.joins.tolist(), made.jaccard.tolist(), seated.to_list()


def test_pairs_of_bodies_are_pairs_of_nodes():
    assert graph([[5], [6]], [pair(5, 6)]) == ([[1], [0]], [0.6, 0.7], [0.8, 0.8], [])
    assert graph([[6], [5]], [pair(5, 6)])[1] == [0.7, 0.6]
    assert graph([[5], [6], [7]], [pair(5, 6), pair(6, 7)]) == (
        [[1], [0, 2], [1]],
        [0.6, 0.7, 0.6, 0.7],
        [0.8] * 4,
        [0, 1, 2],
    )
    assert graph([[5], [6], [7], [8]], [pair(5, 6), pair(7, 8)])[3] == []
    # of the pairs between two nodes the one of their best, else the most alike
    assert graph([[5, 7], [6]], [pair(5, 6, 0.5), pair(6, 7, 0.9)])[2] == [0.5, 0.5]
    assert graph([[5, 7, 8], [6]], [pair(6, 7, 0.5), pair(6, 8, 0.9)])[2] == [0.9, 0.9]
    assert graph([[5, 7], [6]], [pair(5, 7)])[0] == [[], []]


def test_a_pair_is_one_of_copies_in_the_circumstances_of_its_documents():
    unknown, apart, own = 1, 2, 8
    for hosts, code in (([0, 0], unknown), ([0, 9], unknown), ([8, 9], apart), ([9, 9], own)):
        assert graph([[5], [6]], [pair(5, 6, holds=(code, code))], hosts)[1] == [0.6, 0.7]
        assert graph([[5], [6]], [pair(5, 6, holds=(code, 0))], hosts)[1] == [0.0, 0.7]
        assert graph([[6], [5]], [pair(5, 6, holds=(0, code))], hosts)[1] == [0.0, 0.6]
        assert graph([[5], [6]], [pair(5, 6, holds=(255 - code, 255 - code))], hosts)[0] == [[], []]


def test_a_pair_of_batches_is_kept_where_one_search_had_made_it():
    pairs = pl.DataFrame(
        [(1, 5, [7]), (2, 5, [7, 8]), (3, 5, [7]), (3, 6, [9]), (1, 5, [7]), (2, 9, [7]), (1, 8, []), (1, 9, None)],
        schema=CANDIDATES, orient="row",
    )  # fmt: skip
    full = pl.DataFrame([(7, 4, 2, []), (7, 5, 1, [])], schema=FULL_BUCKETS, orient="row")
    assert merged_buckets(full).rows() == [(7, 1)]
    assert supported_pairs(pairs, full).select("left", "right").rows() == [(1, 5), (2, 5), (3, 6)]
    every = [(1, 5), (1, 8), (1, 9), (2, 5), (2, 9), (3, 5), (3, 6)]  # no bucket is full: all that were found
    assert supported_pairs(pairs, full.clear()).select("left", "right").rows() == every


def linked(*rows):
    return pl.DataFrame([(str(at), *row) for at, row in enumerate(rows)], schema=LINKS, orient="row")


TIED = linked(
    (1, 1, None), (1, 2, None), (2, 3, 9), (3, 4, 9), (4, 4, None), (5, 6, None), (6, 7, None), (None, 8, None)
)


def reach(start, bodies=(), pairs=()):
    """Which documents are reached, and how many pairs."""
    known = pl.DataFrame([pair(*one) for one in pairs], schema=PAIRS, orient="row")

    def pairs_of(asked):
        return known.filter(pl.col("left").is_in(asked.implode()) | pl.col("right").is_in(asked.implode()))

    flags = pl.Series([at in start for at in range(TIED.height)])
    found = reached(TIED, flags, pl.Series(list(bodies), dtype=pl.UInt64), pairs_of)
    return [at for at, there in enumerate(found.documents) if there], found.pairs.height


def test_what_may_be_reached_from_a_change():
    assert reach([]) == ([], 0)
    assert reach([0]) == ([0, 1], 0)
    assert reach([2]) == ([2, 3, 4], 0)
    assert reach([4]) == ([2, 3, 4], 0)
    assert reach([7]) == ([7], 0)
    assert reach([0], pairs=[(1, 5)]) == ([0, 1, 5], 1)
    assert reach([0], pairs=[(1, 5), (5, 6)]) == ([0, 1, 5, 6], 2)
    assert reach([0], pairs=[(5, 6)]) == ([0, 1], 0)
    assert reach([], [6], pairs=[(5, 6)]) == ([5, 6], 1)
    assert reach([], [99], pairs=[(4, 99)]) == ([2, 3, 4], 1)


@pytest.mark.parametrize(
    ("size", "cut"),
    [(1, [[0, 1], [2, 3, 4], [5, 6], [7]]), (2, [[0, 1], [2, 3, 4], [5, 6], [7]]), (99, [[0, 1, 2, 3, 4, 5, 6, 7]])],
)
def test_portions_share_no_part(size, cut):
    ends = pl.DataFrame({"left": [5, 5], "right": [6, 77]}, schema={"left": pl.UInt64, "right": pl.UInt64})
    found = [one.to_list() for one in portions(TIED, ends, size)]
    assert sorted(found) == cut
    assert sorted(at for one in found for at in one) == list(range(TIED.height))
    assert list(portions(TIED.clear(), ends.clear(), size)) == []


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("々", IDEOGRAPH), ("〇", IDEOGRAPH), ("〈", BREAK), ("〡", IDEOGRAPH), ("〩", IDEOGRAPH), ("ぁ", IDEOGRAPH),
        ("ㆷ", IDEOGRAPH), ("ㇰ", IDEOGRAPH), ("ㇿ", IDEOGRAPH), ("㐀", IDEOGRAPH), ("䶿", IDEOGRAPH),
        ("一", IDEOGRAPH),
        ("ꀀ", IDEOGRAPH), ("ꒌ", IDEOGRAPH), ("ꓐ", WORD), ("豈", IDEOGRAPH), ("龎", IDEOGRAPH), ("ﬀ", WORD),
        ("ก", UNSPACED), ("ໟ", UNSPACED), ("ༀ", WORD), ("က", UNSPACED), ("Ⴀ", WORD), ("ក", UNSPACED), ("ᠠ", WORD),
        ("ᥐ", UNSPACED), ("ᨠ", UNSPACED), ("ꧠ", UNSPACED), ("ꩠ", UNSPACED), ("ꫠ", WORD), ("ꨀ", WORD), ("ᥟ", UNSPACED),
        ("한", WORD), ("힣", WORD), ("a", WORD), ("é", WORD),
    ],
)  # fmt: skip
def test_the_scripts_without_spaces_end_where_they_end(sign, kind):
    assert int(character_table()[ord(sign)]) >> 24 == kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0x3004, BREAK), (0x3005, IDEOGRAPH), (0x3007, IDEOGRAPH), (0x3008, BREAK), (0x3021, IDEOGRAPH),
        (0x3029, IDEOGRAPH), (0x3031, WORD), (0x3041, IDEOGRAPH), (0x31BF, IDEOGRAPH), (0x31F0, IDEOGRAPH),
        (0x31FF, IDEOGRAPH), (0x3400, IDEOGRAPH), (0x4DBF, IDEOGRAPH), (0x4E00, IDEOGRAPH), (0xA48C, IDEOGRAPH),
        (0xA4D0, WORD), (0xF900, IDEOGRAPH), (0xFAD9, IDEOGRAPH), (0xFB00, WORD),
    ],
)  # fmt: skip
def test_ideographs_begin_and_end_where_they_do(code, kind):
    assert _class_of(code) == kind


def test_keys_need_as_many_words_as_are_asked():
    widths = np.array([0, 3, 3, 6, 6, 0, 0, 0], np.int64)

    def keys(words, least):
        shape = Shape(character_table(), widths, 16, 4, least, 64, 20, 4, 8, 8, 0)
        column = text_buffers(pl.Series([" ".join(f"kata{at}" for at in range(words))], dtype=pl.String))
        return read_texts(column, read_only(np.zeros(1, np.int64)), shape).keys.size

    assert keys(4, 5) == 0
    assert keys(5, 5) >= 4
    assert (keys(1, 1), keys(0, 0)) == (4, 0)


def test_groups_that_share_text_are_related_by_the_pair_that_shares_most():
    documents = pl.DataFrame(
        [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 9)], orient="row",
        schema={"document_id": pl.String, "body": pl.UInt64},
    )  # fmt: skip
    grouped = pl.DataFrame(
        [("a", "a", "g2", "canonical", 1.0), ("b", "a", "g2", "near", 0.9), ("c", "c", "g1", "canonical", 1.0),
         ("d", "d", "g3", "canonical", 1.0)], schema=DUPLICATES, orient="row",
    )  # fmt: skip
    told = [
        (1, 2, 0.9, 0.9, "near", None),
        (1, 3, 0.3, 0.4, "followup", None),
        (2, 3, 0.2, 0.5, "digest", None),
        (1, 4, 0.3, 0.4, "serial", None),
        (2, 4, 0.3, 0.4, "rewrite", "followup"),
        (4, 9, 0.9, 0.9, "digest", None),
    ]
    pairs = [
        (left, right, jaccard, 0.0, 0.0, shared, *kinds, 2, 2, []) for left, right, jaccard, shared, *kinds in told
    ]
    found = related_articles(pl.DataFrame(pairs, schema=PAIRS, orient="row"), documents, grouped)
    columns = ("group_id", "other_group_id", "document_id", "other_document_id", "kind", "shared", "similarity")
    assert found.select(columns).rows() == [
        ("g1", "g2", "c", "a", "digest", 0.5, 0.2), ("g2", "g3", "a", "d", "followup", 0.4, 0.3),
    ]  # fmt: skip
