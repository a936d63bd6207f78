"""``kliping ui``: the Dagster UI and its daemon."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click

from workflows.commands.common import say, settings_of, with_home
from workflows.instance import instance_folder


@click.command(name="ui")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--port", default=3000, show_default=True, help="Port on 127.0.0.1.")
@with_home
def command(sources: tuple[str, ...], port: int, home: Path | None, config: Path | None) -> None:
    """Open the Dagster UI and start its daemon, which finds new files in SOURCE and runs what they need."""
    settings = settings_of(home, config, sources)
    environment = {
        **os.environ,
        "GX_ANALYTICS_ENABLED": "false",
        "KLIPING_HOME": str(settings.home.absolute()),
        "KLIPING_SOURCE": json.dumps(settings.source),
        "DAGSTER_HOME": str(instance_folder(settings.home)),
    }
    address = ("-h", "127.0.0.1", "-p", str(port))
    program = (sys.executable, "-m", "dagster", "dev", "-m", "workflows.definitions", *address)
    say(f"Dagster UI: http://127.0.0.1:{port} (stop with Ctrl-C)")
    raise SystemExit(subprocess.run(program, env=environment, check=False).returncode)  # noqa: S603 - our own program
