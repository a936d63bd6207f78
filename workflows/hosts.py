"""Which host names the web server of the UI answers to.

Belongs here: refusing all others. Does not belong here: who may reach the server at all (a proxy with authentication,
``deploy/README.md``), or what the reading room adds to that (``workflows.room.safety``).

A page elsewhere can have its own name lead to 127.0.0.1 (DNS rebinding), and would then be of one origin with the UI,
may read it, and start runs. So a request names a loopback host, or one that whoever runs the server named.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from workflows.room.safety import host_of, is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

REFUSAL = "This server answers to loopback hosts, and to those named with --allowed-host.\n"


class KnownHosts:
    """Answers requests for a loopback host or one of ``hosts``; refuses all others."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = host_of(Headers(scope=scope).get("host", ""))
        if is_loopback(host) or host in self._hosts:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(REFUSAL, status_code=400)(scope, receive, send)
