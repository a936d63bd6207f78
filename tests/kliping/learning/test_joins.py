import numpy as np
import polars as pl
import pytest

from kliping.cleaning.blocks import THIRD
from kliping.cleaning.features import see
from kliping.cleaning.phrases import compile_lexicon
from kliping.learning.joins import fit_joins
from kliping.learning.pages import Labelled

PAGE = ("Menu", "Panitia menutup pameran lebih cepat karena hujan.", "Muara 1-0 Sela", "Kidul 2-2 Kali", "Bagikan")
BELONGS = (False, True, True, True, False)
SCORES = (0.05, 0.9, 0.2, 0.2, 0.05)
PAGES = 20


class Told:
    """A forest that has learnt which rows were told to belong, by the one feature that is asked."""

    def __init__(self, matrix, belongs, cost, names):
        self.at = names.index("gap_score")
        self.cut = matrix[belongs > 0, self.at].min()
        self.cost, self.names, self.rows = cost, names, belongs.size

    def predict(self, matrix, num_threads, raw_score):
        assert raw_score
        assert num_threads == 1
        return np.where(matrix[:, self.at] >= self.cut, 3.0, -3.0)

    def model_to_string(self):
        return f"{self.rows} rows"


@pytest.fixture
def labelled():
    rows = [(str(page), number, text) for page in range(PAGES) for number, text in enumerate(PAGE, 1)]
    lines = pl.DataFrame(rows, schema={"document_id": pl.String, "line": pl.Int32, "text": pl.String}, orient="row")
    page = np.repeat(np.arange(PAGES), len(PAGE))
    belongs = np.tile(BELONGS, PAGES).astype(np.float32)
    fold, importance = page % 5, np.ones(page.size, np.float32)
    return Labelled((), lines, belongs, importance, fold, page, np.zeros(page.size, np.bool_))


def test_lines_join_by_forests_that_have_not_seen_their_site(labelled):
    made = []

    def fit(*given):
        made.append(Told(*given))
        return made[-1]

    seen = see(labelled.lines, compile_lexicon(), None)
    third, keep = fit_joins(labelled, seen, np.tile(np.array(SCORES, np.float32), PAGES), fit)
    assert keep.reshape(PAGES, -1).tolist() == [list(BELONGS)] * PAGES
    asked = PAGES * BELONGS.count(False) + PAGES * 2
    assert [one.rows for one in made] == [asked * 4 // 5] * 5 + [asked]
    assert third == f"{asked} rows"
    assert made[-1].names == THIRD


def test_the_first_line_of_an_article_costs_more_than_another(labelled):
    costs = []

    def fit(matrix, belongs, cost, names):
        costs.append(cost)
        return Told(matrix, belongs, cost, names)

    scores = np.tile(np.array([0.05, 0.2, 0.2, 0.9, 0.05], np.float32), PAGES)
    fit_joins(labelled, see(labelled.lines, compile_lexicon(), None), scores, fit)
    assert costs[-1].reshape(PAGES, -1).tolist() == [[1, 2, 1, 1]] * PAGES
