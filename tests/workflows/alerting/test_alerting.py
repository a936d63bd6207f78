"""Alerts reach real servers, once while they last, without a word of a page; a good night touches what is watched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from assets.refusals import REFUSED as MARK
from kliping.frames import FILES
from kliping.settings import AlertSettings, Settings
from kliping.tables.tables import EDITIONS
from kliping.warehouse.publish import REFUSED, Edition
from kliping.warehouse.store import BATCHES, Store
from workflows.alerting import alerts
from workflows.alerting.alerts import Alert, alerts_of, run_failed, trial
from workflows.alerting.senders import AlertError, send
from workflows.alerting.telling import tell, touch_heartbeat
from workflows.metrics import metrics_text, write_metrics
from workflows.watching import failure_told

pytestmark = pytest.mark.network

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def told(**given: object) -> Settings:
    home = given.pop("home", Path("nowhere"))
    return Settings(home=home, alerts=AlertSettings(**{"attempts": 3, "timeout_seconds": 20, **given}))


def no_pause(_: float) -> None:
    """Tests do not wait."""


def test_the_webhook_gets_it_as_slack_takes_it_and_any_address_as_an_object(web) -> None:
    address = f"http://127.0.0.1:{web.port}/services/T0/secret"
    taken = send(trial(NOW), told(webhook=address, url=address).alerts, no_pause)
    assert taken == ["webhook", "url"]
    slack, plain = web.bodies
    assert set(slack) == {"text"}
    assert "trial" in slack["text"]
    assert (plain["kind"], plain["at"]) == ("test", NOW.isoformat())


def test_mail_arrives_with_its_subject_at_everybody(mail) -> None:
    send(trial(NOW), told(email_to=("ibu@example.org",), smtp_host="127.0.0.1", smtp_port=mail.port).alerts, no_pause)
    ((recipient, message),) = mail.mails
    assert recipient == "ibu@example.org"
    assert "Subject: Kliping: A trial alert" in message
    assert "Nothing is wrong" in message


def test_a_server_that_fails_is_asked_again_and_its_address_is_never_said(web) -> None:
    web.faults = [503, 500]
    address = f"http://127.0.0.1:{web.port}/services/T0/secret"
    pauses: list[float] = []
    send(trial(NOW), told(webhook=address).alerts, pauses.append)
    assert (len(web.bodies), pauses) == (1, [1.0, 2.0])
    web.faults = [503, 503, 503]
    with pytest.raises(AlertError, match=r"webhook \(the server said 503\)") as caught:
        send(trial(NOW), told(webhook=address).alerts, no_pause)
    assert "secret" not in str(caught.value)


def test_one_way_that_fails_keeps_no_other_from_being_taken(web) -> None:
    web_address = f"http://127.0.0.1:{web.port}/"
    settings = told(url=web_address, email_to=("a@example.org",), smtp_host="127.0.0.1", smtp_port=1, attempts=1)
    with pytest.raises(AlertError, match="e-mail"):
        send(trial(NOW), settings.alerts, no_pause)
    assert len(web.bodies) == 1


def test_a_server_that_speaks_no_http_and_an_address_that_cannot_be_asked_are_sentences(babble, tmp_path) -> None:
    for address in (f"http://127.0.0.1:{babble}/secret", "http://127.0.0.1:secret/"):
        settings = told(webhook=address, heartbeat_url=address, attempts=1)
        with pytest.raises(AlertError, match=r"could not be handed to webhook \(\w+") as caught:
            send(trial(NOW), settings.alerts, no_pause)
        assert "secret" not in str(caught.value)
        with pytest.raises(AlertError, match="does not answer"):
            touch_heartbeat(settings)


def test_a_recipient_that_the_server_cannot_take_is_a_sentence(mail) -> None:
    settings = told(email_to=("rina\u00e9@example.org",), smtp_host="127.0.0.1", smtp_port=mail.port, attempts=1)
    with pytest.raises(AlertError, match="e-mail"):
        send(trial(NOW), settings.alerts, no_pause)


def test_the_same_is_told_once_within_the_cooldown(web, tmp_path) -> None:
    settings = told(home=tmp_path, webhook=f"http://127.0.0.1:{web.port}/", cooldown_minutes=60)
    alert = Alert("gate_shut", "edition 7", "Edition 7 was refused", "no_articles", NOW)
    assert tell([alert], settings, NOW) == ["Edition 7 was refused"]
    assert tell([alert], settings, NOW + timedelta(minutes=59)) == []
    other = Alert("gate_shut", "edition 8", "Edition 8 was refused", "no_articles", NOW)
    assert tell([alert, other], settings, NOW + timedelta(minutes=59)) == ["Edition 8 was refused"]
    assert tell([alert], settings, NOW + timedelta(minutes=61)) == ["Edition 7 was refused"]
    assert len(web.bodies) == 3


def test_what_could_not_be_sent_is_sent_when_it_is_next_told(web, tmp_path, monkeypatch) -> None:
    settings = told(home=tmp_path, webhook=f"http://127.0.0.1:{web.port}/", attempts=1)
    alert = Alert("gate_shut", "edition 7", "Edition 7 was refused", "no_articles", NOW)
    web.faults = [500]
    with pytest.raises(AlertError):
        tell([alert], settings, NOW)
    assert tell([alert], settings, NOW) == ["Edition 7 was refused"]


def test_nobody_is_told_where_nobody_is_named(tmp_path) -> None:
    assert tell([trial(NOW)], told(home=tmp_path), NOW) == []


def test_a_good_publish_touches_the_file_and_the_address(web, tmp_path) -> None:
    file = tmp_path / "beats" / "kliping"
    settings = told(heartbeat_file=str(file), heartbeat_url=f"http://127.0.0.1:{web.port}/ping/1")
    assert touch_heartbeat(settings) == ["file", "url"]
    assert file.is_file()
    assert web.fetched == ["/ping/1"]


def entered(home: Path, at: datetime) -> Store:
    """A home whose last batch arrived at ``at``."""
    store = Store(home)
    row = {"uri": "file:///a", "bytes": 1, "modified_at": at, "sha256": "00", "batch": "x"}
    store.register(pl.DataFrame([row], schema={**FILES, "batch": pl.String}), at)
    return store


def test_silence_is_told_after_the_hours_that_are_set(tmp_path) -> None:
    store = entered(tmp_path, NOW - timedelta(hours=49))
    (alert,) = alerts_of(store, told(home=tmp_path), NOW)
    assert (alert.kind, alert.subject) == ("nothing_new", "Nothing new came in")
    assert "49 hours ago" in alert.text
    assert alerts_of(store, told(home=tmp_path, nothing_new_hours=50), NOW) == []
    assert alerts_of(store, told(home=tmp_path, nothing_new_hours=0), NOW) == []


def test_a_shut_gate_and_a_large_share_held_back_are_told(tmp_path, monkeypatch) -> None:
    store = entered(tmp_path, NOW)
    last = Edition(3, REFUSED, "inputs", "tables")
    monkeypatch.setattr("kliping.warehouse.publish.last_edition", lambda _: last)
    monkeypatch.setattr("expectations.editions.last_edition", lambda _: last)
    row = dict.fromkeys(EDITIONS.schema()) | {"edition": 3, "documents": 10, "quarantined": 4}
    store.write(EDITIONS.name, "00000003", pl.DataFrame([row], schema=EDITIONS.schema()))
    kinds = {one.kind: one for one in alerts_of(store, told(home=tmp_path), NOW)}
    assert set(kinds) == {"gate_shut", "quarantine_share"}
    assert "4 of 10 documents" in kinds["quarantine_share"].text
    assert "kliping check" in kinds["gate_shut"].text


@pytest.mark.parametrize(("metadata", "kinds"), [({MARK: 1}, ["Edition 3 was refused"]), ({}, ["The run 01234567 of"])])
def test_a_refusal_is_told_at_once_as_a_shut_gate_and_another_failure_as_a_failed_run(
    metadata, kinds, web, tmp_path, monkeypatch
) -> None:
    last = Edition(3, REFUSED, "inputs", "tables")
    monkeypatch.setattr("kliping.warehouse.publish.last_edition", lambda _: last)
    monkeypatch.setattr("expectations.editions.last_edition", lambda _: last)
    failure = SimpleNamespace(metadata=metadata, description="It raised.")
    event = SimpleNamespace(step_key="published", step_failure_data=SimpleNamespace(user_failure_data=failure))
    run = SimpleNamespace(job_name="publish", run_id="0123456789")
    context = SimpleNamespace(get_step_failure_events=lambda: [event], dagster_run=run)
    settings = told(home=tmp_path, webhook=f"http://127.0.0.1:{web.port}/")
    said = failure_told(context, Store(tmp_path), settings)
    assert [one[: len(kind)] for one, kind in zip(said, kinds, strict=True)] == kinds


def test_an_alert_of_a_failed_run_is_short_and_harmless() -> None:
    alert = run_failed("ingest", "0123456789", "x" * 2000 + "\x1b[31m", NOW)
    assert len(alert.text) < 700
    assert "\x1b" not in alert.text
    assert alert.key == alerts.run_failed("ingest", "another run", "x" * 2000, NOW).key


def test_secrets_of_alerts_are_in_no_record_of_settings() -> None:
    settings = told(webhook="https://example.org/T0/secret", smtp_password="secret", heartbeat_url="https://x/secret")
    assert "secret" not in settings.model_dump_json()
    assert "secret" not in repr(settings)


def test_metrics_tell_the_time_a_page_of_each_step_where_it_is_known(tmp_path) -> None:
    store = entered(tmp_path / "home", NOW)
    (batch,) = store.parts(BATCHES)
    assert "kliping_step_seconds_per_page" not in metrics_text(store, NOW)
    store.write("raw_documents", batch, pl.DataFrame({"document_id": ["a", "b", "c", "d"]}))
    store.write("lines", batch, pl.DataFrame({"line": [1]}), seconds=2.0)
    store.write("metadata", batch, pl.DataFrame({"line": [1]}))
    samples = [line for line in metrics_text(store, NOW).splitlines() if line.startswith("kliping_step_seconds")]
    assert samples == ['kliping_step_seconds_per_page{step="lines"} 0.5']


def test_metrics_are_lines_that_prometheus_reads(tmp_path) -> None:
    store = entered(tmp_path / "home", NOW)
    lines = metrics_text(store, NOW).splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert "kliping_batches 1" in samples
    assert "kliping_gate_open 1" in samples
    for line in samples:
        name, value = line.rsplit(" ", 1)
        float(value)
        assert f"# TYPE {name.partition('{')[0]} gauge" in lines
    file = tmp_path / "textfile" / "kliping.prom"
    settings = Settings(home=store.home, metrics_file=str(file))
    assert write_metrics(store, settings, NOW) == file
    assert file.read_text().endswith("\n")
    assert write_metrics(store, Settings(home=store.home), NOW) is None
