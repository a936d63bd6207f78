"""Opening a file by its address, wherever it lies.

Belongs here: the one way to the bytes of a ``uri``. Does not belong here: what the bytes mean.
"""

from __future__ import annotations

import os
import stat
from typing import BinaryIO, cast

from kliping.reading.sources.uris import STDIN, is_local, local_bytes


class NotAFileError(OSError):
    """The address names a folder, a pipe, a socket or a device."""


def opened(uri: str) -> BinaryIO:
    """The file at ``uri``, open for reading. A pipe or device is never waited for.

    Raises:
        OSError: it cannot be opened, or is no regular file.
    """
    if is_local(uri):
        descriptor = os.open(local_bytes(uri), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotAFileError(f"{uri} is not a regular file")
        return cast("BinaryIO", open(descriptor, "rb", buffering=0))  # noqa: PTH123 - the caller closes it
    if uri.startswith(STDIN):
        from kliping.reading.sources import stdin

        return stdin.spooled_path(uri).open("rb")
    from kliping.reading.sources import remote

    return remote.opened(uri)
