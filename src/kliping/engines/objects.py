"""Parquet objects at an address: what engines hand from node to node.

Belongs here: reading and writing whole objects, and parts of one, by names that cannot leave the address, with
patience for a service that stumbles. Does not belong here: the store of a home (``kliping.warehouse.store``), or which
objects there are (``jobs``).

An address is a folder, or a place in an object store (``s3://bucket/prefix``). Credentials come from where the service
usually keeps them on each node, never from an address: an address is kept in settings, and settings are kept in tables.
"""

from __future__ import annotations

import io
import json
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import polars as pl

from kliping.errors import StoreError
from kliping.files import remove, replacing
from kliping.reading.sources.remote import EXTRAS, is_passing, words
from kliping.settings import OBJECT_STORES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


RECIPE = "kliping"
"""Key of a file's metadata under which it says what it was made with, as the store has it."""

PARTS = ".parts"
"""Ending of objects that hold frames beside others: they are no Parquet as a whole."""

_NAME = re.compile(r"\w[\w.=-]*(?:/\w[\w.=-]*)*", re.ASCII)

ANSWER_SECONDS = 30.0
"""How long a service may keep silent before it is asked again."""

CONNECT_SECONDS = ANSWER_SECONDS / 3
"""How long it may take to be reached: what is there answers a call at once, and says what it was asked later."""

PATIENCE_SECONDS = 60.0
"""How long a service that stumbles is asked again and again, for one object."""

PAUSES = (0.2, 8.0)
"""Seconds before it is asked again: at first, and at most; they double from one to the other."""

TOGETHER = 8
"""Parts of objects that are asked for at once: most of the time of a small part is the way there and back."""

Answer = TypeVar("Answer")


class Part(NamedTuple):
    """Where in an object a frame lies that was written beside others."""

    name: str
    start: int
    end: int


class Kept(NamedTuple):
    """A frame, and what it was made with."""

    frame: pl.DataFrame
    recipe: str = ""
    seconds: float | None = None  # of processor time that making it took


