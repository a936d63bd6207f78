"""Files behind addresses that fsspec knows: ``s3://``, ``gs://``, ``az://``, ``http(s)://`` and others.

Credentials come from where each service usually keeps them (environment variables, profile files, instance roles).
Belongs here: listing and opening through fsspec. Does not belong here: local files, which need no library.
"""

from __future__ import annotations

import errno
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from kliping.errors import SourceError
from kliping.reading.sources.sources import Listed, ignored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kliping.settings.reading import ReadingSettings

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "http": "http", "https": "http"}
"""The optional dependency group of this project that brings a protocol."""


PAUSES = (0.5, 2.0)
"""Seconds before the second and the third attempt after a passing fault: most faults of a service are over by then."""

_PASSING_ANSWERS = frozenset({408, 425, 429})
_PASSING = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.EIO,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ECONNABORTED,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
        errno.EPIPE,
    }
)

Answer = TypeVar("Answer")


def listed(source: str, settings: ReadingSettings) -> Iterator[Listed]:
    """Every file behind an address: a file, a folder with all folders in it, or a glob.

    Raises:
        SourceError: the protocol is unknown or its library is missing, or the address cannot be listed or is empty.
    """
    system, path = _system(source)
    try:
        system.invalidate_cache()  # a listing of an hour ago says nothing of what is new
        found = patiently(lambda: _found(system, path))
    except Exception as broken:
        raise SourceError(
            f"{source} cannot be listed: {_words(broken)}. Check the address and the credentials."
        ) from broken
    if not found:
        raise SourceError(f"Nothing at {source}. Check the address; names are case-sensitive.")
    alone = len(found) == 1
    for name, info in found.items():
        parts = name[len(path.split("*", 1)[0]) :].split("/") if not alone else []
        if not any(ignored(part, settings) for part in parts):
            yield Listed(system.unstrip_protocol(name), int(info.get("size") or 0), _changed(info))


def full_address(source: str) -> str:
    """A source as the addresses of its files begin."""
    system, path = _system(source)
    return str(system.unstrip_protocol(path))


def opened(uri: str) -> BinaryIO:
    """The file at a remote address, open for reading.

    Raises:
        OSError: it cannot be opened.
    """
    try:
        system, path = _system(uri)
        return cast("BinaryIO", patiently(lambda: system.open(path, "rb")))
    except OSError:
        raise
    except Exception as broken:
        raise OSError(5, _words(broken)) from broken


def patiently(work: Callable[[], Answer]) -> Answer:
    """What ``work`` gives; after a passing fault of the service it is tried again, three times in all.

    Raises:
        Exception: whatever ``work`` raised last.
    """
    for pause in PAUSES:
        try:
            return work()
        except Exception as broken:
            if not is_passing(broken):
                raise
            time.sleep(pause)
    return work()


def is_passing(broken: BaseException) -> bool:
    """Whether a fault may be over soon: a time-out, a broken connection, a service that is busy or restarting."""
    answer = getattr(broken, "status", None)
    if isinstance(answer, int):
        return answer >= 500 or answer in _PASSING_ANSWERS
    if isinstance(broken, TimeoutError | ConnectionError):
        return True
    if isinstance(broken, OSError):
        return broken.errno in _PASSING
    return type(broken).__module__.partition(".")[0] == "aiohttp"  # a connection that the server cut


def _system(uri: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    protocol = uri.split("://", 1)[0]
    try:
        system, path = url_to_fs(uri)
    except ImportError as missing:
        extra = EXTRAS.get(protocol, protocol)
        raise SourceError(
            f"{uri} needs a library that is not installed. Run: pip install 'kliping[{extra}]'."
        ) from missing
    except ValueError as unknown:
        raise SourceError(
            f"{uri} has an address of no known kind. Use a path, s3://, gs://, az:// or https://."
        ) from unknown
    return system, path


def _found(system: Any, path: str) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - fsspec carries no types
    if any(mark in path for mark in "*["):
        matches = system.glob(path, detail=True)
        return {name: info for name, info in sorted(matches.items()) if info["type"] == "file"}
    info = system.info(path)
    if info["type"] == "file":
        return {info["name"]: info}
    return dict(sorted(system.find(path, detail=True).items()))


def _changed(info: dict[str, Any]) -> int | None:
    """Nanoseconds of the last change; None when the service does not say, so that the content decides."""
    for name in ("LastModified", "last_modified", "mtime", "updated", "modified", "Last-Modified"):
        value = info.get(name)
        if isinstance(value, str):
            try:
                value = parsedate_to_datetime(value)
            except ValueError:
                continue
        if isinstance(value, datetime):
            return int(value.astimezone(UTC).timestamp() * 1_000_000) * 1000
        if isinstance(value, int | float):
            return int(value * 1_000_000) * 1000
    return None


def _words(broken: Exception) -> str:
    """An error's own words, one line, cut short: services answer with whole pages."""
    return " ".join(str(broken).split())[:200] or type(broken).__name__
