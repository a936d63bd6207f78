"""What keeps the reading room to the person it was opened for, and its pages from doing anything.

Belongs here: which addresses it may listen on, which hosts it answers to, the headers of every answer, and who may
write. Does not belong here: escaping (``rendering``: every template escapes by itself).

* *Loopback alone*: it listens on an address of this machine only, so no other machine reaches it.
* *Host*: a page elsewhere can have its own name lead to 127.0.0.1 (DNS rebinding) and would then be of one origin with
  us; so a request has to name a loopback host, or is refused.
* *Content-Security-Policy*: no script, no style but our own file, no picture, frame or font from anywhere, forms that
  lead back here alone.
* *Writing*: only for who opened the address with the token that the command printed (kept as a cookie that scripts and
  other sites cannot use), from a form that holds the token's digest, and from this very origin.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from kliping.errors import SettingsError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "kliping_room"

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # a form has to be able to say where it comes from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""On every answer."""


def require_loopback(host: str) -> None:
    """Refuse an address that other machines reach.

    Raises:
        SettingsError: ``host`` is no loopback address.
    """
    if not is_loopback(host):
        raise SettingsError(
            f"{host[:80]} can be reached by other machines, and the reading room shows and changes the whole corpus. "
            "It listens on 127.0.0.1 only; from elsewhere, reach it through a tunnel such as 'ssh -L'."
        )


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a name or an address of this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Refuses requests for another host, unless it answers ``anywhere``, and puts ``HEADERS`` on every answer."""

    def __init__(self, app: ASGIApp, *, anywhere: bool = False) -> None:
        self.app, self._anywhere = app, anywhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if not self._anywhere and not is_loopback(host_of(Headers(scope=scope).get("host", ""))):
            refusal = PlainTextResponse("This address is answered on the loopback host only.", status_code=400)
            await refusal(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def host_of(header: str) -> str:
    """The host name of a ``Host`` header, without its port; empty where there is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


class Pass:
    """Who may write: the holder of the token that the command printed."""

    def __init__(self, token: str) -> None:
        self._token = token
        self.form = hashlib.sha256(f"form:{token}".encode()).hexdigest()
        self.cookie = hashlib.sha256(f"cookie:{token}".encode()).hexdigest()

    def opens(self, token: str) -> bool:
        """Whether ``token`` is the one that the command printed."""
        return hmac.compare_digest(token.encode(), self._token.encode())

    def holds(self, request: Request) -> bool:
        """Whether the request comes from a browser that was opened with the token."""
        return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self.cookie.encode())

    def may_write(self, request: Request, form_token: str) -> bool:
        """Whether a form may change something: the cookie, the form's own token, and the very same origin."""
        own = hmac.compare_digest(form_token.encode(), self.form.encode())
        return own and self.holds(request) and _same_origin(request)


def _same_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from a page of ours; a browser that says nothing is refused."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return fetched == "same-origin"
    return origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
