"""The last paragraph of a text that says who wrote it."""

import numpy as np
import polars as pl
import pytest

from kliping.cleaning.biographies import end_above_biographies

TOLD = ["The mill on the river turns again after seven years of work.", "The village paid for it, said Owen Pryce."]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Helen Marsh is a reporter covering the coast and its communities.", 2),
        ("Ratna Puspita adalah jurnalis yang meliput isu desa.", 2),
        ("Ольга Савина — корреспондент отдела регионов.", 2),
        ("Owen Pryce is a reporter as well, and wrote of the mill for years.", 3),
        ("Helen Marsh is a miller who covers the old stones with leather.", 3),
        ("The paper's Helen Marsh is a reporter covering the coast.", 3),
    ],
)
def test_who_wrote_a_text_is_no_end_of_it(line, left):
    text = pl.Series([*TOLD, line])
    keep = np.ones(3, np.bool_)
    end_above_biographies(text, np.array([0, 3]), keep)
    assert keep.sum() == left


def test_several_are_left_out_and_nothing_of_a_page_that_is_one():
    text = pl.Series(
        [TOLD[0], "Helen Marsh is a reporter here.", "Tom Ashdown is a writer here.", "Ann Lee is an editor here."]
    )
    keep = np.ones(4, np.bool_)
    end_above_biographies(text, np.array([0, 3, 4]), keep)
    assert keep.tolist() == [True, False, False, True]
