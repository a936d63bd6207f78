"""What deploy/ names is there: options of the processes, files, settings; the component builds a corpus."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml
from click.testing import CliRunner
from dagster._config import process_config, resolve_to_config_type
from dagster._core.instance.config import dagster_instance_config_schema

from workflows.component import KlipingCorpus
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


def test_the_component_is_a_corpus_with_its_own_settings(tmp_path: Path) -> None:
    given = yaml.safe_load((DEPLOY / "example" / "defs.yaml").read_text())
    assert given["type"] == f"{KlipingCorpus.__module__}.{KlipingCorpus.__name__}"
    corpus = KlipingCorpus(**{**given["attributes"], "home": str(tmp_path)})
    definitions = corpus.build_defs(None)  # it asks nothing of where it is loaded from
    (schedule,) = [one for one in definitions.schedules if one.name == "daily_publish"]
    assert schedule.execution_timezone == "Asia/Jakarta"
    node = definitions.resolve_asset_graph().get(dg.AssetKey(["published", "articles"]))
    assert node.owners == ["team:korpus"]


def test_the_code_servers_command_is_one_of_dagsters() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "code-server", "start", "--help"], capture_output=True, text=True, check=True
    )
    assert "--module-name" in done.stdout
