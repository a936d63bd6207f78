"""Compiled searches in a few lines of a page: names, openings, keys and words, sign by sign."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.metadata.line_facts import code_points
from kliping.metadata.search_kernels import count_openings, count_tokens, lines_with_keys, may_hold_name
from kliping.text.buffers import text_buffers
from kliping.text.hashing import hash_word
from kliping.text.known_words import known_words_of

FORBIDDEN, SEPARATOR = 1, 2


def hashed(word):
    return int(hash_word(np.array([ord(sign) for sign in word], np.uint32)))


KNOWN = known_words_of(
    {hashed(word): FORBIDDEN for word in ("yang", "seorang", "api", "东")} | {hashed("dan"): SEPARATOR}
)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("", False),
        ("Sari", False),
        ("Sari Dewi", True),
        ("  Sari   Dewi", True),
        ("sari Dewi", False),
        ("sari Dewi Ayu", False),
        ("sari, Dewi Ayu", True),
        # particles within a name, of five letters at most
        ("Sari van Dewi", True),
        ("Sari della Dewi", True),
        ("Sari dellas Dewi", False),
        ("Sari van der Dewi", True),
        ("van Dewi Ayu", False),
        # words that no name holds, but for small ones within it
        ("Sari yang Dewi", True),
        ("Sari Yang Dewi", False),
        ("Sari YANG. Dewi Ayu", False),
        ("Sari seorang Dewi", False),
        ("Yang Sari Dewi", False),
        ("yang Sari Dewi", False),
        ("Yang-lain Sari", True),  # a word with a sign inside is not known
        ("Yan.g Sari Dewi", False),  # but for points
        # a joint parts names, where it is no name itself
        ("Sari dan Dewi", False),
        ("Sari dan Dewi Ayu", True),
        ("Sari Dan", True),
        ("sari dan Dewi Ayu", True),
        ("Sari 5 Dewi", True),
        ("5 Sari Dewi", False),
        # what is beyond ASCII may be a capital
        ("élan Dewi", True),
        ("Sari élan", True),
        ("\u007flan Dewi", False),
        # letters of other scripts are names of their own
        ("東", True),
        ("sari 東", True),
        ("sari東", True),
        ("Sari,Dewi", False),
        ("Sari,Dewi Ayu", True),
        ("sari,Dewi Ayu", True),
    ],
)
def test_two_capitalised_words_may_be_a_name(text, may):
    found = np.zeros(1, np.bool_)
    forbidden, separator = np.uint64(FORBIDDEN), np.uint64(SEPARATOR)
    may_hold_name(text_buffers(pl.Series([text])), code_points(), KNOWN, forbidden, separator, found)
    assert found[0] == may


@pytest.mark.parametrize("sign", [",", ";", "/", "&", "+", "、", "・", "|", "•", "·"])
def test_signs_of_lists_part_names(sign):
    texts = text_buffers(
        pl.Series([f"sari{sign} Dewi Ayu", f"sari {sign}Dewi Ayu", f"Sari{sign} Dewi", f"Sari {sign}Dewi"])
    )
    found = np.zeros(4, np.bool_)
    may_hold_name(texts, code_points(), KNOWN, np.uint64(FORBIDDEN), np.uint64(SEPARATOR), found)
    assert found.tolist() == [True, True, False, False]


def openings(pages, names, skipped=("by",)):
    """How often each name, told with its page, opens a line of that page."""
    lines = text_buffers(pl.Series([line for page in pages for line in page]))
    first = np.cumsum([0, *map(len, pages)]).astype(np.int64)
    passed = np.array([hashed(word) for word in skipped], np.uint64)
    out = np.full(len(names), -1, np.int64)
    of_page = np.array([page for page, _ in names], np.int64)
    count_openings(lines, first, passed, of_page, text_buffers(pl.Series([name for _, name in names])), out)
    return out.tolist()


NAME = [(0, "Sari Dewi")]
OPENINGS = [
    ("Sari Dewi", 1),
    ("Sari Dewi pulang", 1),
    ("  Sari  Dewi", 1),
    ("Sari, Dewi.", 1),
    ("|Sari: Dewi|", 1),
    ("-Sari Dewi", 0),
    ("sari Dewi", 0),
    ("Dewi Sari", 0),
    ("Sari Dewia", 0),
    ("Sari", 0),
    ("By Sari Dewi", 1),
    ("by BY Sari Dewi", 1),
    ("Sari by Dewi", 0),
    ("Oleh Sari Dewi", 0),
    # sixty bytes are looked at, and a word that is cut there is none
    (" " * 51 + "Sari Dewi", 1),
    (" " * 52 + "Sari Dewi", 0),
    (" " * 51 + "Sari Dewi x", 0),
    (" " * 50 + "Sari Dewi x", 1),
]


@pytest.mark.parametrize(("line", "times"), OPENINGS)
def test_a_line_opens_with_the_first_two_words_of_a_name(line, times):
    assert openings([[line]], NAME) == [times]
    assert openings([["Kabar", line, "Kabar"]], NAME) == [times]
    assert openings([[line, "Kabar", line]], NAME) == [2 * times]


def test_names_are_looked_for_on_their_own_page():
    pages = [["Sari Dewi", "Budi Roy"], ["Budi Roy", "Budi Roy", "Sari Dewi Ayu"], ["Tono"]]
    names = [(0, "Sari Dewi"), (0, "Budi Roy Ayu"), (1, "Budi Roy"), (1, "Sari"), (1, "Sari Dewi"), (2, "Budi Roy")]
    assert openings(pages, names) == [1, 1, 2, 0, 1, 0]


def holding(lines, keys, asked=None):
    """Which lines, told with their page, hold a key of their page."""
    asked = np.arange(len(lines)) if asked is None else np.array(asked)
    out = np.zeros(asked.size, np.bool_)
    pages = np.array([lines[line][0] for line in asked], np.int64)
    lines_with_keys(
        text_buffers(pl.Series([line for _, line in lines])), code_points().lower, asked, pages,
        text_buffers(pl.Series([key for _, key in keys])), np.array([page for page, _ in keys], np.int64), out,
    )  # fmt: skip
    return out.tolist()


def test_a_line_holds_a_key_of_its_own_page():
    lines = [(0, "Kabar Desa"), (0, "KABAR"), (1, "Kabar Desa"), (2, "Kabar Desa"), (2, "desa"), (3, "Desa Kabar")]
    keys = [(0, "kabar"), (2, "desa"), (2, "x"), (3, "x"), (3, "kabar"), (3, "y")]
    assert holding(lines, keys) == [True, True, False, True, True, True]
    assert holding(lines, keys, [1, 2, 5]) == [True, False, True]
    assert holding([(1, "Kabar")], [(0, "kabar")]) == [False]
    assert holding([(0, "KÉLAS")], [(0, "kélas")]) == [True]
    assert holding([(0, "kabakabar"), (0, "kaba"), (0, "ka bar")], [(0, "kabar")]) == [True, False, False]


def counted(pages, tokens, unasked=()):
    lines = [line for page in pages for line in page]
    asked = np.array([at not in unasked for at in range(len(lines))])
    first = np.cumsum([0, *map(len, pages)]).astype(np.int64)
    out = np.full(len(tokens), -1, np.int64)
    of_page = np.array([page for page, _ in tokens], np.int64)
    words = text_buffers(pl.Series([word for _, word in tokens]))
    count_tokens(text_buffers(pl.Series(lines)), code_points(), first, asked, words, of_page, out)
    return out.tolist()


@pytest.mark.parametrize(
    ("line", "token", "held"),
    [
        ("kabar", "kabar", True),
        ("KABAR!", "kabar", True),
        ("(kabar)", "kabar", True),
        ("kabar desa", "desa", True),
        ("kabar-desa", "desa", False),
        ("kabar-desa", "kabar-desa", True),
        ("kabar24", "kabar", False),
        ("kabar24", "kabar24", True),
        ("kabar.desa", "desa", True),
        ("kabarx", "kabar", False),
        ("ab", "ab", False),
        ("abc", "abc", True),
        ("京都府", "京都府", True),
        ("kabar\u0301x", "kabar", False),
        ("\u0301kabar", "kabar", True),
        ("a\u0301kabar", "kabar", False),
        ("kabar٣", "kabar", True),  # digits of other scripts part words
    ],
)
def test_a_word_is_counted_where_it_is_whole(line, token, held):
    assert counted([[line]], [(0, token)]) == [int(held)]


def test_words_are_counted_a_line_once_on_their_own_page_where_it_is_asked():
    pages = [["kabar kabar", "desa kabar", "kabar"], ["kabar"], ["desa"]]
    assert counted(pages, [(0, "kabar"), (0, "desa"), (1, "kabar"), (2, "kabar")], [2]) == [2, 1, 1, 0]
