"""What is contact data: the same address for what is replaced and what is counted, other numbers for each."""

from __future__ import annotations

import re

import pytest

from expectations import facts
from kliping.settings import Settings
from kliping.text.contacts import ABROAD, ANNOUNCED, ANNOUNCED_DIGITS, E_MAIL, TELEPHONE
from kliping.warehouse.redaction import MARKS


def test_what_is_replaced_and_what_is_counted_is_of_one_place() -> None:
    sql = facts.article_facts(Settings().gate)
    assert [pattern for pattern, _ in MARKS] == [E_MAIL, TELEPHONE]
    assert all(pattern in sql for pattern in (E_MAIL, ABROAD, ANNOUNCED, ANNOUNCED_DIGITS))
    assert ABROAD in TELEPHONE


@pytest.mark.parametrize(
    ("text", "replaced", "announced"),
    [
        ("+62 21 555-0199", True, False),
        ("081234567890", True, False),  # a mobile, or the number of a file: a mark costs little, a count an article
        ("Telp. 081234567890", True, True),
        ("telp: 555 0199 21", False, True),
        ("1.234.567", False, False),
    ],
)
def test_a_number_without_a_country_counts_behind_a_word_alone(text: str, replaced: bool, announced: bool) -> None:
    assert bool(re.search(TELEPHONE, text)) == replaced
    behind = re.search(rf"(?i)\btelp{ANNOUNCED}", text)
    assert bool(behind) == announced
    assert bool(behind) <= bool(re.search(ANNOUNCED_DIGITS, text))
