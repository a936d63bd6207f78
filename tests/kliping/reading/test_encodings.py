"""Encodings: which one, and what text it gives."""

from __future__ import annotations

import pytest

from kliping.reading.encodings import decode

SENTENCES = {
    "id": "Harga “cabai” naik – kata pedagang di café itu, menurut wali kota dan warga yang membeli di pasar. ",
    "fr": "Le maire a déclaré que la réforme était nécessaire à l'économie, après l'échec des négociations. ",
    "de": "Die Bürger müssen größere Änderungen erwarten, sagte der Minister für Verkehr, während Behörden prüfen. ",
    "es": "El año pasado la situación económica mejoró según el señor Núñez, quien habló sobre educación pública. ",
    "pl": "Prezydent podpisał ustawę o zmianie granic województw, która wejdzie w życie po ogłoszeniu w środę. ",
    "tr": "Başbakan, görüşmelerin ardından yaptığı açıklamada gerekli adımların atılacağını İstanbul'da söyledi. ",
    "ru": "Губернатор подписал указ о ремонте дорог, сообщает пресс-служба администрации области. ",
    "el": "Ο δήμαρχος δήλωσε χθες ότι η πόλη θα προχωρήσει σε νέα μέτρα μετά τη συνάντηση με τους κατοίκους. ",
    "ar": "قال عمدة المدينة إن البلدية ستصلح الطرق بعد اجتماعه مع السكان يوم الاثنين الماضي. ",
    "he": "ראש העיר אמר היום כי העירייה תתקן את הכבישים לאחר פגישה עם התושבים ביום שני. ",
    "ja": "市長は月曜日、記者会見を開き、新しい道路の計画を発表した。来月までに予算案をまとめる方針だ。",
    "zh": "市长星期一主持召开会议，研究道路维修的计划。会议指出，要加大对居民的支持力度。",
    "tw": "市長週一主持會議，討論道路維修的計畫。會議指出，應加強對居民的支持，並改善民生。",
    "ko": "시장은 월요일 기자회견을 열고 새로운 도로 계획을 발표했다. 다음 달까지 예산안을 마련할 방침이다. ",
    "th": "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าเทศบาลจะซ่อมถนนหลังการประชุมกับชาวบ้าน ",
}
ENCODINGS = [
    ("id", "cp1252"), ("fr", "latin-1"), ("de", "cp1252"), ("es", "latin-1"), ("pl", "cp1250"), ("pl", "iso8859-2"),
    ("tr", "cp1254"), ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("ru", "iso8859-5"), ("el", "cp1253"),
    ("ar", "cp1256"), ("ar", "iso8859-6"), ("he", "cp1255"), ("ja", "cp932"), ("ja", "euc-jp"), ("ja", "iso2022_jp"),
    ("zh", "gb18030"), ("tw", "big5"), ("ko", "cp949"), ("th", "cp874"),
    *((language, wide) for language in SENTENCES for wide in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
    *((language, "utf-32") for language in SENTENCES),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_text_of_an_undeclared_encoding_is_read(language, encoding):
    text = SENTENCES[language] * 2 + "\n2024\n"
    data = text.encode(encoding)
    decoded = decode(data)
    assert decoded is not None
    assert decoded.text == text


DECLARED = [
    # bytes, what the container declares, encoding used
    (b'<html><head><meta charset="shift_jis"></head>\x8c\xa9</html>', None, "cp932"),
    (b'<?xml version="1.0" encoding="windows-1251"?><a>\xcc\xe8\xf0</a>', None, "cp1251"),
    (b"\xcc\xe8\xf0", "windows-1251", "cp1251"),
    ("é".encode(), "iso-8859-1", "utf-8"),
    (b"\xe9", "iso-8859-1", "cp1252"),
    (b"\xe9t\xe9 \x81", "iso-8859-1", "cp1252"),
    (b"\xe9t\xe9", "utf-7", "cp1252"),
    (b"\xe9t\xe9", "rot13", "cp1252"),
    (b"\xe9t\xe9", "no such thing", "cp1252"),
]


@pytest.mark.parametrize(("data", "charset", "encoding"), DECLARED)
def test_a_declaration_counts_after_strict_utf_8(data, charset, encoding):
    decoded = decode(data, charset)
    assert decoded is not None
    assert decoded.encoding == encoding


def test_one_broken_byte_does_not_spoil_a_long_page():
    decoded = decode(SENTENCES["ja"].encode() * 50 + b"\xff\n" + SENTENCES["ja"].encode() * 50)
    assert decoded is not None
    assert decoded.encoding == "utf-8 with broken characters"
    assert decoded.text.count("\ufffd") == 1


@pytest.mark.parametrize("data", [bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(1, 256))])
def test_bytes_that_are_no_text_have_no_encoding(data):
    assert decode(data) is None
