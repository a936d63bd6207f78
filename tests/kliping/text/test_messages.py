"""The stamp of a message, as both engines read it."""

from __future__ import annotations

import re

import polars as pl
import pytest

from kliping.text.messages import LETTER, PLAIN_LETTER, before_message, stamp


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("[12/03/24 10.15.22] Budi: Wah", "[12/03/24 10.15.22] Budi:"),
        ("12/03/24 10.15 - Budi: Wah", "12/03/24 10.15 - Budi:"),
        ("12/3/2024, 10:15 PM – Ibu Sari: Wah", "12/3/2024, 10:15 PM – Ibu Sari:"),
        ("2024-03-12 10:15 p. m. - Budi: Wah", "2024-03-12 10:15 p. m. - Budi:"),
        ("12/03/24 10.15 Budi: Wah", None),
        ("[12/03/24 10.15 - Budi: Wah", None),
        ("12/03/24 - Budi: Wah", None),
    ],
)
def test_both_engines_see_who_sent_a_message_and_when(line, sent):
    plain = re.match(before_message(PLAIN_LETTER), line)
    (found,) = pl.Series([line]).str.extract(f"^({before_message(LETTER)})")
    assert (plain and plain.group()) == found == sent


def test_a_stamp_is_a_day_and_a_time():
    assert re.fullmatch(stamp(PLAIN_LETTER), "12.03.2024 10:15")
    assert not re.fullmatch(stamp(PLAIN_LETTER), "12.03.2024")
