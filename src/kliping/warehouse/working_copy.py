"""A home whose truth lies at an address: the folder is a working copy, and whoever writes takes up and puts back.

Belongs here: which folder works for which address, bringing it up to what counts there, and putting there what was
made. Does not belong here: whose turn it is (``leases``, ``lock``), or which files a home has (``manifests``).

Layout below the address::

    head.json            what counts: a manifest; and who writes at this moment
    objects/<sha256>     manifests and files, named by what is in them, never written over

Objects have no paths in their names, so no name can lead out of the address; a manifest names the files, and a path of
it that leads out of the folder is refused. What is fetched is compared with its name before it is put in place.
Objects that do not count any more are removed, so a take-down leaves nothing of what it took down there.

A writer that is killed leaves the head as it was: other machines go on from there, and this folder goes on from where
it stood, unless another wrote meanwhile; then it begins anew with what counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from kliping.errors import SettingsError, StoreError
from kliping.files import read_json, remove, replacing, temporary_name, write_json
from kliping.settings import digest
from kliping.warehouse.layout import WORKING
from kliping.warehouse.leases import HomeHead, taken
from kliping.warehouse.manifests import KNOWN, Copied, files_of, is_digest, packed, unpacked
from kliping.warehouse.sums import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kliping.warehouse.leases import Lease

LOG = logging.getLogger("kliping.home")

TOGETHER = 8
"""Objects that are on their way at once."""


class State(NamedTuple):
    """What a folder knows of itself."""

    address: str
    owner: str
    manifest: str
    """Of what it was brought up to last; '': of nothing."""
    whole: bool
    """Whether it was brought up to that to the end."""


def bind(home: Path, address: str) -> None:
    """Make ``home`` the working folder of ``address``; a folder that works for it already stays as it is.

    Raises:
        SettingsError: the folder works for another.
        StoreError: the service is not safe or not there, or the folder is a home of its own beside another one there.
    """
    known = state_of(home)
    if known is not None:
        if known.address != address:
            raise SettingsError(f"{home} works for {known.address}, not for {address}. Name another working_folder.")
        return
    there = HomeHead(address)
    there.probe()
    head = there.head()
    if head is not None and head.told["manifest"] and files_of(home):
        raise _two_homes(home, address)
    home.mkdir(parents=True, exist_ok=True)
    _keep(home, State(address, secrets.token_hex(8), "", whole=True), {})


def _two_homes(home: Path, address: str) -> StoreError:
    return StoreError(
        f"There is a home at {address}, and {home} holds another one. Name another working_folder, or move what lies "
        "there away."
    )


def state_of(home: Path) -> State | None:
    """What ``home`` works for; None: it is a home of its own.

    Raises:
        StoreError: what it says of itself cannot be read.
    """
    if not (home / WORKING).exists():
        return None
    try:
        return State(**read_json(home / WORKING))
    except TypeError as broken:
        raise StoreError(
            f"{home / WORKING} cannot be read. Remove that folder: what counts lies at the address, and is fetched."
        ) from broken


def _known(home: Path) -> State:
    state = state_of(home)
    if state is None:
        raise StoreError(f"{home} was a working copy when this began, and is none now. Run the command again.")
    return state


def _known_files(home: Path, state: State) -> dict[str, Copied]:
    """The files that a folder was brought up to last; none where that is not known, and then they are read."""
    told = read_json(home / KNOWN)
    try:
        if not state.whole or told["manifest"] != state.manifest:
            return {}
        return {name: Copied(*one) for name, one in told["files"].items()}
    except (TypeError, KeyError, AttributeError):
        return {}


def _keep(home: Path, state: State, files: dict[str, Copied] | None = None) -> None:
    if files is not None:
        write_json(
            home / KNOWN, {"manifest": state.manifest, "files": {name: list(one) for name, one in files.items()}}
        )
    write_json(home / WORKING, state._asdict())


def taken_up(home: Path) -> None:
    """Bring a working copy up to what counts at its address, for reading; a home of its own is left alone.

    Called by the holder of the folder's lock.

    Raises:
        StoreError: the service cannot be reached, or what is there is damaged.
    """
    state = state_of(home)
    if state is None:
        return
    there, seen = HomeHead(state.address), ""
    while (head := there.head()) is not None:
        manifest = head.told["manifest"]
        if _brought_up(home, there, manifest):
            return
        if manifest == seen:
            raise _not_whole(there)
        seen = manifest


@contextlib.contextmanager
def written_back(home: Path, doing: str, seconds: float, say: Callable[[str], None]) -> Iterator[None]:
    """For the block ``home`` is what counts at its address, and nobody else writes there; then it is put there.

    What was made until a block raised is put there too, as it stays in a home of its own. A home of its own is left
    alone. Called by the holder of the folder's lock.

    Raises:
        HomeBusy: another machine writes there, and went on longer than ``seconds``.
        StoreError: the service cannot be reached, or another took over meanwhile.
    """
    state = state_of(home)
    if state is None:
        yield
        return
    owner = digest(state.owner, socket.gethostname(), str(home.absolute()))  # a copy of the folder is another one
    lease = taken(HomeHead(state.address), owner, doing, seconds, say)
    try:
        if not _brought_up(home, lease.there, lease.manifest):
            raise _not_whole(lease.there)
        try:
            yield
        except Exception:
            with contextlib.suppress(StoreError):  # what the block raised is what there is to say
                _put_back(home, lease)
            raise
        _put_back(home, lease)
        lease.hand_back()
    except Exception:
        with contextlib.suppress(StoreError):
            lease.hand_back()
        raise
    finally:
        lease.stop()


def _not_whole(there: HomeHead) -> StoreError:
    return StoreError(
        f"What counts at {there.address} is not whole: an object of it is gone. Put it back from a copy of the bucket, "
        "or name another address."
    )


def _brought_up(home: Path, there: HomeHead, manifest: str) -> bool:
    """Make ``home`` what ``manifest`` names; False: an object of it is gone, so another manifest may count by now."""
    state = _known(home)
    if state.manifest == manifest and state.whole:
        return True  # what is here beside it, this machine made since
    if state.manifest and not manifest:
        raise StoreError(
            f"There is nothing at {there.address} any more, and {home} was brought up to what was there. To put it "
            f"there anew, remove {home / WORKING} and run the command again."
        )
    known, here = _known_files(home, state), files_of(home)
    if here and not state.manifest and state.whole:
        raise _two_homes(home, there.address)
    wanted = _manifest(home, there, manifest)
    if wanted is None:
        return False
    made = [name for name, file in here.items() if name not in known or not known[name].is_at(file)]
    if made and state.whole:
        LOG.warning(
            "Another machine wrote to %s; %s files that were made in %s since, and were not put there, are dropped.",
            *(there.address, len(made), home),
        )
    _keep(home, state._replace(whole=False))
    for name in sorted(set(here) - set(wanted)):
        remove(home / name)
    missing = {
        name: one
        for name, one in wanted.items()
        if name not in here or not _is_here(home / name, here[name], one, known.get(name))
    }
    with ThreadPoolExecutor(TOGETHER) as pool:
        if not all(pool.map(lambda item: _fetched(home, there, *item), missing.items())):
            return False
    _keep(home, state._replace(manifest=manifest, whole=True), wanted)
    return True


def _is_here(path: Path, here: os.stat_result, one: Copied, known: Copied | None) -> bool:
    """Whether a file is what a manifest names; what is ``known`` of it need not be read."""
    if here.st_size != one.bytes:
        return False
    if known == one and one.is_at(here):
        return True
    if digest_of(path) != one.sha256:
        return False
    os.utime(path, ns=(one.modified_ns, one.modified_ns))
    return True


class _GoneError(Exception):
    """An object that a manifest names is not there any more."""


def _fetched(home: Path, there: HomeHead, name: str, one: Copied) -> bool:
    """Put a file in place; False: its object is gone."""
    with contextlib.suppress(_GoneError), replacing(home / name) as temporary:
        _got(there, one.sha256, temporary)
        os.utime(temporary, ns=(one.modified_ns, one.modified_ns))
        return True
    return False


def _got(there: HomeHead, name: str, path: Path) -> None:
    """Write an object to ``path``.

    Raises:
        StoreError: what is there is not what its name says, also when it is read again.
    """
    for _ in range(2):
        if not there.get_file(_object(name), path):
            raise _GoneError
        if digest_of(path) == name:
            return
    raise StoreError(
        f"{there.address}/{_object(name)} is damaged: its bytes are not those of its name. Put it back from a "
        "copy of the bucket, or name another address."
    )


def _manifest(home: Path, there: HomeHead, named: str) -> dict[str, Copied] | None:
    """The files that a manifest names, by their paths below the home; None: it is gone.

    Raises:
        StoreError: it is no manifest of ours, or a path of it leads out of the home.
    """
    if not named:
        return {}
    if not is_digest(named):
        raise StoreError(f"{there.address} names a manifest by what is no digest. Name another address.")
    fetched = home / temporary_name("manifest")
    try:
        _got(there, named, fetched)
        return unpacked(fetched.read_bytes(), f"{there.address}/{_object(named)}")
    except _GoneError:
        return None
    finally:
        fetched.unlink(missing_ok=True)


def _put_back(home: Path, lease: Lease) -> None:
    """Put what the home holds at its address, make it what counts there, and remove what does not count any more."""
    state, there = _known(home), lease.there
    before, now = _known_files(home, state), {}
    for name, here in sorted(files_of(home).items()):
        known = before.get(name)
        if known is None or not known.is_at(here):
            known = Copied(digest_of(home / name), here.st_size, here.st_mtime_ns)
        now[name] = known
    if now == before and state.manifest and not lease.taken_over:
        return
    held = {one.sha256 for one in before.values()}
    fresh = {one.sha256: name for name, one in now.items() if one.sha256 not in held}
    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(lambda item: there.put_file(_object(item[0]), home / item[1]), fresh.items()))
    content = packed(now)
    manifest = hashlib.sha256(content).hexdigest()
    there.put(_object(manifest), content)
    lease.make_count(manifest)
    _keep(home, state._replace(manifest=manifest, whole=True), now)
    # also what a writer put there that was killed, or too late
    counted = {_object(named) for named in (manifest, *(one.sha256 for one in now.values()))}
    for name in there.names():
        if name.startswith(OBJECTS) and name not in counted and not lease.is_lost:
            there.remove([name])


OBJECTS = "objects/"


def _object(named: str) -> str:
    """The name of an object below the address."""
    return f"{OBJECTS}{named}"
