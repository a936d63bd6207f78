"""Sources that are no local files: standard input, and a real S3-compatible server."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime

import polars as pl
import pytest

from kliping.errors import SourceError
from kliping.reading import changed_files, list_files, plan_batches, read_documents, stream_documents
from kliping.reading.sources import web
from kliping.settings.reading import ReadingSettings
from tests.web_server import LOGIN, PASSWORD, SECRETS, TOKEN, USER, Seen, serving

SETTINGS = ReadingSettings()


def test_standard_input_is_read_like_a_file(monkeypatch, now):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "Banjir surut"}\n{"text": "Warga"}\n')))
    documents = next(stream_documents(["-"], SETTINGS, now))
    assert documents["text"].to_list() == ["Banjir surut", "Warga"]
    assert documents["uri"][0].startswith("stdin:///")


@pytest.fixture
def bucket(monkeypatch):
    """A bucket on a server of moto's, empty; yields a function that puts an object."""
    boto3 = pytest.importorskip("boto3")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="news")
    yield lambda key, body: client.put_object(Bucket="news", Key=key, Body=body)
    server.stop()


@pytest.mark.network
@pytest.mark.filterwarnings("default")  # the server's and the client's own
def test_a_bucket_is_read_like_a_folder(bucket, now):
    pytest.importorskip("s3fs")
    bucket("2024/a.txt", b"Banjir surut di kampung")
    bucket("2024/b.jsonl", b'{"text": "Warga kembali"}\n{"text": "Pasar dibuka"}\n')
    bucket("2024/.hidden", b"x")
    bucket("other/c.txt", b"x")
    listed = list_files(["s3://news/2024"], SETTINGS)
    assert listed["uri"].to_list() == ["s3://news/2024/a.txt", "s3://news/2024/b.jsonl"]
    nothing = listed.clear().with_columns(batch=None, first_seen_at=None)
    planned = plan_batches(changed_files(listed, nothing), SETTINGS)
    documents = read_documents(planned, SETTINGS, now)
    assert documents["text"].to_list() == ["Banjir surut di kampung", "Warga kembali", "Pasar dibuka"]
    assert list_files(["s3://news/*/c.txt"], SETTINGS)["uri"].to_list() == ["s3://news/other/c.txt"]
    with pytest.raises(SourceError, match="s3://news/missing"):
        list_files(["s3://news/missing"], SETTINGS)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("gs://bucket/x", "kliping"),
        *(
            (source, "known kind")
            for source in (
                "nosuch://x/y",
                "ftp://example.org/x",
                "sftp://example.org/x",
                "local:///etc/hostname",
                "dir://x::file:///etc",
                "file::http://example.org/x",
                "simplecache::https://example.org/x",
                "zip://x::s3://bucket/y.zip",
                "memory://x",
            )
        ),
        ("ftp:example.org/x", "No file or folder"),
        ("dir:etc", "No file or folder"),
    ],
)
def test_what_cannot_be_reached_is_a_clear_sentence(source, words):
    with pytest.raises(SourceError, match=words):
        list_files([source], SETTINGS)


WITH_LOGIN = f"http://{USER}:{PASSWORD}@"


@pytest.fixture
def server() -> Iterator[tuple[str, Seen]]:
    """Host and port of a web server, and what it has seen."""
    pytest.importorskip("aiohttp")
    with serving() as running:
        yield running


def read(source: str, now: datetime) -> pl.DataFrame:
    listed = list_files([source], SETTINGS)
    nothing = listed.clear().with_columns(batch=None, first_seen_at=None)
    return read_documents(plan_batches(changed_files(listed, nothing), SETTINGS), SETTINGS, now)


@pytest.mark.network
@pytest.mark.parametrize(
    ("before", "after"), [(WITH_LOGIN, "/a.txt"), ("http://", f"/a.txt?token={TOKEN}"), ("http://", "/to-open")]
)
def test_a_login_and_a_token_open_the_page_and_are_kept_nowhere(server, now, before: str, after: str) -> None:
    host, _ = server
    documents = read(before + host + after, now)
    assert documents["text"][0].startswith("Museum Opens")
    assert documents["uri"].to_list() == [f"http://{host}{after.partition('?')[0]}"]
    assert not [secret for secret in SECRETS if secret in str(documents.to_dicts())]


@pytest.mark.network
def test_a_login_is_given_to_its_own_host_only(server, now) -> None:
    host, seen = server
    assert read(f"{WITH_LOGIN}{host}/to-other-host", now)["text"][0].startswith("Museum Opens")
    assert {login for path, login in seen if path == "/to-other-host"} == {LOGIN}
    assert {login for path, login in seen if path == "/open.txt"} == {None}


@pytest.mark.network
@pytest.mark.parametrize("way", ["/to-file", "/to-ftp", "/to-https"])
def test_a_redirect_stays_with_its_scheme(server, way: str) -> None:
    host, seen = server
    with pytest.raises(SourceError, match="sends its reader from http:// to") as refusal:
        list_files([f"{WITH_LOGIN}{host}{way}?token={TOKEN}"], SETTINGS)
    told = "".join(traceback.format_exception(refusal.value))
    assert not [secret for secret in SECRETS if secret in told]
    assert not [path for path, _ in seen if path == "/open.txt"]


@pytest.mark.network
def test_a_wrong_login_is_a_sentence_without_it(server) -> None:
    host, _ = server
    wrong = PASSWORD[::-1]
    with pytest.raises(SourceError, match="cannot be listed") as refusal:
        list_files([f"http://{USER}:{wrong}@{host}/a.txt"], SETTINGS)
    told = "".join(traceback.format_exception(refusal.value))
    assert wrong not in told
    assert USER not in told


@pytest.mark.parametrize(
    ("from_addresses", "to_addresses", "follows"),
    [
        (["93.184.216.34"], ["93.184.216.35"], True),
        (["93.184.216.34"], ["127.0.0.1"], False),
        (["93.184.216.34"], ["10.0.0.5"], False),
        (["93.184.216.34"], ["169.254.169.254"], False),
        (["93.184.216.34"], ["0.0.0.0"], False),
        (["93.184.216.34"], ["::1"], False),
        (["93.184.216.34"], ["::ffff:127.0.0.1"], False),
        (["93.184.216.34"], ["fd00::1"], False),
        (["93.184.216.34"], ["fe80::1%eth0"], False),
        (["93.184.216.34"], ["93.184.216.35", "192.168.1.1"], False),
        (["93.184.216.34", "10.0.0.1"], ["10.0.0.5"], False),
        (["10.0.0.1"], ["127.0.0.1"], False),
        (["10.0.0.1"], ["10.0.0.5"], True),
        (["10.0.0.1"], ["93.184.216.34"], True),
        (["127.0.0.1"], ["10.0.0.5"], True),
    ],
)
def test_a_redirect_leads_no_further_inside(from_addresses: list[str], to_addresses: list[str], follows: bool) -> None:
    assert (web.refused("https", "https", from_addresses, to_addresses) is None) == follows


@pytest.mark.network
def test_a_redirect_is_judged_by_where_its_hosts_lie(server, monkeypatch) -> None:
    """The host that was named counts as public here; where it sends us is this machine."""
    host, _ = server
    monkeypatch.setattr(web, "depth", lambda address: 0 if address == "127.0.0.1" else 2)
    with pytest.raises(SourceError, match="inside this machine or its network"):
        list_files([f"http://{host}/to-other-address"], SETTINGS)
