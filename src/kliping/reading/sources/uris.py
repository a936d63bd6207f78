"""Addresses of files: how a path is written as a ``uri`` and found again.

Belongs here: the one spelling of a local file's address. Does not belong here: opening or listing (``sources``).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

_PLAIN = re.compile(r"[\w ./,+=@~()!&:;$\[\]{}^-]*")
"""What stands in an address as it is: letters of any script, digits, spaces and harmless marks. Quotes, ``%``, ``?``,
``#``, ``*``, backslashes, line breaks, control and invisible characters are percent-encoded."""

_ODD = re.compile(r"[^\w ./,+=@~()!&:;$\[\]{}^-]")

FILE = "file://"
STDIN = "stdin:///"


def file_uri(path: str) -> str:
    """The address of an absolute local ``path``; bytes that are no text become ``%XX`` too."""
    if _PLAIN.fullmatch(path):
        return FILE + path
    return FILE + _ODD.sub(lambda odd: "".join(f"%{byte:02X}" for byte in os.fsencode(odd.group())), path)


def local_path(uri: str) -> Path:
    """The local path of a ``file:///`` address.

    Raises:
        ValueError: ``uri`` is not a local address.
    """
    if not uri.startswith(FILE):
        raise ValueError(f"{uri} is not a file:/// address")
    return Path(os.fsdecode(local_bytes(uri)))


def local_bytes(uri: str) -> bytes:
    """The path of a ``file:///`` address as the operating system knows it."""
    path = uri[len(FILE) :]
    return unquote_to_bytes(path) if "%" in path else os.fsencode(path)


def is_local(uri: str) -> bool:
    """Whether ``uri`` names a file of this machine."""
    return uri.startswith(FILE)


def file_name(uri: str) -> str:
    """The last part of an address, without query and fragment: what tells the format when the content does not."""
    return uri.rsplit("/", 1)[-1] if is_local(uri) else uri.split("?", 1)[0].rsplit("/", 1)[-1]
