"""Files behind addresses of services: ``s3://``, ``gs://``, ``az://``, ``http(s)://``.

Credentials come from where each service usually keeps them (environment variables, profile files, instance roles), or
stand in the source's address as the settings have it. They are kept in memory, by the host they are for; every address
that leaves this module is without them.

Belongs here: listing and opening through fsspec. Does not belong here: local files, which need no library.
"""

from __future__ import annotations

import errno
import io
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from kliping.credentials import Login, parted, scrubbed, without_secrets
from kliping.errors import SourceError
from kliping.reading.listed import Listed, ignored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kliping.settings.reading import ReadingSettings

EXTRAS = {
    "s3": "s3",
    "s3a": "s3",
    "gs": "gs",
    "gcs": "gs",
    "az": "az",
    "abfs": "az",
    "abfss": "az",
    "http": "http",
    "https": "http",
}
"""The schemes that are read, with the optional dependency group of this project that brings each. fsspec knows others,
some of which reach this machine's own files or wrap one scheme in another; those are refused."""

_logins: dict[str, Login] = {}
"""By scheme and host (or bucket): what the settings' addresses say."""

_whole: dict[str, str] = {}
"""By address: the same with the secrets of its query."""


def remember(sources: Iterable[str]) -> None:
    """Keep in memory what ``sources`` say of users, passwords, tokens and signatures, for opening files later."""
    for source in sources:
        address, login = parted(source)
        if login is not None:
            _logins[_host(address)] = login
        _address(address)


PAUSES = (0.5, 2.0)
"""Seconds before the second and the third attempt after a passing fault: most faults of a service are over by then."""

_BLOCK = 1024**2
"""Bytes that are asked for at once."""

_SERVER_ERROR = 500
"""HTTP's answers from which the fault is the server's, and may pass."""

_PASSING_ANSWERS = frozenset({408, 425, 429})
_PASSING = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.EIO,
        getattr(errno, "EREMOTEIO", errno.EIO),  # an S3 service's word for a fault of its own
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

_CUT = {("botocore", "HTTPClientError"), ("botocore", "ConnectionError"), ("botocore", "IncompleteReadError")}
"""What S3's client calls a connection that cannot be had, falls silent or is cut."""

Answer = TypeVar("Answer")


def listed(source: str, settings: ReadingSettings) -> Iterator[Listed]:
    """Every file behind an address: a file, a folder with all folders in it, or a glob.

    Raises:
        SourceError: the protocol is unknown or its library is missing, or the address cannot be listed or is empty.
    """
    remember([source])
    shown = without_secrets(source)
    system, path = _system(shown)
    try:
        system.invalidate_cache()  # a listing of an hour ago says nothing of what is new
        found = patiently(lambda: _found(system, path))
    except Exception as broken:  # noqa: BLE001 - each service has its own
        # what was raised holds the whole address, so it is not kept as the cause
        raise SourceError(
            f"{shown} cannot be listed: {words(broken)}. Check the address and the credentials."
        ) from None
    if not found:
        raise SourceError(f"Nothing at {shown}. Check the address; names are case-sensitive.")
    alone = len(found) == 1
    for name, info in found.items():
        parts = name[len(path.split("*", 1)[0]) :].split("/") if not alone else []
        if not any(ignored(part, settings) for part in parts):
            yield Listed(_address(system.unstrip_protocol(name)), int(info.get("size") or 0), _changed(info))


def full_address(source: str) -> str:
    """A source as the addresses of its files begin."""
    system, path = _system(without_secrets(source))
    return without_secrets(str(system.unstrip_protocol(path)))


def opened(uri: str) -> BinaryIO:
    """The file at a remote address, open for reading; its service is asked once (see ``patiently``).

    Raises:
        OSError: it cannot be opened. Reading raises it too: a service may answer the first bytes by a fault.
    """
    try:
        system, path = _system(uri)
        return io.BufferedReader(_Remote(system.open(path, "rb")), _BLOCK)
    except Exception as broken:  # noqa: BLE001 - each service has its own
        raise _of_system(broken) from None