@dataclass(frozen=True)
class Objects:
    """Parquet objects below an address; holds no connection, so it can be sent to any node."""

    address: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of this machine, or one that it mounts."""
        return "://" not in self.address

    def below(self, name: str) -> Objects:
        """The objects below a name of this address."""
        return Objects(f"{self.address.rstrip('/')}/{_checked(name)}")

    def place(self, name: str) -> str:
        """Where the object of that name is.

        Raises:
            StoreError: it is a name that could lead out of the address.
        """
        return self._place(name, ".parquet")

    def _place(self, name: str, ending: str) -> str:
        return f"{self.address.rstrip('/')}/{_checked(name)}{ending}"

    def get(self, name: str) -> bytes:
        """The bytes of an object.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        place = self.place(name)
        if self.is_folder:
            try:
                return Path(place).read_bytes()
            except OSError as broken:
                raise StoreError(f"{place} cannot be read: {broken.strerror or broken}.") from broken
        return asked(place, "read", lambda: bytes(system_of(self.address).cat_file(place)))

    def put(self, name: str, content: bytes) -> None:
        """Write an object: whole, or not at all.

        Raises:
            StoreError: it cannot be written.
        """
        self._put(self.place(name), content)

    def _put(self, place: str, content: bytes) -> None:
        if self.is_folder:
            with replacing(Path(place)) as temporary:
                temporary.write_bytes(content)
            return
        asked(place, "written", lambda: system_of(self.address).pipe_file(place, content))

    def fetch(self, name: str, path: Path) -> None:
        """Put an object at ``path``; where it lies in a folder, it is moved there.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        if self.is_folder:
            try:
                Path(self.place(name)).rename(path)
            except OSError as broken:
                raise StoreError(f"{self.place(name)} cannot be moved: {broken.strerror or broken}.") from broken
            return
        path.write_bytes(self.get(name))

    def read(self, name: str) -> Kept:
        """The frame that an object holds.

        Raises:
            StoreError: it is not there, or is no Parquet.
        """
        content = self.get(name)
        try:
            told = pl.read_parquet_metadata(io.BytesIO(content)).get(RECIPE)
            said: dict[str, Any] = json.loads(told) if told else {"recipe": ""}
            return Kept(pl.read_parquet(io.BytesIO(content)), str(said["recipe"]), said.get("seconds"))
        except (pl.exceptions.PolarsError, ValueError, KeyError, OSError) as broken:
            raise StoreError(
                f"{self.place(name)} is no Parquet of ours. Remove it and run the command again."
            ) from broken

    def write(self, name: str, kept: Kept) -> None:
        """Write a frame as an object.

        Raises:
            StoreError: it cannot be written.
        """
        content = io.BytesIO()
        kept.frame.write_parquet(
            content, metadata={RECIPE: json.dumps({"recipe": kept.recipe, "seconds": kept.seconds})}
        )
        self.put(name, content.getvalue())

    def write_parts(self, name: str, frames: Sequence[pl.DataFrame]) -> list[Part]:
        """Write frames of one schema as one object, one Parquet file after the other; gives where each of them lies.

        Raises:
            StoreError: it cannot be written.
        """
        content, ends = io.BytesIO(), [0]
        for frame in frames:
            frame.write_parquet(content)
            ends.append(content.tell())
        self._put(self._place(name, PARTS), content.getvalue())
        return [Part(name, start, end) for start, end in pairwise(ends)]

    def read_parts(self, parts: Sequence[Part]) -> list[pl.DataFrame]:
        """The frames of ``write_parts``, in the order asked for; nothing else of their objects is read.

        Raises:
            StoreError: an object is not there, cannot be read, or is another now.
        """
        with ThreadPoolExecutor(1 if self.is_folder else TOGETHER) as pool:
            return list(pool.map(self._read_part, parts))

    def _read_part(self, part: Part) -> pl.DataFrame:
        place = self._place(part.name, PARTS)
        try:
            return pl.read_parquet(io.BytesIO(self._part(place, part)))
        except pl.exceptions.PolarsError as broken:
            raise StoreError(f"{place} is not what was written there. Run the command again.") from broken

    def _part(self, place: str, part: Part) -> bytes:
        if self.is_folder:
            try:
                with Path(place).open("rb") as file:
                    file.seek(part.start)
                    return file.read(part.end - part.start)
            except OSError as broken:
                raise StoreError(f"{place} cannot be read: {broken.strerror or broken}.") from broken

        def got() -> bytes:
            content = bytes(system_of(self.address).cat_file(place, start=part.start, end=part.end))
            if len(content) != part.end - part.start:
                raise ConnectionResetError("the answer broke off")
            return content

        return asked(place, "read", got)

    def clear(self, patience: float | None = None) -> bool:
        """Remove every object below the address, for they hold the words of pages; whether there was one.

        Args:
            patience: seconds, in place of ``PATIENCE_SECONDS``.

        Raises:
            StoreError: they cannot be removed.
        """
        if self.is_folder:
            there = Path(self.address).exists()
            remove(Path(self.address))
            return there

        def cleared() -> bool:
            system = system_of(self.address)
            found = system.find(self.address, refresh=True)
            if found:
                system.rm(found)
            return bool(found)

        return asked(self.address, "cleared", cleared, patience)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise StoreError(f"{name[:80]!r} cannot name an object: letters, digits, '_', '-', '=' and '.' alone can.")
    return name


def asked(place: str, done: str, work: Callable[[], Answer], patience: float | None = None) -> Answer:
    """What ``work`` gives; a service that stumbles is asked again for ``patience``, or ``PATIENCE_SECONDS``.

    Tries are made here alone, and not by each library below as well: tries of tries of tries take half an hour to end.

    Raises:
        StoreError: what the service says last.
    """
    pause, most = PAUSES
    end = time.monotonic() + (PATIENCE_SECONDS if patience is None else patience)
    while True:
        try:
            return work()
        except StoreError:
            raise
        except Exception as broken:  # noqa: BLE001 - each service has its own
            left = end - time.monotonic()
            if not is_passing(broken) or left <= 0:
                raise StoreError(
                    f"{place} cannot be {done}: {words(broken)}. Check the address, the credentials and the service, "
                    "and run the command again."
                ) from None
        time.sleep(min(pause, left) * random.uniform(0.5, 1.0))  # noqa: S311 - so that nodes do not come all at once
        pause = min(2 * pause, most)


def system_of(address: str) -> Any:  # noqa: ANN401 - fsspec carries no types
    """The file system behind the address of an object store, as fsspec has it.

    Raises:
        StoreError: there is none of that kind, or its library is not installed.
    """
    return _system_of(address.partition("://")[0].lower())


@cache
def _system_of(scheme: str) -> Any:  # noqa: ANN401 - fsspec carries no types
    if scheme not in OBJECT_STORES:
        raise StoreError(f"Objects cannot be kept at {scheme}://. Use a folder, s3://, gs:// or az://.")
    from fsspec import filesystem

    try:
        system = filesystem(scheme, use_listings_cache=False, **(_s3_options() if EXTRAS[scheme] == "s3" else {}))
    except ImportError:
        raise StoreError(
            f"{scheme}:// needs a library that is not installed. Run: pip install 'kliping[{EXTRAS[scheme]}]'."
        ) from None
    system.retries = 1
    return system


def _s3_options() -> dict[str, Any]:
    answer = {"connect_timeout": CONNECT_SECONDS, "read_timeout": ANSWER_SECONDS}
    # more than one stream an object would ask for its size first, and take that for true
    return {"max_concurrency": 1, "config_kwargs": {**answer, "retries": {"total_max_attempts": 1}}}
