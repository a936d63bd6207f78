"""From a stream of bytes to pieces, whatever it holds: the one place where readers are looked up.

Belongs here: which reader gets what, how deep, and that a fault in one stays there. Does not belong here: any format.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from polars.exceptions import PanicException

from kliping.reading.formats.pieces import Page, Piece, Refusal, RefusedError
from kliping.reading.formats.sniff import HEAD, sniff
from kliping.reading.formats.unpacking import COMPRESSIONS, unpacked
from kliping.reading.known import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kliping.reading.formats.streams import Budget, Stream
    from kliping.settings.reading import ReadingSettings


class Context(NamedTuple):
    """What every reader needs beside the stream."""

    settings: ReadingSettings
    budget: Budget
    depth: int = 0


def pieces(stream: Stream, name: str, member: str | None, context: Context, format_: str = "") -> Iterator[Piece]:
    """Everything in ``stream``, which is called ``name`` and is the ``member`` of its file (None: the file itself).

    At least one piece. ``format_`` is the format when it is known already. Raises nothing but a RefusedError that
    concerns the whole file.
    """
    head = stream.peek(HEAD)
    found = sniff(head, name)
    if found in COMPRESSIONS:
        yield from _guarded(_inside_compression, stream, name, member, context, found, format_)
        return
    found = format_ or found
    if found in BY_NAME:
        known = BY_NAME[found]
        reader = getattr(import_module(f"kliping.reading.formats.{known.module}"), known.function)
        count = 0
        for piece in _guarded(reader, stream, name, member, context, found):
            count += 1
            yield piece
        if not count:
            yield Refusal(member, found, "no_page", known.words)
        return
    kind, _, words = found.partition(":")
    if kind == "binary":
        yield Refusal(member, "binary", "binary", words)
    elif kind == "foreign":
        yield Refusal(member, "archive", "unsupported", words)
    else:
        yield from _guarded(_page, stream, name, member, context, found)


def _guarded(
    reader: Callable[..., Iterator[Piece]],
    stream: Stream,
    name: str,
    member: str | None,
    context: Context,
    format_: str,
    *more: str,
) -> Iterator[Piece]:
    """What ``reader`` yields, and a refusal in place of whatever it raises."""
    try:
        yield from reader(stream, name, member, context, format_, *more)
    except RefusedError as refused:
        if refused.whole_file and context.depth:
            raise
        yield refused.piece(member, format_)
    except (Exception, PanicException) as fault:  # noqa: BLE001 - a fault in a reader must not stop the run
        yield Refusal(member, format_, "reader_failed", type(fault).__name__)


def _inside_compression(
    stream: Stream, name: str, member: str | None, context: Context, format_: str, inner: str = ""
) -> Iterator[Piece]:
    deeper = entered(context)
    yield from pieces(unpacked(stream, format_, context.budget), _bare_name(name), member, deeper, inner)


def entered(context: Context) -> Context:
    """The context one archive deeper.

    Raises:
        RefusedError: that is too deep.
    """
    limit = context.settings.archive_depth
    if context.depth >= limit:
        raise RefusedError("too_deep", limit=limit)
    return context._replace(depth=context.depth + 1)


def _bare_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if ending.lower() in {"tgz", "tbz", "tbz2", "txz", "tzst"}:
        return stem + ".tar"
    return stem if dot and ending.lower() in {"gz", "gzip", "bz2", "xz", "zst", "zstd"} else name


def _page(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The whole stream as one document. A page that is cut short is refused: half an article is no article."""
    limit = context.settings.document_bytes
    yield Page(member, format_, whole(stream, limit), markup=format_ == "html")


def whole(stream: Stream, limit: int) -> bytes:
    """All of a stream that must not be cut short.

    Raises:
        RefusedError: it is damaged, or longer than ``limit`` bytes.
    """
    try:
        data = stream.read(limit + 1)
        fault = stream.fault if len(data) <= limit else None
    except RefusedError as refused:
        fault = refused
    if fault is not None:
        reason = "damaged" if fault.reason == "truncated" else fault.reason
        raise RefusedError(reason, fault.what, fault.limit, whole_file=fault.whole_file)
    if len(data) > limit:
        raise RefusedError("too_large", limit=limit)
    return data