class _Remote(io.RawIOBase):
    """A file of fsspec's whose faults are those of a file: every service, and every library, has its own."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - fsspec carries no types
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever takes bytes
        content = self._asked(self._file.read, len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._asked(self._file.seek, offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _asked(self, work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401
        try:
            return work(*given)
        except Exception as broken:  # noqa: BLE001 - as in ``opened``
            raise _of_system(broken) from None


def _of_system(broken: Exception) -> OSError:
    """A fault of a service as one of the system, in its own words without secrets; it is passing where that was."""
    kind: type[OSError] = OSError
    if isinstance(broken, FileNotFoundError | PermissionError) and _refusal(broken) is None:
        kind = type(broken)
    number = errno.EIO if is_passing(broken) else getattr(broken, "errno", None) or errno.EPROTO
    return kind(number, words(broken))


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
    answer = _answered(broken)
    if answer is not None:
        return answer >= _SERVER_ERROR or answer in _PASSING_ANSWERS
    kinds = {(kind.__module__.partition(".")[0], kind.__name__) for kind in type(broken).__mro__}
    if isinstance(broken, TimeoutError | ConnectionError) or kinds & _CUT:
        return True
    if isinstance(broken, OSError):
        return broken.errno in _PASSING
    return type(broken).__module__.partition(".")[0] == "aiohttp"  # a connection that the server cut


def _answered(broken: BaseException) -> int | None:
    """The number that a service answered by, if that is what is broken."""
    answer = getattr(broken, "status", None)
    if answer is None:  # S3's own word for it rests behind the error of the system that it was made
        told = getattr(broken.__cause__ or broken, "response", None)
        answer = told.get("ResponseMetadata", {}).get("HTTPStatusCode") if isinstance(told, dict) else None
    return answer if isinstance(answer, int) else None


def _system(address: str) -> tuple[Any, str]:
    """The file system behind an address without secrets, and the path in it that is asked for, with them."""
    scheme = address.split("://", 1)[0].lower()
    if scheme not in EXTRAS:
        raise SourceError(f"{address} has an address of no known kind. Use a path, s3://, gs://, az:// or https://.")
    from fsspec import filesystem

    try:
        system = filesystem(scheme, **_options(scheme, _logins.get(_host(address))))
    except ImportError:
        raise SourceError(
            f"{address} needs a library that is not installed. Run: pip install 'kliping[{EXTRAS[scheme]}]'."
        ) from None
    return system, system._strip_protocol(_whole.get(address, address))


def _options(scheme: str, login: Login | None) -> dict[str, Any]:
    if EXTRAS[scheme] == "http":
        from kliping.reading.sources import web

        return web.options(login)
    if login is not None and EXTRAS[scheme] == "s3":
        return {"key": login.user, "secret": login.password}
    return {}


def _host(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme.lower()}://{rest.split('/', 1)[0].split('?', 1)[0].lower()}"


def _address(whole: str) -> str:
    """``whole`` without its secrets, under which it is remembered."""
    address = without_secrets(whole)
    if address != whole:
        _whole[address] = whole
    return address


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


def _refusal(broken: BaseException) -> OSError | None:
    """The refused redirect that is behind an error, if one is."""
    from kliping.reading.sources.web import RedirectRefusedError

    cause: BaseException | None = broken
    while cause is not None and not isinstance(cause, RedirectRefusedError):
        cause = cause.__cause__ or cause.__context__
    return cause


def words(broken: Exception) -> str:
    """An error's own words, one line, cut short, without secrets: services answer with whole pages."""
    refusal = _refusal(broken)
    text = scrubbed(str(refusal.strerror if refusal else broken))
    for login in _logins.values():
        for secret in filter(None, login):
            text = text.replace(secret, "…")
    return " ".join(text.split())[:200] or type(broken).__name__
