"""What is contact data: the same address for what is replaced and what is counted, other numbers for each."""

from __future__ import annotations

import re

import duckdb
import polars as pl
import pytest

from expectations import facts
from kliping.settings import Settings
from kliping.text.contacts import ABROAD, ANNOUNCED, DIGITS, E_MAIL, NO_NUMBER, TELEPHONE
from kliping.warehouse.redaction import MARKS


def test_what_is_replaced_and_what_is_counted_is_of_one_place() -> None:
    sql = facts.article_facts(Settings().gate)
    assert [pattern for pattern, _ in MARKS] == [E_MAIL, TELEPHONE]
    assert all(pattern in sql for pattern in (E_MAIL, ABROAD, ANNOUNCED, DIGITS, NO_NUMBER))
    assert ABROAD in TELEPHONE


@pytest.mark.parametrize(
    ("text", "replaced", "announced"),
    [
        ("+62 21 555-0199", True, False),
        ("081234567890", True, False),  # a mobile, or the number of a file: a mark costs little, a count an article
        ("Telp. 081234567890", True, True),
        ("telp: 555 0199 21", False, True),
        ("telp: 5550 0199", False, True),
        ("telp 555 0199", False, True),  # seven figures
        ("telp: 555-019", False, False),
        ("telp. (021) 5550199", True, True),
        ("telp 5-5-5-0-1-9-9", False, True),
        ("telp: 2019 2020", False, False),
        ("telp 2019-2021", False, False),
        ("telp 12-03-2024", False, False),
        ("telp 12.03.2024 10.15", False, False),
        ("telp 2024-03-12", False, False),
        ("telp 2012-3456", False, True),
        ("telp 1.500.000", False, False),
        ("telp 12.499.900 - 15.000.000", False, False),
        ("telp 555.019.921", False, True),
        ("telp 08.00 - 16.00", False, False),
        ("telp 21-19 21-18", False, False),
        ("1.234.567", False, False),
        ("5550 0199", False, False),
    ],
)
def test_a_number_without_a_country_counts_behind_a_word_alone(text: str, replaced: bool, announced: bool) -> None:
    assert bool(re.search(TELEPHONE, text)) == replaced
    behind = re.search(rf"(?i)\btelp{ANNOUNCED}", text)
    assert bool(behind and not re.search(NO_NUMBER, behind[1])) == announced
    assert bool(behind) <= bool(re.search(DIGITS, text))


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Hubungi 5550 0199, atau fax: 5550 0198.", 2),
        ("Contoh (WA 5550 0199) dan HP 2019 2020.", 1),
        ("Телефон: 5550199", 1),
        ("هاتف: 5550 0199", 1),
        ("お問い合わせは電話：5550-0199", 1),
        ("Mobil (mit tel. 5550 0199), unhotel 5550 0199", 1),
        ("Nomor perkara 5550 0199 dan 2019 2020", 0),
        ("Harga HP 1.500.000, skor WA 21-19 21-18", 0),
    ],
)
def test_the_gate_counts_them_in_every_language(body: str, numbers: int) -> None:
    row = dict.fromkeys(("document_id", "group_id", "publisher", "published_on"), "x")
    articles = pl.DataFrame([{"article_id": "a", **row, "language": "id", "word_count": 9, "title": "x", "body": body}])
    with duckdb.connect() as connection:
        connection.register("articles", articles.to_arrow())
        counted = connection.sql(f"SELECT telephones FROM ({facts.article_facts(Settings().gate)})").fetchall()
    assert counted == [(numbers,)]
