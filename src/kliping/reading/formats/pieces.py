"""What a file is split into before any text is decoded: pages, rows still in bytes, tables, refusals.

Belongs here: the shapes that the readers of formats hand on, and how a place inside a file is written. Does not belong
here: any format.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kliping.reading.formats.profiles import Profile

if TYPE_CHECKING:
    import polars as pl


class Place(NamedTuple):
    """Where a file can be opened again: ``offset`` in bytes and the number of the first row there."""

    offset: int
    row: int


class Page(NamedTuple):
    """One document: its bytes, and what its container says about it."""

    member: str | None
    format: str
    data: bytes
    markup: bool
    charset: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    place: Place | None = None


class Lines(NamedTuple):
    """JSON Lines still in bytes, or the rows of a JSON value; no line is blank.

    ``numbers`` are their line numbers in the file, or count the rows.
    ``together`` are the same lines as they stood in the file, where they stood together; ``profile`` says what the
    keys mean that the first lines of the file use.
    """

    member: str | None
    numbers: list[int]
    lines: list[bytes]
    place: Place | None = None
    together: bytes | None = None
    profile: Profile = Profile()
    format: str = "jsonl"


class Table(NamedTuple):
    """Rows that a parser has read, numbered from ``first``."""

    member: str | None
    format: str
    first: int
    frame: pl.DataFrame
    encoding: str = "utf-8"
    place: Place | None = None
    profile: Profile = Profile()


class Refusal(NamedTuple):
    """Something that cannot be read, and why (a code of ``refusals.toml``)."""

    member: str | None
    format: str
    reason: str
    what: str = ""
    limit: int = 0
    setting: str = ""
    bytes: int = 0


Piece: TypeAlias = Page | Lines | Table | Refusal


class RefusedError(Exception):
    """Raised inside a reader; becomes the Refusal it carries. Never leaves this package."""

    def __init__(self, reason: str, what: str = "", limit: int = 0, *, whole_file: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.what, self.limit, self.whole_file = reason, what, limit, whole_file

    def piece(self, member: str | None, format_: str) -> Refusal:
        """The refusal at this place."""
        return Refusal(member, format_, self.reason, self.what, self.limit)


def checked(profile: Profile, columns: int) -> Profile:
    """The profile of a table whose rows follow each other as in its file, if each of them holds a text.

    Raises:
        RefusedError: no column holds a text, or the text of an article runs over several rows.
    """
    if not profile.mapping.text:
        raise RefusedError("no_text", f"no column is named like a text or holds one (columns: {columns})")
    if profile.torn:
        raise RefusedError("paragraph_rows", safe(profile.torn))
    return profile


_UNSEEN = re.compile(r"[^\w !-~]")


def safe(name: str) -> str:
    """A member's name fit to be shown: control characters, invisible marks and broken bytes percent-encoded."""
    return _UNSEEN.sub(
        lambda odd: (
            "".join(f"%{byte:02X}" for byte in odd.group().encode("utf-8", "surrogatepass"))
            if not odd.group().isprintable() or "\ud800" <= odd.group() <= "\udfff"
            else odd.group()
        ),
        name,
    )


def inside(member: str | None, name: str) -> str:
    """The member ``name`` of the archive ``member`` (None: of the file itself)."""
    return safe(name) if member is None else f"{member}!/{safe(name)}"


def row(member: str | None, number: int) -> str:
    """The row ``number``, counted from 1, of the member (None: of the file itself)."""
    return f"{member or ''}#{number}"


@lru_cache(maxsize=1)
def reasons() -> dict[str, dict[str, str]]:
    """Every reason with ``when`` and ``words``, as ``refusals.toml`` lists them."""
    return tomllib.loads(files("kliping.reading.formats").joinpath("refusals.toml").read_text(encoding="utf-8"))


def sentence(uri: str, refusal: Refusal) -> str:
    """The sentence for a person: file, place, next move."""
    where = uri if refusal.member is None else f"{uri}, {refusal.member}"
    words = reasons()[refusal.reason]["words"]
    return words.format(place=where, what=refusal.what, limit=refusal.limit, setting=refusal.setting)
