"""WARC and WET: the pages among the records of a crawl.

A record is cut by its own length, and the cut is checked against what follows: where no record begins there, reading
goes on at the next place where one does, and the record in between is refused. Pages are records of type `response`
(with status 200), `resource` and `conversion` that hold HTML or text; all others (requests, pictures, redirects, notes
of the crawler) are no pages and pass without a row, as they do for every reader of crawls.

Belongs here: records and HTTP. Does not belong here: gzip (``streams``).
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from kliping.reading.formats.pieces import Page, Piece, Place, Refusal, RefusedError, row
from kliping.reading.formats.streams import BLOCK, PORTION, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.walk import Context

_HEADER, _HEADERS = 256 * 1024, 1000
"""Bytes of a header, and headers of a record, that are read: more are no archive's."""

_BEGUN, _OPENING = 256, 1024
"""Bytes at a block's end in which a record's headers may have begun, and those of a page that has markup, or none."""

_DIGITS = 15
"""Digits of the length of a record that is believed: a petabyte; more are damage, and int() of many takes long."""

_BLANKS, _VERSION = 64, 16
"""Bytes that are looked at for the line ends between records, and for the line that a record begins with."""

_START = re.compile(rb"WARC/[01]\.\d\d?\r?\n")
_NEXT = re.compile(rb"(?:^|\r?\n)(?=WARC/[01]\.\d\d?\r?\n(?:[A-Za-z-]+:))")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_PAGES = {"text/html": True, "application/xhtml+xml": True, "text/plain": False, "": True}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_TYPES = frozenset({"response", "resource", "conversion"})


def warc_pages(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """Every page of a WARC or WET file; the member is the number of its record, ``url`` the record's address."""
    number, limit = stream.first_row, context.settings.document_bytes
    while _to_record(stream):
        place, at = stream.place(number), row(member, number)
        headers = _headers(stream)
        size = _size(headers)
        if headers is None or size is None:
            _to_next(stream)
            yield Refusal(at, format_, "bad_record")
        elif headers.get("warc-type", "") not in _TYPES:
            if not _skipped(stream, size):
                yield Refusal(at, format_, "bad_record")
        elif size > limit and not _too_large_is_real(stream, size):
            yield Refusal(at, format_, "bad_record")
        elif size > limit:
            yield Refusal(at, format_, "too_large", limit=limit, bytes=size)
        else:
            yield from _read(stream, headers, size, at, format_, limit, place)
        number += 1
    if stream.fault is not None:
        raise stream.fault


def _read(
    stream: Stream, headers: dict[str, str], size: int, at: str, format_: str, limit: int, place: Place | None
) -> Iterator[Piece]:
    body = stream.read(size)
    if len(body) < size or not _at_border(stream):
        found = _NEXT.search(body)
        if found:
            stream.unread(body[found.end() :])
        elif len(body) == size:
            _to_next(stream)
        yield Refusal(at, format_, "bad_record", bytes=len(body))
        return
    try:
        page = _page(headers, body, at, format_, limit, place)
    except RefusedError as refused:
        yield refused.piece(at, format_)
        return
    if page is not None:
        yield page


def _to_record(stream: Stream) -> bool:
    """Move to where the next record begins, past blank lines; False at the end of the stream."""
    while head := stream.peek(_BLANKS):
        bare = head.lstrip(b"\r\n")
        if len(bare) < len(head):
            stream.read(len(head) - len(bare))
            continue
        return True
    return False


def _headers(stream: Stream) -> dict[str, str] | None:
    """The record's headers, names in lower case; None when no record begins here."""
    if not _START.match(stream.peek(_VERSION)):
        return None
    stream.line(_HEADER)
    headers: dict[str, str] = {}
    for _ in range(_HEADERS):
        line = stream.line(_HEADER)
        if not line.strip():
            return headers
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return None


def _size(headers: dict[str, str] | None) -> int | None:
    size = (headers or {}).get("content-length", "")
    return int(size) if size.isascii() and size.isdigit() and len(size) <= _DIGITS else None


def _at_border(stream: Stream) -> bool:
    following = stream.peek(_BLANKS).lstrip(b"\r\n")
    return not following or _START.match(following) is not None


def _skipped(stream: Stream, size: int) -> bool:
    """Pass over a record that is no page; when its length is wrong, go to the next record and say so."""
    if size <= BLOCK:
        body = stream.read(size)
        if len(body) == size and _at_border(stream):
            return True
        found = _NEXT.search(body)
        if found:
            stream.unread(body[found.end() :])
            return False
        _to_next(stream)
        return False
    return _too_large_is_real(stream, size)


def _too_large_is_real(stream: Stream, size: int) -> bool:
    """Pass over a large record, block by block; a record that begins inside it shows that its length is wrong."""
    left, tail = size, b""
    while left:
        block = stream.read(min(left, BLOCK))
        if not block:
            return False
        found = _NEXT.search(tail + block)
        if found and found.end() > len(tail):
            stream.unread((tail + block)[found.end() :])
            return False
        left, tail = left - len(block), block[-_BEGUN:]
    if _at_border(stream):
        return True
    _to_next(stream)
    return False


def _to_next(stream: Stream) -> None:
    """Move to the next place where a record begins, or to the end."""
    while block := stream.read(BLOCK):
        found = _NEXT.search(block, 1)
        if found:
            stream.unread(block[found.end() :])
            return
        if len(block) == BLOCK:
            stream.unread(block[-_BEGUN:])


def _page(headers: dict[str, str], body: bytes, at: str, format_: str, limit: int, place: Place | None) -> Page | None:
    url = headers.get("warc-target-uri", "").strip("<>")
    fields = (("url", url),) if url else ()
    kind = headers.get("content-type", "")
    if headers["warc-type"] == "response":
        if not body.startswith(b"HTTP/"):
            return None
        status, http, body = _http(body)
        if status != b"200":
            return None
        kind = http.get("content-type", "")
        body = _unwrapped(http, body, limit)
    media = kind.partition(";")[0].strip().lower()
    if media not in _PAGES or not body:
        return None
    found = _CHARSET.search(kind)
    markup = _PAGES[media] if media else b"<" in body[:_OPENING]
    return Page(at, format_, body, markup, found.group(1) if found else None, fields, place)


def _http(body: bytes) -> tuple[bytes, dict[str, str], bytes]:
    status = _STATUS.match(body)
    head, _, rest = body.partition(b"\r\n\r\n") if b"\r\n\r\n" in body else body.partition(b"\n\n")
    headers = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return (status.group(1) if status else b""), headers, rest


def _unwrapped(http: dict[str, str], body: bytes, limit: int) -> bytes:
    """The body without chunks and compression, which some crawlers keep."""
    chunked = "chunked" in http.get("transfer-encoding", "").lower()
    packed = http.get("content-encoding", "").lower()
    if packed in {"", "identity", "none"} and not chunked:
        return body
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

    supported = [*BufferedReader.get_supported_decompressors(), "identity", "none", ""]
    if packed not in supported:
        raise RefusedError("unsupported", "a page in a compression of HTTP")
    decompress = packed if packed not in {"", "identity", "none"} else None
    make = ChunkedDataReader if chunked else BufferedReader
    reader = make(BytesIO(body), decomp_type=decompress)
    out = bytearray()
    while block := reader.read(PORTION):
        out += block
        if len(out) > limit:
            raise RefusedError("too_large", limit=limit)
    return bytes(out)
