"""``kliping ui``: the Dagster UI and its daemon."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import click

from kliping.shown import plain
from workflows import ending
from workflows.commands.common import settings_of, with_home
from workflows.commands.places import Source
from workflows.instance import UI_PORT, instance_folder
from workflows.terminal import say, tell


@click.command(name="ui")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=Source())
@click.option("--port", default=UI_PORT, show_default=True, help="Port on 127.0.0.1.")
@click.option("--verbose", is_flag=True, help="Show what Dagster's processes say.")
@with_home
def command(sources: tuple[str, ...], port: int, verbose: bool, home: Path | None, config: Path | None) -> None:
    """Open the Dagster UI and start its daemon, which finds new files in SOURCE and runs what they need."""
    from kliping.reading import require_source
    from workflows.starting import keep_apart

    settings = settings_of(home, config, sources)
    if home is None:
        keep_apart(settings, sources)
    require_free(port)
    for source in settings.source:
        require_source(source)
    environment = {
        **os.environ,
        "GX_ANALYTICS_ENABLED": "false",
        "KLIPING_HOME": str(settings.home.absolute()),
        "KLIPING_SOURCE": json.dumps(settings.source),
        "DAGSTER_HOME": str(instance_folder(settings.home)),
        **({"KLIPING_CONFIG": str(config.absolute())} if config is not None else {}),
    }
    _serve(environment, port, settings.home, verbose=verbose)


def _serve(environment: dict[str, str], port: int, home: Path, *, verbose: bool) -> None:
    from workflows.alone import alone
    from workflows.serving import LOOPBACK, Serving

    serving = Serving(environment, LOOPBACK, port, verbose=verbose)
    ending.before_the_end.append(serving.end)
    with alone(Path(environment["DAGSTER_HOME"]), serving.address):
        say(f"Starting the Dagster UI over {home.absolute()} …")
        try:
            if serving.start() and serving.wait_until(serving.loaded):
                say(f"Ready: {serving.address}  (stop with Ctrl-C)", bold=True)
                say(f"The graph, unfolded: {serving.address}/kliping/graph")
                say(f"Data Docs, failing rows and the report: {serving.address}/kliping/")
                serving.wait_until(lambda: False)
            ended = str(serving.ended())
            for line in serving.last_words(ended):
                tell(f"  {plain(line)}")
            raise click.ClickException(
                f"{ended} ended by itself, so the others were stopped. 'kliping ui --verbose' shows all that it said."
            )
        finally:
            serving.end()


def require_free(port: int) -> None:
    """Refuse a port that another program listens on, before anything is started.

    Raises:
        ClickException: it is taken, or not for us.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as taken:
            why = taken.strerror if isinstance(taken, OSError) else "no such port"
            raise click.ClickException(
                f"Port {port} cannot be used ({why}). Name another one with --port, or end the program that has it."
            ) from taken
