"""Parquet objects at an address: what engines hand from node to node.

Belongs here: reading and writing whole objects, and row groups of one, by names that cannot leave the address, with
patience for a service that stumbles. Does not belong here: the store of a home (``kliping.warehouse.store``), or which
objects there are (``jobs``).

An address is a folder, or a place in an object store (``s3://bucket/prefix``). Credentials come from where the service
usually keeps them on each node, never from an address: an address is kept in settings, and settings are kept in tables.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import polars as pl

from kliping.errors import StoreError
from kliping.reading.sources.remote import EXTRAS, patiently, words
from kliping.settings import OBJECT_STORES
from kliping.warehouse.files import remove, replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    import pyarrow.parquet as pq

RECIPE = "kliping"
"""Key of a file's metadata under which it says what it was made with, as the store has it."""

RANGES = b"kliping-ranges"
"""Key under which a divided object says which range each of its row groups holds."""

_NAME = re.compile(r"\w[\w.=-]*(?:/\w[\w.=-]*)*", re.ASCII)

S3_PATIENCE = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 2}}
"""Seconds that S3 may take to answer: botocore's own tries come before those of ``patiently``."""

Answer = TypeVar("Answer")


class Kept(NamedTuple):
    """A frame, and what it was made with."""

    frame: pl.DataFrame
    recipe: str = ""


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
        return f"{self.address.rstrip('/')}/{_checked(name)}.parquet"

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
        place = self.place(name)
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
            return Kept(pl.read_parquet(io.BytesIO(content)), str(json.loads(told)["recipe"]) if told else "")
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
        kept.frame.write_parquet(content, metadata={RECIPE: json.dumps({"recipe": kept.recipe})})
        self.put(name, content.getvalue())

    def write_ranges(self, name: str, parts: Sequence[pl.DataFrame]) -> None:
        """Write frames of one schema as one object, each that has rows as a row group of its own.

        Raises:
            StoreError: it cannot be written.
        """
        import pyarrow.parquet as pq

        held = [number for number, part in enumerate(parts) if part.height]
        schema = _arrow(parts[0]).schema
        content = io.BytesIO()
        told = {**(schema.metadata or {}), RANGES: json.dumps(held).encode()}
        with pq.ParquetWriter(content, schema.with_metadata(told), compression="zstd") as writer:
            for number in held:
                rows = _arrow(parts[number]).replace_schema_metadata(told)
                writer.write_table(rows, row_group_size=rows.num_rows)
        self.put(name, content.getvalue())

    def read_range(self, name: str, number: int) -> pl.DataFrame:
        """The frame that was part ``number`` of what ``write_ranges`` wrote; of an object store only that is asked for.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        place = self.place(name)
        if self.is_folder:
            return _row_group(place, number)

        def row_group() -> pl.DataFrame:
            with system_of(self.address).open(place, "rb", block_size=1 << 20) as file:
                return _row_group(file, number)

        return asked(place, "read", row_group)

    def clear(self) -> None:
        """Remove every object below the address: they hold the words of pages.

        Raises:
            StoreError: they cannot be removed.
        """
        if self.is_folder:
            remove(Path(self.address))
            return

        def cleared() -> None:
            system = system_of(self.address)
            system.invalidate_cache()
            if system.exists(self.address):
                system.rm(self.address, recursive=True)

        asked(self.address, "cleared", cleared)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise StoreError(f"{name[:80]!r} cannot name an object: letters, digits, '_', '-', '=' and '.' alone can.")
    return name


def _arrow(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def _row_group(file: Any, number: int) -> pl.DataFrame:  # noqa: ANN401 - a path, or fsspec's file
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            return _of_range(opened, number)
    except (pa.ArrowInvalid, FileNotFoundError) as broken:
        raise StoreError(f"{file} cannot be read: {broken}.") from broken


def _of_range(opened: pq.ParquetFile, number: int) -> pl.DataFrame:
    held = json.loads(opened.schema_arrow.metadata[RANGES])
    groups = [held.index(number)] if number in held else []
    return pl.DataFrame(pl.from_arrow(opened.read_row_groups(groups)))


def asked(place: str, done: str, work: Callable[[], Answer]) -> Answer:
    """What ``work`` gives, asked for patiently; what the service says last as a sentence."""
    try:
        return patiently(work)
    except StoreError:
        raise
    except Exception as broken:  # noqa: BLE001 - each service has its own
        raise StoreError(
            f"{place} cannot be {done}: {words(broken)}. Check the address, the credentials and the service, "
            "and run the command again."
        ) from None


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

    options = {"config_kwargs": S3_PATIENCE} if EXTRAS[scheme] == "s3" else {}
    try:
        return filesystem(scheme, use_listings_cache=False, **options)
    except ImportError:
        raise StoreError(
            f"{scheme}:// needs a library that is not installed. Run: pip install 'kliping[{EXTRAS[scheme]}]'."
        ) from None
