"""What deploy/ describes runs: the commands of its units, with Dagster's record of runs in PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
import yaml

from benchmarks.reliability_pages import page
from benchmarks.reliability_services import SOON
from benchmarks.units import CHECKOUT, UNITS, Units
from tests.longer import LONGER
from tests.workflows.conftest import rows
from workflows.serving import free_port

PASSWORD = "invented"


def program(name: str) -> str | None:
    """A program of PostgreSQL's, also where Debian keeps them."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)]))


@dataclass(frozen=True)
class Postgres:
    """A server of its own."""

    port: int

    @property
    def environment(self) -> dict[str, str]:
        """What ``deploy/dagster-postgres.yaml`` asks for."""
        return {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PASSWORD": PASSWORD}

    def configuration(self, folder: Path) -> Path:
        """The configuration of ``deploy/``, at this server's port."""
        told = yaml.safe_load((CHECKOUT / "deploy" / "dagster-postgres.yaml").read_text())
        told["storage"]["postgres"]["postgres_db"]["port"] = self.port
        file = folder / "dagster-postgres.yaml"
        file.write_text(yaml.safe_dump(told))
        return file


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """PostgreSQL as Debian has it, over a folder of its own; as its own user where we are the administrator."""
    psycopg2 = pytest.importorskip("psycopg2", reason="pip install kliping[postgres]")
    pytest.importorskip("dagster_postgres", reason="pip install kliping[postgres]")
    if program("initdb") is None or program("postgres") is None:
        pytest.skip("no PostgreSQL on this machine: 'apt-get install postgresql'")
    folder, port = Path(tempfile.mkdtemp(prefix="postgres-")), free_port()
    user: dict[str, object] = {}
    if os.getuid() == 0:
        try:
            entry = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as the administrator, and there is no user 'postgres'")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)
    making = [program("initdb"), "-D", folder / "data", "-U", "kliping", "-A", "scram-sha-256", "-E", "UTF8", "-N"]
    subprocess.run(
        [*making, "--locale=C", "--pwfile", folder / "password"], check=True, capture_output=True, cwd=folder, **user
    )
    told = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    with (folder / "log.txt").open("w") as said:
        server = subprocess.Popen(
            [program("postgres"), "-D", folder / "data", "-p", str(port), *told],
            stdout=said,
            stderr=said,
            cwd=folder,
            **user,
        )
    try:
        _made(psycopg2, server, port)
        yield Postgres(port)
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder)


def _made(psycopg2: object, server: subprocess.Popen[bytes], port: int) -> None:
    """Wait for the server, and make Dagster's database."""
    while server.poll() is None:
        with contextlib.suppress(psycopg2.OperationalError):
            whole = psycopg2.connect(
                host="127.0.0.1", port=port, user="kliping", password=PASSWORD, dbname="postgres", connect_timeout=5
            )
            break
    assert server.returncode is None
    with contextlib.closing(whole):
        whole.autocommit = True
        whole.cursor().execute("CREATE DATABASE dagster")


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.chaos
@LONGER
def test_the_units_processes_publish_with_postgresql(postgres: Postgres, tmp_path: Path, monkeypatch) -> None:
    for name, value in postgres.environment.items():
        monkeypatch.setenv(name, value)
    source = tmp_path / "pages"
    page(source.parent, 0)  # the folder is made by what reads it
    with Units(tmp_path / "state", source, SOON, postgres.configuration(tmp_path)) as units:
        (tmp_path / "0.txt").rename(source / "0.txt")
        units.wait_for("an edition", lambda: (units.home / "kliping.duckdb").is_file())
        assert rows(units.home, "SELECT count(*) FROM documents") == [(1,)]
        with dg.DagsterInstance.from_config(str(units.instance)) as instance:
            units.wait_for("the end of all runs", lambda: all(run.is_finished for run in instance.get_runs()))
            told = {(run.job_name, run.status.value) for run in instance.get_runs()}
            assert told == {("ingest", "SUCCESS"), ("publish", "SUCCESS")}
            assert "Postgres" in type(instance.run_storage).__name__
        assert list(units.instance.rglob("*.db")) == [], "nothing of SQLite's"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/kliping/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / unit.name).write_text(text.replace("User=kliping", "User=root"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "kliping" in line]
    assert (done.returncode, ours) == (0, []), done.stderr
