"""What stands between shared passages, shares of words, and titles, on arrays made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.duplicates.alignment_kernels import _present, _swaps, _titled
from kliping.duplicates.pair_features import FEATURES
from kliping.duplicates.token_kernels import CAPITAL
from kliping.text.folding import DIGIT, WORD
from tests.compiled import from_python

N, C, W = DIGIT, int(WORD | CAPITAL), WORD


def swaps(own, other, links):
    """Swaps, swapped numbers, and words of the longest passage; words are told as (word, kind)."""
    (words, marks), (others, other_marks) = (
        (np.array(column) for column in zip(*body, strict=True)) for body in (own, other)
    )
    row = np.zeros(len(FEATURES))
    from_python(_swaps)(
        words.astype(np.uint32), marks.astype(np.uint8), np.array(links, np.int32), others.astype(np.uint32),
        other_marks.astype(np.uint8), row,
    )  # fmt: skip
    covered = sum(link >= 0 for link in links)
    told = row[[FEATURES.swaps, FEATURES.swapped_numbers]] * (covered / 20 + 1)
    of_names = row[[FEATURES.renamed, FEATURES.kept, FEATURES.renamed_share]]
    return (*told.tolist(), row[FEATURES.longest] * len(links), *of_names.tolist())


def across(mine, theirs):
    """Two bodies with three words in common before and three behind what differs."""
    own, other = ([*((at, W) for at in (1, 2, 3)), *told, *((at, W) for at in (4, 5, 6))] for told in (mine, theirs))
    links = [-1] * len(own)
    links[2], links[-1] = 2, len(other) - 1
    return swaps(own, other, links)


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ([(7, N)], [(8, N)], (1, 1)),
        ([(7, C)], [(8, C)], (1, 0)),
        ([(7, W)], [(8, W)], (0, 0)),
        ([], [(8, N)], (0, 0)),
        ([(7, N)], [], (0, 0)),
        ([(7, N)] * 8, [(8, N)] * 8, (1, 1)),
        ([(7, N)] * 9, [(8, N)] * 8, (0, 0)),
        ([(7, N)] * 8, [(8, N)] * 9, (0, 0)),
        ([(7, N)], [(8, N), (9, W)], (1, 1)),
        ([(7, N)], [(8, W)], (0, 0)),
        ([], [], (0, 0)),
    ],
)
def test_what_stands_between_passages_may_stand_for_each_other(mine, theirs, told):
    assert across(mine, theirs)[:2] == pytest.approx(told)


@pytest.mark.parametrize(
    ("mine", "theirs", "places"),
    [
        ([(7, N)] * 2, [(8, N)] * 2, 2),
        ([(7, N)], [(8, N)], 0),
        ([(7, C), (7, C)], [(8, W), (8, W)], 2),
        ([(7, W), (7, W)], [(8, C), (8, C)], 2),
        ([(7, W), (7, W)], [(8, W), (8, W)], 0),
        ([(7, N), (7, N)], [(8, N), (9, N)], 0),
        ([(7, N), (7, N)], [(7, N), (7, N)], 0),
        ([(7, N), (7, N)], [(8, N), (8, N), (8, N)], 0),
    ],
)
def test_a_name_that_stands_for_another_again_is_counted(mine, theirs, places):
    assert across(mine, theirs)[3] == pytest.approx(np.log(1 + places))


@pytest.mark.parametrize(("kinds", "kept"), [((W, W), 0), ((C, W), 1), ((C, N), 2)])
def test_names_that_stand_for_others_are_a_share_of_those_that_stay(kinds, kept):
    own, other = (
        [(1, W), (2, W), (3, kinds[0]), (told, N), (told, N), (4, W), (5, W), (6, kinds[1])] for told in (7, 8)
    )
    told = swaps(own, other, [-1, -1, 2, -1, -1, -1, -1, 7])
    assert told[3:] == pytest.approx((np.log(3), np.log(1 + kept), 2 / (1 + kept + 2)))


@pytest.mark.parametrize(
    ("links", "longest"),
    [([-1, -1, 2, 3, 4, -1, -1, 7], 5), ([-1, -1, 2, 4, 5, -1, -1, 7], 4), ([-1] * 8, 0), ([-1, -1, 2, -1, 3], 3)],
)
def test_the_longest_passage_runs_on_in_both(links, longest):
    plain = [(at, W) for at in range(1, 9)]
    assert swaps(plain[: len(links)], plain, links)[2] == pytest.approx(longest)


@pytest.mark.parametrize(("own", "others"), [([-1, -1, 6, -1, -1, -1, 2], 8), ([-1, -1, 2, 4, 5, 6, 7], 8)])
def test_nothing_stands_for_another_between_passages_that_turn_back_or_overlap(own, others):
    mine, theirs = ([(at + start, N) for at in range(count)] for start, count in ((1, len(own)), (50, others)))
    told = swaps(mine, theirs, own)
    assert told[:2] == (0, 0)
    assert told[3] == 0


def test_shares_of_distinct_words_names_and_numbers():
    words, marks = np.array([1, 1, 2, 3, 4, 5], np.uint32), np.array([W, W, C, N, N, W], np.uint8)
    row = np.zeros(len(FEATURES))
    from_python(_present)(words, marks, np.array([1, 3, 9], np.uint32), row, 0)
    assert row[FEATURES.words_shorter] == pytest.approx(2 / 4)  # 1 and 5, and the name, of which one is there
    assert row[FEATURES.names_shorter] == pytest.approx(1 / 2)
    assert row[FEATURES.numbers_shorter] == pytest.approx(2 / 3)
    assert row[FEATURES.new_lead_shorter] == pytest.approx(2 / 5)


@pytest.mark.parametrize(("place", "new"), [(47, 1 / 3), (48, 0)])
def test_the_lead_has_forty_eight_words(place, new):
    words, marks = np.ones(49, np.uint32), np.full(49, W, np.uint8)
    marks[place] = N
    row = np.zeros(len(FEATURES))
    from_python(_present)(words, marks, np.array([2], np.uint32), row, 1)
    assert row[FEATURES.new_lead_longer] == pytest.approx(new)


@pytest.mark.parametrize(
    ("title", "other", "body", "other_body", "found"),
    [
        ([], [], [], [], [0.35, 0.2, 0]),
        ([1], [], [], [], [0.35, 0.2, 0]),
        ([], [1], [], [], [0.35, 0.2, 0]),
        ([1, 2], [1, 3], [], [], [0.5, 1 / 3, 0]),
        ([1, 2], [1, 3], [2], [3], [0.5, 1 / 3, 1 / 3]),
        ([1, 2], [1, 3], [2], [], [0.5, 1 / 3, 0]),
        ([1, 2], [1, 3], [2, 3], [3], [0.5, 1 / 3, 0]),
        ([1, 2], [1, 3], [3], [2], [1, 1 / 3, 0]),  # what is not in the other's title opens its text
        ([1, 2], [1, 3], [3], [9] * 79 + [2], [1, 1 / 3, 0]),
        ([1, 2], [1, 3], [3], [9] * 80 + [2], [0.5, 1 / 3, 0]),
        ([1, 1, 2], [1], [], [], [0.5, 0.5, 0]),
        ([1], [1], [], [], [1, 1, 0]),
    ],
)
def test_how_titles_go_together(title, other, body, other_body, found):
    row = np.zeros(len(FEATURES))
    from_python(_titled)(*(np.array(one, np.uint32) for one in (title, other, body, other_body)), row)
    told = row[[FEATURES.told_title, FEATURES.titles, FEATURES.template]]
    assert told.tolist() == pytest.approx(found)
