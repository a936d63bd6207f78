"""Marks that a publishing system left in a text."""

import re

import pytest

from kliping.cleaning.shortcodes import SHORTCODE, SHORTCODE_SIGN, SHORTCODES

MARKED = {
    "[b]Warga[/b] menimba air": ["[b]", "[/b]"],
    '[su_box title="Catatan" id=3]Warga menimba air[/su_box]': ['[su_box title="Catatan" id=3]', "[/su_box]"],
    "[url=https://example.org/a]tautan[/url]": ["[url=https://example.org/a]", "[/url]"],
    "Warga [foto] menimba [1] air [sic] lagi": [],
    "Harga [dalam rupiah] = 3.000 dan [a/b]": [],
}


@pytest.mark.parametrize("line", MARKED)
def test_a_mark_closes_another_is_closed_or_has_a_value(line):
    assert [found["piece"] for found in re.finditer(SHORTCODE, line)] == MARKED[line]
    assert bool(re.search(SHORTCODE_SIGN, line)) == bool(MARKED[line])


@pytest.mark.parametrize("line", ['[box title="a"]', "[/box]", "[/col] [/row]", "[col size=2][row n=1]"])
def test_a_line_of_marks_alone(line):
    assert re.search(SHORTCODES, line)
    assert not re.search(SHORTCODES, f"{line} Warga menimba air")
