import numpy as np
import polars as pl
import pytest

from kliping.cleaning.features import see
from kliping.cleaning.gaps import THIRD, gap_features
from kliping.cleaning.phrases import compile_lexicon

SAID = "Panitia menutup pameran lebih cepat karena hujan turun sejak siang dan jalan ke balai warga terendam. " * 3


def seen_of(*lines, pages=1):
    rows = [(str(page), number, text) for page in range(pages) for number, text in enumerate(lines, 1)]
    frame = pl.DataFrame(rows, schema={"document_id": pl.String, "line": pl.Int32, "text": pl.String}, orient="row")
    return see(frame, compile_lexicon(), None)


def test_a_line_shows_where_in_its_gap_it_stands():
    seen = seen_of("Menu", SAID, "Hasil:", "Muara 1-0 Sela", "Kidul 2-2 Kali", SAID, "Bagikan")
    keep = np.array([False, True, True, False, False, True, False])
    scores = np.array([0.1, 0.9, 0.8, 0.3, 0.2, 0.9, 0.0], np.float32)
    asked = np.array([0, 3, 4, 6])
    shown = {
        name: column.tolist() for name, column in zip(THIRD, gap_features(seen, scores, keep, asked).T, strict=True)
    }
    assert shown["gap_side"] == [-1, 0, 0, 1]
    assert shown["gap_since_kept"] == [99, 1, 2, 1]
    assert shown["gap_until_kept"] == [1, 2, 1, 99]
    assert shown["gap_lines"] == [1, 2, 2, 1]
    assert shown["gap_announced"] == [0, 1, 1, 0]
    assert shown["gap_mean_score"] == pytest.approx([0.1, 0.25, 0.25, 0])
    assert shown["gap_score_above"] == pytest.approx([0, 0, 0.3, 0])
    assert shown["gap_alike_start"] == [1, 1, 1, 1]
    assert shown["gap_kept_share"] == pytest.approx([0.6] * 4)
    assert shown["gap_kept_score"] == pytest.approx([2.6 / 3] * 4)


def test_a_gap_at_the_edge_of_a_page_knows_nothing_of_the_next_page():
    lines = ("Menu", SAID, "Bagikan")
    keep, scores = np.array([False, True, False]), np.array([0.1, 0.9, 0.2], np.float32)
    alone = gap_features(seen_of(*lines), scores, keep, np.array([0, 2]))
    beside = gap_features(seen_of(*lines, pages=3), np.tile(scores, 3), np.tile(keep, 3), np.array([3, 5]))
    assert np.array_equal(alone, beside)


def test_how_far_a_phrase_stands_away_is_not_shown():
    assert not [name for name in THIRD if "_says_" in name]
    assert {"says_related", "gap_notices_above"} <= set(THIRD)
