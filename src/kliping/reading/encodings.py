"""From bytes to text: which character encoding a document is in.

The order is: byte-order mark; escape sequences of ISO 2022; strict UTF-8; UTF-16 and UTF-32 without a mark, told by
where their zero bytes stand; the encoding that HTTP, MIME, XML or HTML declares; then detection from the bytes, with
the detector of the Firefox browser (chardetng: https://hsivonen.fi/chardetng/), which knows the encodings that the web
uses. Strict UTF-8 comes before what is declared because text of another encoding is almost never valid UTF-8 by
accident.

Belongs here: bytes to text. Does not belong here: what is done to characters afterwards (``characters``).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from kliping.text import lengths

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022 = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp"), (b"\x1b(J", "iso2022_jp"))

_WEB_NAMES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Browsers read these names as the larger encoding that pages really use (https://encoding.spec.whatwg.org/#names-and-labels)."""

_FORBIDDEN = frozenset(
    [
        "utf-7",
        "utf-16",
        "utf-32",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le",
        "utf-32-be",
        "idna",
        "punycode",
        "raw_unicode_escape",
        "unicode_escape",
        "undefined",
        "palmos",
        "mbcs",
        "oem",
    ]
)
"""Never taken from a declaration: wide encodings would have shown, the others are no encodings of pages."""

_PROLOGUE, _NAME = "{0,200}", "{2,40}"
"""Characters of XML's first line before it says its encoding, and of an encoding's name."""

_DECLARED = re.compile(
    (
        rf"""<\?xml[^>]{_PROLOGUE}?encoding\s{lengths.BLANKS}=\s{lengths.BLANKS}["']([A-Za-z0-9._:-]{_NAME})"""
        rf"""|<meta[^>]{lengths.TAG}?charset\s{lengths.BLANKS}=\s{lengths.BLANKS}["']?([A-Za-z0-9._:-]{_NAME})"""
    ).encode(),
    re.IGNORECASE,
)
_LEAST = 8
"""Bytes, two characters of four bytes, below which the places of zeros say nothing."""

_ZEROS_EVERY = 64
"""Bytes of which at least one is zero where characters have two or four: 32 of them hold a space or a line end."""

_EMPTY = 0.9
"""Share of zeros in the two high bytes of characters of four: all of them, but for what a stray byte moves."""

_SPACED = 0.02
"""Share of zeros in the high bytes of characters of two: even Chinese and Thai have digits, spaces and line ends."""

_CLEAR = 8
"""Times as many zeros as in the other places from which the order of bytes is clear without reading the text."""

TELLING = 4096
"""Bytes at the beginning of a text that tell whether its characters have two or four, or that name its encoding."""

_SAMPLE, _BEFORE = 65_536, 1024
"""Bytes that are looked at, and those before the first that is not ASCII that a detector sees with them."""

_WIDEST = 4
"""Bytes of a character, at most."""

_WHOLE, _WHOLE_WIDE = 1000, 10
"""Sound characters, and sound ones of several bytes, for each broken one of a text in UTF-8: it is a slip then."""

_READ, _ODD_EVERY = 2000, 50
"""Characters that are read to see whether a wide encoding gives text, of which at most one in so many has no shape."""

_CONTROLS_EVERY, _NULLS_EVERY = 200, 20
"""Bytes of which at most one is a control character, or a zero, in what may be text."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b\x00")) + b"\x7f"


class Decoded(NamedTuple):
    """A document's text and the encoding that gave it."""

    text: str
    encoding: str


def decode(data: bytes, charset: str | None = None) -> Decoded | None:
    """``data`` as text; None when no encoding gives text without broken characters.

    ``charset`` is what the container declares. The text has no byte-order mark.
    """
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return _other(data, charset)
        if "\x1b$" not in text and "\x1b(J" not in text and "\0" not in text:
            return Decoded(text, "utf-8")
    return _marked(data) or _escaped(data) or _utf8(data) or _other(data, charset)


def _utf8(data: bytes) -> Decoded | None:
    if wide(data):
        return None
    return _strict(data, "utf-8")


def _marked(data: bytes) -> Decoded | None:
    if data.startswith(codecs.BOM_UTF8):
        return _strict(data[3:], "utf-8")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding) or _strict(
                data[len(mark) : _even(len(data), encoding)], encoding
            )
    return None


def _even(size: int, encoding: str) -> int:
    """``size`` without the bytes of a last character that was cut in two."""
    unit = _WIDEST if "32" in encoding else 2
    return size // unit * unit


def _escaped(data: bytes) -> Decoded | None:
    for escape, encoding in _ISO_2022:
        if escape in data:
            return _strict(data, encoding)
    return None


