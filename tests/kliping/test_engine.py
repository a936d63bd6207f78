"""What the engine says of a page, by page."""

from __future__ import annotations

from kliping.engine import as_records, understand
from kliping.settings import load_settings


def test_a_piece_cut_out_of_a_line_has_a_receipt(documents) -> None:
    link, second = (
        "Baca juga: Harga Cabai Naik Lagi",
        "Mereka antre sejak subuh, kata kepala dusun, sebab pipa utama rusak.",
    )
    first = "Warga Sukamaju kembali mengambil air dari sumur desa pada Senin pagi."
    pages = documents(f"Warga Menimba Air\n\n{first} {link}\n\n{second}", f"Warga Menimba Air\n\n{first}\n\n{second}")
    cut, whole = as_records(understand(pages, load_settings()))
    assert cut["body"] == whole["body"]
    start = len(first) + 1
    piece = {"line": 3, "start": start, "end": start + len(link), "role": "related", "reason": "inline:link"}
    assert (cut["cuts"], whole["cuts"]) == ([{**piece, "same_as_line": None}], None)


def test_what_is_kept_of_a_page_that_is_no_article_is_no_body(documents) -> None:
    begun = (
        "Kepala desa menegaskan, jembatan gantung yang rusak harus diperbaiki sebelum musim hujan karena membahayakan "
        "anak sekolah. Kamis malam warga melaporkan papan jembatan itu lepas dan jatuh ke sungai di"
    )
    pages = documents(f"{begun}\n\nREAD MORE", f"{begun} Lereng.")
    listed, article = as_records(understand(pages, load_settings()))
    assert (listed["page_kind"], listed["body"]) == ("index", "")
    assert next((line["role"], line["reason"]) for line in listed["lines"]) == ("related", "page:index")
    assert (article["page_kind"], article["body"]) == ("article", f"{begun} Lereng.")
