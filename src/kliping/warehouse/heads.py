"""An address in an object store with one object that says what counts there: the head, swapped by conditional puts.

Belongs here: the head, its conditions and whether a service keeps them, and whole objects beside it. Does not belong
here: what a head tells (``releases``, ``working_copy``).

Nothing but the head is ever written over, so whoever reads it has what it names, whole, whatever goes on.
"""

from __future__ import annotations

import json
import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kliping.engines.objects import asked, system_of
from kliping.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAD = "head.json"

SCHEMES = ("s3", "s3a")
"""Schemes whose services know conditional puts."""

REFUSED = (409, 412)
"""Answers of HTTP by which a service says that the condition of a put does not hold."""


class Head(NamedTuple):
    """What the head object says, and the service's tag of it."""

    told: dict[str, Any]
    tag: str
    age: float = 0.0
    """Seconds since it was put when it was read, by the service's own clock."""


@dataclass(frozen=True)
class Headed(ABC):
    """An address with a head."""

    address: str

    def head(self) -> Head | None:
        """The head as it is; None where there is none yet.

        Raises:
            StoreError: it cannot be read, or is none of ours.
        """
        from fsspec.asyn import sync

        system, (bucket, key) = system_of(self.address), self._place(HEAD)
        place = f"{self.address}/{HEAD}"

        def got() -> tuple[bytes, str, float] | None:
            try:
                answer = system.call_s3("get_object", Bucket=bucket, Key=key)
            except FileNotFoundError:
                return None
            return bytes(sync(system.loop, answer["Body"].read)), str(answer["ETag"]), _age(answer)

        found = asked(place, "read", got)
        if found is None:
            return None
        try:
            return Head(self.understood(json.loads(found[0])), *found[1:])
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise StoreError(f"{place} is no head of ours. Name another address, or move it away.") from broken

    @abstractmethod
    def understood(self, told: dict[str, Any]) -> dict[str, Any]:
        """What a head told, checked.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it is none of ours.
        """

    def swapped(self, told: dict[str, Any], before: Head | None) -> Head | None:
        """Make ``told`` the head, if it still is what it was ``before`` (None: if there is none); None: it is not.

        Raises:
            StoreError: the service cannot be reached.
        """
        condition = {"IfMatch": before.tag} if before else {"IfNoneMatch": "*"}
        tag = self._put(HEAD, as_json(told), **condition)
        if tag is not None:
            return Head(told, tag)
        now = self.head()
        return now if now is not None and now.told == told else None  # ours was put, and its answer got lost

    def probe(self) -> None:
        """Try on an object of no meaning whether the service keeps the conditions of puts.

        Raises:
            StoreError: it does not: two writers at once could both believe that they were first.
        """
        if self.address.partition("://")[0].lower() not in SCHEMES:
            raise StoreError(f"{self.address} has no conditions of puts that are known here. Use s3://.")
        if not any(
            self._keeps_conditions() for _ in range(2)
        ):  # a put whose answer is lost meets itself when tried again
            raise StoreError(
                f"The service behind {self.address} does not keep the conditions of puts (If-None-Match, If-Match), so "
                "two who write at once could overwrite each other. Use one that does, or a folder."
            )

    def _keeps_conditions(self) -> bool:
        name = f"probe-{secrets.token_hex(8)}"
        kept = (
            self._put(name, b"1", IfNoneMatch="*") is not None
            and self._put(name, b"2", IfNoneMatch="*") is None
            and self._put(name, b"3", IfMatch=f'"{"0" * 32}"') is None
        )
        self.remove([name])
        return kept

    def put(self, name: str, content: bytes) -> None:
        """Write an object that nobody reads before a head names it."""
        self._put(name, content)

    def put_file(self, name: str, path: Path) -> None:
        """Write a file of any size as an object that nobody reads before a head names it."""
        place = "/".join(self._place(name))
        asked(f"{self.address}/{name}", "written", lambda: system_of(self.address).put_file(str(path), place))

    def names(self) -> list[str]:
        """Names of all objects below the address, but the head."""
        system, root = system_of(self.address), "/".join(self._place("")).rstrip("/")
        found = asked(self.address, "listed", lambda: system.find(root, refresh=True))
        return sorted(name for path in found if (name := path.removeprefix(f"{root}/")) != HEAD)

    def get(self, name: str) -> bytes:
        """The bytes of an object."""
        path = "/".join(self._place(name))
        return asked(f"{self.address}/{name}", "read", lambda: bytes(system_of(self.address).cat_file(path)))

    def get_file(self, name: str, path: Path) -> bool:
        """Write an object of any size to ``path``; whether there is one."""
        place = "/".join(self._place(name))

        def got() -> bool:
            try:
                system_of(self.address).get_file(place, str(path))
            except FileNotFoundError:
                return False
            return True

        return asked(f"{self.address}/{name}", "read", got)

    def remove(self, names: Sequence[str]) -> None:
        """Remove objects that no head names; one that is gone already is no fault."""
        system = system_of(self.address)
        for name in names:
            path = "/".join(self._place(name))
            asked(f"{self.address}/{name}", "removed", lambda path=path: system.rm_file(path))  # type: ignore[misc]

    def _place(self, name: str) -> tuple[str, str]:
        bucket, _, prefix = self.address.partition("://")[2].strip("/").partition("/")
        return bucket, f"{prefix}/{name}" if prefix else name

    def _put(self, name: str, content: bytes, **condition: str) -> str | None:
        """Write an object, and give the service's tag of it; None: its condition does not hold."""
        system, (bucket, key) = system_of(self.address), self._place(name)

        def put() -> str | None:
            try:
                answer = system.call_s3("put_object", Bucket=bucket, Key=key, Body=content, **condition)
            except Exception as broken:
                if condition and _answer(broken) in REFUSED:
                    return None
                raise
            return str(answer["ETag"])

        return asked(f"{self.address}/{name}", "written", put)


def _age(answer: dict[str, Any]) -> float:
    """How long ago what a service answers with was written, by its own clock."""
    now = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    read = parsedate_to_datetime(now) if now else datetime.now(UTC)
    return float((read - answer["LastModified"]).total_seconds())


def _answer(broken: BaseException | None) -> int:
    """The answer of HTTP behind a fault of the service's; 0: none."""
    while broken is not None:
        response = getattr(broken, "response", None)
        if isinstance(response, dict):
            return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        broken = broken.__cause__ or broken.__context__
    return 0


def as_json(value: dict[str, Any]) -> bytes:
    """``value`` as an object for people to read as well."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
