"""Web servers: whom a login is given to, and where a redirect may lead.

Belongs here: the one client for ``http://`` and ``https://``. Does not belong here: other services, or what is read.

A server may send its reader elsewhere, so a page could make this process ask a service that only this machine or its
network can reach (server-side request forgery, CWE-918). A redirect stays with the scheme, and never leads further
inside than the host that was named. Each name is looked up once a client, so that what was judged is what is asked.
"""

from __future__ import annotations

import base64
import errno
import ipaddress
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kliping.credentials import Login


class RedirectRefusedError(OSError):
    """A server sent us where its address must not lead."""


def options(login: Login | None) -> dict[str, Any]:
    """What fsspec's file system for the web is made with: our client, and the login for the host that was named.

    The login goes with each request, not with the session: aiohttp gives a session's to every host it is sent to.
    """
    if login is None:
        return {"get_client": _client}
    basic = base64.b64encode(f"{login.user}:{login.password}".encode()).decode()
    return {"get_client": _client, "headers": {"Authorization": f"Basic {basic}"}}


async def _client(**kwargs: Any) -> Any:  # noqa: ANN401 - aiohttp is optional, and typed only where it is there
    import aiohttp

    known: dict[tuple[str, int], list[Any]] = {}

    class Once(aiohttp.ThreadedResolver):
        async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[Any]:
            if (host, port) not in known:
                known[host, port] = await super().resolve(host, port, family)
            return known[host, port]

    resolver = Once()

    async def addresses(url: Any) -> list[str]:  # noqa: ANN401
        try:
            return [str(ipaddress.ip_address(url.host))]
        except ValueError:
            return [one["host"] for one in await resolver.resolve(url.host, url.port)]

    async def judge(_session: Any, _context: Any, params: Any) -> None:  # noqa: ANN401
        import yarl

        here = params.url
        there = here.join(yarl.URL(params.response.headers.get("Location", "")))
        why = refused(here.scheme, there.scheme, [], [])
        if why is None and there.host:
            why = refused(here.scheme, there.scheme, await addresses(here), await addresses(there))
        if why is not None:
            raise RedirectRefusedError(errno.EPERM, why)

    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(judge)
    kwargs.pop("loop", None)
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=resolver), trace_configs=[trace], **kwargs)


def refused(here: str, there: str, from_addresses: Iterable[str], to_addresses: Iterable[str]) -> str | None:
    """Why a redirect is not followed, or None.

    Args:
        here: scheme of the address that was asked.
        there: scheme of the address that the server names.
        from_addresses: where the host that was asked lies.
        to_addresses: where the host lies that the server names.
    """
    if here != there:
        return f"the server sends its reader from {here}:// to {there}://; name the address it leads to"
    if max(map(depth, to_addresses), default=0) > min(map(depth, from_addresses), default=2):
        return "the server sends its reader to an address inside this machine or its network"
    return None


def depth(address: str) -> int:
    """How far inside an IP address lies: 0 public, 1 a private network, 2 this machine or its link."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback or found.is_link_local or found.is_unspecified:
        return 2
    return 0 if found.is_global else 1
