"""Mail that holds a page: single messages, saved web pages (MHTML) and mailboxes.

Belongs here: MIME. Does not belong here: who wrote to whom; of the headers only the subject (title) and the date are
kept, and of a saved page the address that it came from: its own source has the rest.
"""

from __future__ import annotations

import email
import re
from email.header import decode_header, make_header
from email.policy import compat32
from typing import TYPE_CHECKING

from kliping.reading.formats.pieces import Page, Piece, Refusal, RefusedError, row
from kliping.reading.formats.walk import Context, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from kliping.reading.formats.streams import Stream

_LONGEST_HEADER = 2_000  # characters of a header that is read
_PASSED_ON = re.compile(r"^(?:(?:re|fwd?)(?:\[\d+\])?\s*:\s*)+(?=\S)", re.IGNORECASE)
"""What programs put before the subject of a message that is answered or passed on: no part of a headline."""


def message(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The page of one message: its HTML part (of a saved web page: the first), else its text."""
    yield from _pages(whole(stream, context.settings.document_bytes), member, format_)


def mailbox(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """Every message of an mbox file, one after another."""
    number, limit = stream.first_row, context.settings.document_bytes
    held, size, blank = list[bytes](), 0, True
    started = False
    while True:
        line = stream.line(limit)
        if started and (not line or (blank and line.startswith(b"From "))):
            yield from _one(held, size, limit, row(member, number), format_)
            number, held, size = number + 1, [], 0
        if not line:
            return
        if not (blank and line.startswith(b"From ")):
            size += len(line)
            if size <= limit:
                held.append(line[1:] if line.startswith(b">From ") else line)
        started = True
        blank = not line.strip()


def _one(held: list[bytes], size: int, limit: int, at: str, format_: str) -> Iterator[Piece]:
    if size > limit:
        yield Refusal(at, format_, "too_large", limit=limit, bytes=size)
        return
    try:
        yield from _pages(b"".join(held), at, format_)
    except RefusedError as refused:
        yield refused.piece(at, format_)
    except Exception as fault:  # noqa: BLE001 - the standard library's parser raises many kinds on broken messages
        yield Refusal(at, format_, "broken_row", f"a mail message ({type(fault).__name__})")


def _pages(data: bytes, member: str | None, format_: str) -> Iterator[Piece]:
    parsed = email.message_from_bytes(data, policy=compat32)
    parts = [part for part in parsed.walk() if not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    saved = "snapshot-content-location" in parsed or parsed.get_content_type() == "multipart/related"
    if saved:
        pages = pages[:1]
    if not pages:
        pages = [part for part in parts if part.get_content_type() == "text/plain"][:1]
    if not pages:
        raise RefusedError("no_text", "no part of the message is HTML or text")
    fields = tuple(_fields(parsed, pages[0], saved="snapshot-content-location" in parsed))
    for number, part in enumerate(pages, 1):
        at = member if number == 1 else f"{member or ''}!/part {number}".removeprefix("!/")
        payload = part.get_payload(decode=True)
        yield Page(
            at,
            format_,
            payload if isinstance(payload, bytes) else b"",
            part.get_content_type() != "text/plain",
            _charset(part),
            fields,
        )


def _charset(part: Message) -> str | None:
    charset = part.get_content_charset()
    return charset if isinstance(charset, str) else None


def _fields(parsed: Message, page: Message, *, saved: bool) -> Iterator[tuple[str, str]]:
    """What the headers say of the page; those of a saved one only where it is from: it was saved on their day."""
    url = _header(parsed, "Snapshot-Content-Location") or _header(page, "Content-Location")
    if url and re.match(r"https?://", url):
        yield "url", url
    if saved:
        return
    if title := _header(parsed, "Subject"):
        yield "title", _PASSED_ON.sub("", title)
    if date := _header(parsed, "Date"):
        yield "published_on", date


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(str(value))))
    except (LookupError, ValueError, UnicodeError):
        text = str(value)
    return " ".join(text.split())[:_LONGEST_HEADER].encode("utf-8", "replace").decode() or None
