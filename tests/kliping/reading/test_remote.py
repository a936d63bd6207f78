"""Sources that are no local files: standard input, and a real S3-compatible server."""

from __future__ import annotations

import io
import sys

import pytest

from kliping.errors import SourceError
from kliping.reading import changed_files, list_files, plan_batches, read_documents, stream_documents
from kliping.settings.reading import ReadingSettings

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


@pytest.mark.parametrize(("source", "words"), [("gs://bucket/x", "kliping"), ("nosuch://x/y", "known kind")])
def test_what_cannot_be_reached_is_a_clear_sentence(source, words):
    with pytest.raises(SourceError, match=words):
        list_files([source], SETTINGS)