def _other(data: bytes, charset: str | None) -> Decoded | None:
    """Not UTF-8: wide without a mark, declared, or detected."""
    if encoding := wide(data):
        return _strict(data[: _even(len(data), encoding)], encoding)
    if not looks_textual(data):
        return None
    if mended := _mostly_utf8(data):
        return mended
    for name in (charset, declared(data)):
        if name and (known := web_name(name)) and (found := _strict(data, known)):
            return found
    return _detected(data)


def _detected(data: bytes) -> Decoded | None:
    """The detector's guess, where all bytes fit it."""
    name = web_name(detect(data))
    return _strict(data, name) if name else None


def _mostly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a stray broken character, and enough sound ones for each."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = (len(data) - len(text)) // 2  # characters of several bytes, at the least
    return (
        Decoded(text, "utf-8 with broken characters")
        if broken * _WHOLE <= len(text) and sound >= broken * _WHOLE_WIDE
        else None
    )


def detect(data: bytes) -> str:
    """The detector's name of an encoding, from a sample around the bytes that are not ASCII."""
    from chardetng_py import EncodingDetector

    detector = EncodingDetector()
    first = _first_high(data)
    detector.feed(data[max(0, first - _BEFORE) : first + _SAMPLE], last=True)
    return str(detector.guess(tld=None, allow_utf8=False))


def _first_high(data: bytes) -> int:
    found = re.search(rb"[\x80-\xff]", data)
    return found.start() if found else 0


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        if encoding != "cp1252":
            return None
        text = data.decode("cp1252", "replace") if _SINGLE_HOLES.search(data) is None else data.decode("latin-1")
        return Decoded(text, "cp1252")
    return Decoded(text.removeprefix("\ufeff"), encoding)


_SINGLE_HOLES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that Windows-1252 leaves open; browsers read them as control characters, and so do we (Latin-1 does that)."""


def web_name(name: str) -> str | None:
    """Python's name of the encoding a browser would use for the label ``name``; None for no encoding of text."""
    try:
        known = codecs.lookup(name.strip().strip("'\"")).name
    except (LookupError, ValueError, UnicodeError):
        return None
    if (
        known in _FORBIDDEN
        or known.endswith("_codec")
        or known in {"hex", "base64", "uu", "zlib", "bz2", "quopri", "rot13"}
    ):
        return None
    return _WEB_NAMES.get(known, known)


def declared(data: bytes) -> str | None:
    """The encoding that an XML declaration or a ``<meta>`` element among the first bytes names."""
    found = _DECLARED.search(data, 0, TELLING)
    return (found.group(1) or found.group(2)).decode() if found else None


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by mark or by the places of zero bytes; None for anything else.

    Text of two or four bytes a character has its zeros in the high bytes of ASCII characters (spaces, digits, line
    ends, which every script uses), and never two zero bytes where one 16-bit character stands.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    size = len(sample) // _WIDEST * _WIDEST
    zeros = sample.count(0)
    if size < _LEAST or zeros < size // _ZEROS_EVERY:
        return None
    lanes = [sample[lane:size:_WIDEST].count(0) / (size // _WIDEST) for lane in range(_WIDEST)]
    if lanes[2] > _EMPTY and lanes[3] > _EMPTY and lanes[0] < 0.5:
        return "utf-32-le"
    if lanes[0] > _EMPTY and lanes[1] > _EMPTY and lanes[3] < 0.5:
        return "utf-32-be"
    even, odd = (lanes[0] + lanes[2]) / 2, (lanes[1] + lanes[3]) / 2
    little, big = "utf-16-le", "utf-16-be"
    for encoding, other, high, low in ((little, big, odd, even), (big, little, even, odd)):
        clear = low < high / _CLEAR or _breaks(sample[:size], encoding) > 0 == _breaks(sample[:size], other)
        if high > _SPACED and clear and _reads(sample[:size], encoding):
            return encoding
    return None


def _breaks(sample: bytes, encoding: str) -> int:
    """Line ends and spaces in a sample read in this encoding; read in the other byte order they are rare characters."""
    text = sample.decode(encoding, "replace")
    return text.count("\n") + text.count(" ")


def _reads(sample: bytes, encoding: str) -> bool:
    """Whether the sample is text in this wide encoding: next to no unprintable characters."""
    try:
        text = sample[: len(sample) // 2 * 2].decode(encoding)
    except UnicodeDecodeError as broken:
        if broken.start < len(sample) - _WIDEST:
            return False
        text = sample[: broken.start].decode(encoding)
    odd = sum(not (character.isprintable() or character in "\t\r\n\f") for character in text[:_READ])
    return odd * _ODD_EVERY <= min(len(text), _READ)


def looks_textual(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 can be text of a one- or multi-byte encoding: next to no control bytes."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    zeros = sample.count(0)
    return controls * _CONTROLS_EVERY <= len(sample) and zeros * _NULLS_EVERY <= len(sample)
