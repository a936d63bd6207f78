"""Secrets in addresses: what in a source's address is nobody else's business, and the address without it.

Belongs here: telling user, password, token and signature from the rest of an address. Does not belong here: what they
are good for (``kliping.reading.sources.remote``). An address without its secrets is all that is ever stored, shown or
logged; the whole one lives in the settings, in the environment and in memory.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple
from urllib.parse import unquote

OPAQUE_CHARACTERS = 20
"""Letters and digits in one piece from which on a parameter's value is taken for a key, whatever its name: words are
shorter, and those of a slug are parted by hyphens."""

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.:-]*?)://(.*)", re.DOTALL)
_IN_TEXT = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>]+")
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|passphrase|signature|api[_-]?key|access[_-]?key|credential|auth(?!or)|session|jwt|hmac"
    r"|^(?:key|sig|sas|pass|policy|key-pair-id|awsaccesskeyid|googleaccessid|x-(?:amz|goog)-.*)$",
    re.IGNORECASE,
)
_WITH_A_SIGNATURE = re.compile(
    r"expires|s[vstpre]|srt|spr|sdd|sk(?:oid|tid|t|e|s|v)|saoid|suoid|scid|rsc[cdelt]", re.IGNORECASE
)
_SIGNATURE = re.compile(r"sig|signature|x-(?:amz|goog)-signature", re.IGNORECASE)
_OPAQUE = re.compile(rf"(?=[^-_.~]*\d)(?=[^-_.~]*[A-Za-z])[A-Za-z0-9+/=]{{{OPAQUE_CHARACTERS},}}")
_WITH_CONTAINER = ("abfs", "abfss")
"""Schemes whose addresses name a container before the ``@``: without a colon that is no user."""


class Login(NamedTuple):
    """A user and a password, or a key and its secret."""

    user: str
    password: str


def parted(source: str) -> tuple[str, Login | None]:
    """An address without the user and password before its host, and these; any other text as it is."""
    found = _ADDRESS.fullmatch(source)
    if found is None or found[1].lower() in ("file", "stdin"):
        return source, None
    scheme, rest = found.groups()
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    name, at, _ = host.rpartition("@")
    if not at and re.search(r":(?!\d*$)", host):  # a slash in the password ends what looks like the host
        name, at, _ = rest.partition("@")
    if not at or (scheme.lower() in _WITH_CONTAINER and ":" not in name):
        return source, None
    user, _, password = name.partition(":")
    return f"{scheme}://{rest[len(name) + 1 :]}", Login(unquote(user), unquote(password))


def without_secrets(source: str) -> str:
    """An address without user, password, token and signature; any other text as it is.

    Named parameters of a query that hold a secret go, and those that belong to a signature go with it. A value that is
    one long run of letters and digits is replaced by its digest, so that two addresses stay two. A fragment goes.
    """
    address, _ = parted(source)
    found = _ADDRESS.fullmatch(address)
    if found is None or found[1].lower() in ("file", "stdin"):
        return address
    if found[1].lower() in ("http", "https"):
        address = address.partition("#")[0]
    path, mark, query = address.partition("?")
    if not mark:
        return address
    parameters = query.split("&")
    names = [unquote(one.partition("=")[0]) for one in parameters]
    signed = any(_SIGNATURE.fullmatch(name) for name in names)
    kept = [
        _disguised(one)
        for one, name in zip(parameters, names, strict=True)
        if not _SECRET_NAME.search(name) and not (signed and _WITH_A_SIGNATURE.fullmatch(name))
    ]
    return f"{path}?{'&'.join(kept)}" if kept else path


def scrubbed(text: str) -> str:
    """``text`` with every address in it taken for what ``without_secrets`` makes of it."""
    return _IN_TEXT.sub(lambda found: without_secrets(found.group()), text) if "://" in text else text


def _disguised(parameter: str) -> str:
    name, equals, value = parameter.rpartition("=")
    if not _OPAQUE.search(unquote(value)):
        return parameter
    return f"{name}{equals}sha256-{hashlib.sha256(value.encode()).hexdigest()[:12]}"
