"""Where a home reads its pages from, so that nothing of its own is written there and read as pages by the next run.

Belongs here: the record of folders and patterns that were read, and telling whether a folder lies in their way. Does
not belong here: listing files (``kliping.reading``), or what an export writes (``exports``).

A source that was named on the command line stands in no settings, hence the record. Addresses and standard input are
not on it, since no export into a folder reaches them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kliping.errors import StoreError
from kliping.files import read_json, write_json
from kliping.reading.sources.sources import covered_by, taken_in
from kliping.reading.sources.uris import file_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RECORD = "sources.json"
"""Of a home, the record of the folders and patterns that it has read."""


def note_sources(home: Path, sources: Sequence[str]) -> None:
    """Put on record that the home reads ``sources``; called under the lock, and written only where one is new."""
    known = sources_on_record(home)
    fresh = {place for source in sources if (place := taken_in(source)) is not None} - set(known)
    if fresh:
        write_json(home / RECORD, sorted({*known, *fresh}))


def sources_on_record(home: Path) -> list[str]:
    """Folders and patterns that the home has read, by their paths; none where the record cannot be read."""
    found = read_json(home / RECORD)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def keep_out_of_sources(folder: Path, files: Iterable[str], home: Path, sources: Sequence[str]) -> None:
    """Refuse a folder in which the next run would take for pages what is about to be written.

    Args:
        folder: where something is written to.
        files: what is written, by paths below it.
        home: whose next run it is.
        sources: of the settings; those on record count as well.

    Raises:
        StoreError: the folder lies in a source, holds one, or a pattern fits a file.
    """
    places = dict.fromkeys(place for source in sources if (place := taken_in(source)) is not None)
    whole = folder.expanduser().resolve()
    written = [file_uri(str(top / name)) for top in {whole, folder.expanduser().absolute()} for name in files]
    for place in (*places, *sources_on_record(home)):
        source = Path(place).resolve()
        if source.is_dir() and source.is_relative_to(whole) and source != whole:
            raise StoreError(f"{folder} holds {place}, which is read as a source. Name a folder outside it.")
        pattern = re.compile(covered_by([place, str(source)]))
        if any(pattern.search(address) for address in written):
            raise StoreError(f"{folder} lies in {place}, which is read as a source. Name a folder outside it.")
