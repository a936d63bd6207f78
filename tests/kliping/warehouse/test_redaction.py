from __future__ import annotations

import polars as pl
import pytest

from kliping.warehouse.redaction import contacts, redacted

CASES = [
    ("Hubungi redaksi@kabar.example.org sekarang", "Hubungi [e-mail] sekarang", 1),
    ("WA 081234567890 atau a.b+c@example.org.", "WA [telephone] atau [e-mail].", 2),
    ("Telp. (021) 555 0199 ext", "Telp. ([telephone] ext", 1),
    ("Call +62 21 555-0199 now", "Call [telephone] now", 1),
    ("Pada 12 November 2024 harga Rp6.500 naik 1.234.567 rupiah", None, 0),
    ("Skor 3-1, pasal 27 ayat 3, 2019-2024", None, 0),
    ("@akun menyebut 10.000 orang", None, 0),
]


@pytest.mark.parametrize(("text", "wanted", "count"), CASES)
def test_contacts_are_replaced_and_counted(text: str, wanted: str | None, count: int) -> None:
    frame = pl.DataFrame({"text": [text]})
    found = frame.select(text=redacted(pl.col("text")), count=contacts(pl.col("text")))
    assert found.row(0) == (wanted or text, count)
