"""Addresses lose their secrets, and only these."""

from __future__ import annotations

import pytest

from kliping.credentials import Login, parted, scrubbed, without_secrets
from kliping.errors import SourceError

KEY = "q7Zr1PdXk0Vb93LmTn5s"

ADDRESSES = [
    ("https://sari:s3cr3t@news.example.org/2024/", "https://news.example.org/2024/"),
    ("https://sari@news.example.org/", "https://news.example.org/"),
    ("https://sari:p%40ss@news.example.org:8443/a.html", "https://news.example.org:8443/a.html"),
    ("https://sari:pa/ss@news.example.org/a.html", "https://news.example.org/a.html"),
    ("http://[2001:db8::1]:80/a", "http://[2001:db8::1]:80/a"),
    ("https://news.example.org/a?token=t0p&page=2", "https://news.example.org/a?page=2"),
    ("https://news.example.org/a?accessToken=x", "https://news.example.org/a"),
    ("https://news.example.org/a?api_key=x&apikey=y&key=z&id=5", "https://news.example.org/a?id=5"),
    ("https://news.example.org/a?author=sari&section=kota", "https://news.example.org/a?author=sari&section=kota"),
    ("https://news.example.org/a?judul=warga-sukamaju-bersihkan-sungai-2024", None),
    ("https://news.example.org/a?id=550e8400-e29b-41d4-a716-446655440000", None),
    ("https://news.example.org/a#access_token=x", "https://news.example.org/a"),
    ("https://b.s3.example.org/a?X-Amz-Signature=ab&X-Amz-Expires=9&X-Amz-Credential=k", "https://b.s3.example.org/a"),
    ("https://c.blob.example.org/a?sv=2024&se=2025&sr=b&sp=r&sig=ab%3D&v=1", "https://c.blob.example.org/a?v=1"),
    ("https://cdn.example.org/a?Policy=p&Signature=s&Key-Pair-Id=k&Expires=1", "https://cdn.example.org/a"),
    ("https://news.example.org/a?sp=2&se=3", "https://news.example.org/a?sp=2&se=3"),
    ("s3://AKIA123:se/cr+et@bucket/2024/*.txt", "s3://bucket/2024/*.txt"),
    ("s3://bucket/a:b@c.txt", None),
    ("abfs://container@account.example.org/a", None),
    ("/home/sari:x@y/a?token=b", None),
    ("file:///home/sari:x@y/a?token=b", None),
    ("pages/*.txt", None),
]


@pytest.mark.parametrize(("source", "address"), ADDRESSES)
def test_secrets_go_and_nothing_else(source: str, address: str | None) -> None:
    assert without_secrets(source) == (address or source)
    assert without_secrets(without_secrets(source)) == without_secrets(source)


def test_a_key_of_any_name_is_replaced_by_its_digest() -> None:
    one, other = (without_secrets(f"https://news.example.org/a?k={key}") for key in (KEY, KEY[::-1]))
    assert KEY not in one
    assert one.startswith("https://news.example.org/a?k=sha256-")
    assert one != other


def test_a_login_is_read_as_it_was_meant() -> None:
    assert parted("https://sari:p%40s:s@x.example.org/")[1] == Login("sari", "p@s:s")
    assert parted("s3://AKIA123:se/cr+et@bucket/a")[1] == Login("AKIA123", "se/cr+et")
    assert parted("https://x.example.org/a@b")[1] is None


def test_no_error_of_the_family_holds_one() -> None:
    told = str(SourceError("https://sari:s3cr3t@x.example.org/a?token=t0p cannot be listed: url='https://a:b@c/'"))
    assert told == "https://x.example.org/a cannot be listed: url='https://c/'"
    assert scrubbed("nothing here: a:b@c") == "nothing here: a:b@c"
