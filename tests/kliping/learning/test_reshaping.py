import random

import pytest

from kliping.learning.reshaping import broken, line

TEXT = (
    "Bupati Wira Tani meninjau jembatan di Desa Karang Sela pada Senin pagi. Warga menunggu sejak subuh. "
    "Perbaikan selesai bulan depan, kata Bupati Wira Tani kepada warga."
)
LINES = [line(TEXT, belongs=True), line("Bagikan", belongs=False, gap=2), line(TEXT, belongs=True, gap=2)]


@pytest.mark.parametrize("manner", ["as it is", "sentences", "links", "wrapped", "one line"])
def test_broken_lines_hold_the_same_words_with_the_same_labels(manner):
    made = broken(LINES, manner, random.Random(4))
    for belongs in (True, False):
        words = " ".join(one.text for one in made if one.belongs == belongs).split()
        assert words == " ".join(one.text for one in LINES if one.belongs == belongs).split()
    assert all(one.words == len(one.text.split()) for one in made)


def test_a_sentence_stands_on_each_line():
    made = broken(LINES[:1], "sentences", random.Random(4))
    assert [one.text[-1] for one in made] == [".", ".", "."]
    assert len(made) == 3


def test_lines_are_broken_at_some_names():
    made = [text for seed in range(9) for text in broken(LINES[:1], "links", random.Random(seed))]
    assert {"Wira Tani", "Desa Karang Sela"} & {one.text for one in made}


def test_a_wrapped_line_is_no_longer_than_a_column():
    assert max(len(one.text) for one in broken(LINES[:1], "wrapped", random.Random(4))) < 90


def test_an_article_on_one_line_joins_only_its_own_lines():
    assert [one.belongs for one in broken(LINES, "one line", random.Random(4))] == [True, False, True]
    assert len(broken([LINES[0], LINES[2]], "one line", random.Random(4))) == 1
