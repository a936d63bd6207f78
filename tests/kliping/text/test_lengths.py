"""Bounds that patterns of several modules take."""

from __future__ import annotations

import re

import pytest

from kliping.text import lengths

SAID = {
    "DATELINE": "BANDUNG, Jawa Barat, Kabar Contoh",
    "HOST_ENDING": "online",
    "MONTH": "September",
    "NICK": "redaksi_contoh",
    "OUTLET": "The Example Courier of Sukamaju",
    "SITE": "kabarcontoh",
    "TAG": ' type="application/ld+json" data-page="1"',
}


@pytest.mark.parametrize("name", SAID)
def test_a_bound_has_room_for_its_piece_and_none_for_a_text(name: str) -> None:
    bounded = re.compile(f".{getattr(lengths, name)}")
    assert bounded.fullmatch(SAID[name])
    assert bounded.fullmatch(SAID[name] * 20) is None
