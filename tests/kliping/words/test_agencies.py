"""Agencies: what each sends is said once, and every step that asks for some knows it."""

from __future__ import annotations

import numpy as np
import polars as pl

from kliping.cleaning.sections import line_entries
from kliping.metadata import line_facts
from kliping.metadata.outlets.datelines import _with_desk
from kliping.metadata.titles import never
from kliping.text.buffers import text_buffers
from kliping.words import load, phrases, with_lexicons
from kliping.words.agencies import (
    before_other_dates,
    credit_endings,
    news_agencies,
    outlets_behind_names,
    picture_agencies,
)


def test_an_agency_stands_once():
    """Whether it sends texts, pictures or both is said by the list that it stands in, whatever the file."""
    both = ("agencies_with_pictures", "agencies_of_one_meaning")
    kinds = (("outlet", "agencies"), *(("outlet", kind) for kind in both), ("caption", "agencies"))
    names = [name.lower() for section, kind in kinds for name in phrases(section, kind)]
    assert not set(phrases("outlet", both[1])) & set(phrases("outlet", "words"))
    assert {"Reuters", "AFP", "BBC"} <= set(outlets_behind_names())
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert {"reuters", "dpa", "upi"} <= set(news_agencies())
    assert {"Reuters", "dpa", "Getty"} <= set(picture_agencies())
    assert not {"getty", "UPI"} & {*news_agencies(), *picture_agencies()}


def test_the_desk_of_every_agency_is_told():
    """As it was where a step asked for one of the lists: what sends pictures as well had none."""
    opened = pl.Series([f"Hamburg ({name}/lno) - Air naik." for name in news_agencies()])
    assert opened.filter(~opened.str.contains(_with_desk())).to_list() == []


def test_an_agency_of_ones_own_folder_is_known_for_what_it_sends(tmp_path):
    (tmp_path / "min.toml").write_text('[outlet]\nagencies_with_pictures = ["KabaNagari"]\n', encoding="utf-8")
    assert "KabaNagari" in picture_agencies((tmp_path,))
    with with_lexicons((tmp_path,)):
        assert "kabanagari" in news_agencies()
        assert "KabaNagari" in picture_agencies()
    assert "kabanagari" not in news_agencies()


def test_the_sieve_knows_every_agency_that_ends_a_credit():
    names = credit_endings()
    assert {"AFP", "Reuters", "REUTERS", "EFE", "Getty Images", "(AP)"} <= set(names)
    assert not {"NTB", "ANI", "Antara", "Bernama", "Pool"} & set(names)  # a province, a name and plain words
    firsts = pl.Series([line_facts._first(name) for name in names])
    bits = line_facts.read_facts(text_buffers(firsts), np.full(len(names), 2026, np.int32)).words
    assert [name for name, found in zip(names, bits.tolist(), strict=True) if not found & line_facts.WIRE] == []
    credited = pl.Series([f"Warga melintas di jalan ({name.strip('()')})" for name in names])
    pattern = next(pattern for needs, pattern in never.never_patterns() if needs == {"word": line_facts.WIRE})
    assert credited.filter(~credited.str.contains(pattern)).to_list() == []


def test_an_agency_of_ones_own_folder_credits_pictures_and_their_days(tmp_path):
    """Those of one meaning stood a second time among captions and labels of dates, where an added one was missing."""
    (tmp_path / "min.toml").write_text('[outlet]\nagencies_of_one_meaning = ["KabaNagari"]\n', encoding="utf-8")
    assert {"reuters", "afp", "efe"} <= set(before_other_dates())
    with with_lexicons((tmp_path,)):
        assert "kabanagari" in before_other_dates()
        captions = {entry.phrase for entry in line_entries(load()) if entry[1:3] == ("caption", "equals")}
        assert {"kabanagari", "reuters"} <= captions
