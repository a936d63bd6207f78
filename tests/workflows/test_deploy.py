"""What deploy/ names is there: options of the processes, files, settings."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from dagster._config import process_config, resolve_to_config_type
from dagster._core.instance.config import dagster_instance_config_schema

from workflows.web import main as web

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"


def test_the_web_server_has_the_options_that_units_and_compose_name() -> None:
    told = (DEPLOY / "compose.yaml").read_text() + (DEPLOY / "systemd" / "kliping-web.service").read_text()
    help_text = CliRunner().invoke(web, ["--help"]).output
    for option in {"--host", "--port", "--grpc-host", "--grpc-port"}:
        assert option in told
        assert option in help_text


@pytest.mark.parametrize("path", ["dagster.yaml", "workflows/instance.yaml", "deploy/dagster-postgres.yaml"])
def test_dagster_takes_the_configuration_of_its_instance(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_HOST", "postgres")
    monkeypatch.setenv("POSTGRES_PASSWORD", "invented")
    config = yaml.safe_load((CHECKOUT / path).read_text())
    answer = process_config(resolve_to_config_type(dagster_instance_config_schema()), config)
    assert answer.success, answer.errors
    assert config["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert config["run_retries"]["retry_on_asset_or_op_failure"] is False  # a refusal is not tried again


def test_nothing_listens_beyond_the_loopback_address() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    for unit in DEPLOY.glob("systemd/*.service"):
        assert re.findall(r"(?:-h|--host|--grpc-host) (\S+)", unit.read_text()) in (["127.0.0.1"], ["127.0.0.1"] * 2)


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda unit: unit.stem)
def test_the_steps_of_the_readme_make_what_a_unit_needs(unit: Path) -> None:
    said = unit.read_text()
    steps = (DEPLOY / "README.md").read_text()
    (user,) = re.findall(r"^User=(\S+)", said, re.MULTILINE)
    assert re.search(rf"^useradd .* {user}$", steps, re.MULTILINE)
    made = " ".join(re.findall(r"^install -d (.*)$", steps, re.MULTILINE)).split()
    folders = re.findall(
        r"^(?:WorkingDirectory|Environment=DAGSTER_HOME|Environment=KLIPING_HOME)=(\S+)", said, re.MULTILINE
    )
    assert len(folders) == 3
    assert set(folders) <= set(made)
    (config,) = re.findall(r"^Environment=KLIPING_CONFIG=(\S+)", said, re.MULTILINE)
    assert f"--into {config}\n" in steps
    assert f"AssertPathExists={config}\n" in said


def test_a_container_that_is_made_anew_keeps_the_home_and_the_logs_of_runs() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    for name in ("code", "web", "daemon"):
        kept = {volume.split(":")[1] for volume in compose["services"][name]["volumes"]}
        assert {"/state/home", "/state/dagster/storage"} <= kept
    assert "/state/dagster/storage" in (DEPLOY / "Containerfile").read_text(), "with an owner who may write there"


def test_the_code_servers_command_is_one_of_dagsters() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "code-server", "start", "--help"], capture_output=True, text=True, check=True
    )
    assert "--module-name" in done.stdout
