"""Names in whatever letters with their outlet behind them: bylines where the outlet is a known one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata.outlets.known import printed_names
from kliping.metadata.people.outlet_names import WITHIN

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, chosen_of, read

OUTLET = next(name for name in sorted(printed_names()) if name.isalpha() and name.isascii() and 5 <= len(name) <= 12)
DAY = "Senin, 3 Juni 2024"


@pytest.mark.parametrize("sign", [" - ", " -", " – "])
def test_a_known_outlet_makes_a_name_sure(sign):
    names = ["sari wulandari", "Sari wulandari", "bayu", "Bayu"]
    found = chosen_of([[TITLE, f"{name}{sign}{OUTLET}", DAY, *BODY] for name in names])
    assert [told["authors"] for told in found] == [[name] for name in names]


def test_other_words_do_not():
    lines = ["sari wulandari -kabarSukamaju", "tim redaksi - {}", "beranda - {}", "penulis - {}"]
    found = chosen_of([[TITLE, line.format(OUTLET), DAY, *BODY] for line in lines])
    assert [told["authors"] for told in found] == [[]] * len(lines)


def test_further_down_it_is_a_teaser_s():
    below = [f"Bagikan {number}" for number in range(WITHIN)]
    assert read([TITLE, DAY, *below, f"bayu - {OUTLET}", *BODY])[2]["authors"] == []


BESIDE = [
    ("By Sari Wulandari, Kencana Rimba", ["Sari Wulandari"]),
    ("By Kencana Rimba, Sari Wulandari", ["Kencana Rimba", "Sari Wulandari"]),  # whoever is first may own the site
    ("By Kencana Rimba", ["Kencana Rimba"]),
    ("By Sari Wulandari, Melati Rimba", ["Sari Wulandari", "Melati Rimba"]),
]


def test_the_page_s_outlet_behind_a_name_is_no_author():
    found = chosen_of([[TITLE, byline, DAY, *BODY, "© 2024 Kencana Rimba"] for byline, _ in BESIDE])
    assert [(of, told["authors"]) for (of, _), told in zip(BESIDE, found, strict=True)] == BESIDE
