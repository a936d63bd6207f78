"""Letters are counted as Polars' own regular expressions count them, of any script."""

from __future__ import annotations

import polars as pl

from kliping.language.letters import DENSE_LETTER, LETTER, count_letters

TEXTS = ["", "Air 12, É!", "京都 〇々 ひらガー", "서울 한국어", "𠀀😀𐐀ǅªʰ", "\u0301ЉЊ ŻÓŁW", "\U0010ffff\x00Z"]


def test_a_loop_over_bytes_counts_what_the_patterns_match():
    texts = pl.Series("text", [*TEXTS, "".join(TEXTS)])
    told = count_letters(texts)
    dense = 2 * texts.str.count_matches(DENSE_LETTER)
    assert told["letters"].to_list() == (texts.str.count_matches(LETTER) + dense).to_list()
    assert told["capitals"].to_list() == texts.str.count_matches("[A-Z]").to_list()
