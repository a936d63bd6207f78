"""Signs, letters and names of the calendar that a line is known by."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.metadata import line_facts, line_flags
from kliping.metadata.line_facts import code_points, read_facts
from kliping.text.buffers import text_buffers
from kliping.words.calendar import calendar

SIGNS = [
    ("ก", "dense"), ("Ἀ", ""), ("က", "dense"), ("ក", "dense"), ("ㇰ", "dense"), ("ㇿ", "dense"), ("㐀", "dense"),
    ("䶿", "dense"), ("一", "dense"), ("豈", "dense"), ("ｦ", "dense"), ("ー", ""), ("々", "dense"), ("ぁ", "dense"),
    ("ヿ", "dense"), ("ㄱ", ""), ("ꓐ", ""), ("ꧠ", "dense"), ("ꩠ", "dense"), ("꫰", ""), ("Ⴀ", ""), ("ᄀ", "hangul"),
    ("ᇿ", "hangul"), ("ሀ", ""), ("가", "hangul"), ("힣", "hangul"), ("ힰ", ""), ("ꥠ", ""), ("a", ""), ("é", ""),
    ("Ա", ""), ("ԯ", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "kind"), SIGNS)
def test_letters_without_spaces(sign, kind):
    entry = int(code_points().table[ord(sign)])
    assert bool(entry & line_flags.DENSE_LETTER) is (kind == "dense")
    assert bool(entry & line_flags.DENSE_OR_HANGUL) is (kind != "")


@pytest.mark.parametrize(("sign", "exotic"), [("a", False), ("ԯ", False), ("Ա", True), ("ا", True), ("、", False)])
def test_letters_beyond_cyrillic_are_exotic(sign, exotic):
    assert bool(int(code_points().table[ord(sign)]) & line_flags.EXOTIC_LETTER) is exotic


@pytest.mark.parametrize(("kind", "bit"), [("months", "MONTH"), ("weekdays", "WEEKDAY")])
def test_every_name_of_the_calendar_in_latin_letters_is_known(kind, bit):
    of = calendar(kind)
    names = [*of.anywhere, *(one.rsplit(" ", 1)[0] for one in of.by_language)]
    facts = read_facts(text_buffers(pl.Series(names)), np.full(len(names), 2026, np.int32))
    known = (facts.words & np.uint64(getattr(line_facts, bit))) > 0
    # lines in other scripts are read whatever words they hold
    asked = [name.isalpha() and all(ord(sign) < 0x530 for sign in name) for name in names]
    assert sum(asked) > 300
    assert [name for name, of_ours, there in zip(names, asked, known, strict=True) if of_ours and not there] == []


def flags_of(line):
    return int(read_facts(text_buffers(pl.Series([line])), np.full(1, 2026, np.int32)).flags[0])


@pytest.mark.parametrize(
    ("line", "flag", "there"),
    [
        ("kabar{", "ADDRESS", True), ("kabar|", "BAR", True), ("kabarz", "ADDRESS", False), ("a`b", "ADDRESS", False),
        ("kabar}", "ADDRESS", True), ("kabar<", "ADDRESS", True), ("a=b", "ADDRESS", True), ("a@b", "ADDRESS", True),
        ("a>b", "ADDRESS", False), ("(c)", "COPYRIGHT", True), ("(C)", "COPYRIGHT", True),
        ("(d)", "COPYRIGHT", False),
        ("a::b", "BAR", True), ("a:b", "BAR", False), ("a //b", "ADDRESS", False), ("a://b", "ADDRESS", True),
        ("a · b", "MIDDOT", True), ("a • b", "BULLET", True), ("a » b", "BULLET", True), ("® a", "COPYRIGHT", True),
        ("a:", "COLON_END", True), ("a: b", "COLON_END", False), ("a？", "QUESTION", True), ("a…", "STOP", True),
        ("a。", "STOP", True), ("a,", "STOP", False), ("1 a", "STARTS_DIGIT", True), ("a 1", "STARTS_DIGIT", False),
        ("東a", "STARTS_EXOTIC", True), ("a東", "STARTS_EXOTIC", False), ("ABC", "SHOUT", True),
        ("ABc", "SHOUT", False),
        ("AB CD", "SHOUT", False), ("ABC d", "SMALL", True), ("ABC", "SMALL", False), ("Ab", "STARTS_CAPITAL", True),
        ("aB", "STARTS_SMALL", True), ("가나다라마바사아", "DENSE_LONG", True), ("가나다라마바사", "DENSE_LONG", False),
        ("가나다라마바사아", "DENSE", False), ("東京東京東", "DENSE", False), ("東京東京東京", "DENSE", True),
        ("東京東a京東京", "DENSE", False), ("1월", "EAST_MONTH", True), ("1  월", "EAST_MONTH", False),
        ("a.b", "SITE", True), ("1.b", "SITE", True), (" .b", "SITE", False), ("a.1", "SITE", False),
        ("a.é", "SITE", True),
        ("12/2/24", "DATED", True), ("123/2/24", "DATED", False), ("1/2/3", "DATED", False), ("1:23", "DATED", True),
        ("1:2", "DATED", False), ("1-2-24", "DATED", False), ("1.2.24", "DATED", True), ("1899", "DATED", False),
        ("1900", "DATED", True), ("2099", "DATED", True), ("2100", "DATED", False), ("12024", "DATED", False),
        ("18991231", "DATED", False), ("19000101", "DATED", True), ("20991231", "DATED", True),
        ("21000101", "DATED", False), ("19000100", "DATED", False), ("19001232", "DATED", False),
        ("a19000101", "DATED", False), ("19000101a", "DATED", False), ("19000101", "JOINED", True),
        (f"3{' ' * 16}Juni", "DAY", True), (f"3{' ' * 17}Juni", "DAY", False), ("Juni", "DAY", False),
        (f"Juni{' ' * 5}3", "DAY", True), (f"Juni{' ' * 6}3", "DAY", False),
        ("a.", "SITE", False), ("a -b", "DASH", True), ("a-b", "DASH", False), ("a —b", "DASH", True),
    ],
)  # fmt: skip
def test_a_sign_sets_its_flag(line, flag, there):
    assert bool(flags_of(line) & getattr(line_flags, flag)) is there
