"""``kliping explore``: the reading room on the loopback address."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home
from workflows.commands.ui import require_free
from workflows.terminal import say

PORT = 8765
"""Where the reading room listens: not where the Dagster UI does, for both are open beside each other."""


@click.command(name="explore")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback address to listen on.")
@with_home
def command(port: int, host: str, home: Path | None, config: Path | None) -> None:
    """Open the reading room: search the published articles, see why each value is what it is, and correct it.

    It listens on the loopback address only. The address it prints holds a token; a browser that opened it may correct,
    any other may read.
    """
    import uvicorn

    from kliping.errors import StoreError
    from workflows.room.app import build_room
    from workflows.room.safety import require_loopback

    require_loopback(host)
    settings = settings_of(home, config)
    store = store_of(settings)
    if not store.published.is_file():
        raise StoreError(f"There is no {store.published} yet. Run 'kliping run' first.")
    require_free(port)
    token = secrets.token_urlsafe(32)
    shown = f"[{host}]" if ":" in host else host
    say(f"Reading room: http://{shown}:{port}/?token={token} (stop with Ctrl-C)")
    uvicorn.run(build_room(store, settings, token), host=host, port=port, log_level="warning", access_log=False)
