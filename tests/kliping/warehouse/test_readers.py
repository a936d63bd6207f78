"""Readers never wait, never fail and never see half an edition, however many are published meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from kliping.warehouse.store import Store
from tests.kliping.warehouse.homes import article, document, publish_rows

PUBLISHES = 50 if os.environ.get("KLIPING_CHAOS_EVERY") == "1" else 5
READERS = 10
ROOT = Path(__file__).parents[3]

READING = """
import sys, threading, time
from pathlib import Path
from kliping.warehouse.connections import opened

published, stop = Path(sys.argv[1]), Path(sys.argv[2])
QUERY = '''SELECT (SELECT max(edition) FROM editions), count(*), min(body), max(body),
    (SELECT count(*) FROM documents), (SELECT count(*) FROM search('isi')) FROM articles'''
seen, failed, lock = set(), [], threading.Lock()

def read():
    while not stop.exists():
        try:
            with opened(published) as connection:
                ((edition, articles, least, most, documents, found),) = connection.execute(QUERY).fetchall()
            whole = articles == documents == found == edition % 7 + 1 and least == most == f"Isi {edition}."
            told = None if whole else f"edition {edition}: {articles} {least} {most} {documents} {found}"
        except BaseException as broken:
            told = repr(broken)
        with lock:
            if told is None:
                seen.add(edition)
            else:
                failed.append(told)
        time.sleep(0.1)

threads = [threading.Thread(target=read) for _ in range(int(sys.argv[3]))]
for thread in threads:
    thread.start()
print("reading", flush=True)
for thread in threads:
    thread.join()
print(len(seen), failed[:3])
"""


def rows(number: int) -> dict[str, list[dict[str, object]]]:
    names = [str(name) for name in range(number % 7 + 1)]
    return {
        "articles": [article(name, f"Isi {number}.") for name in names],
        "documents": [document(name) for name in names],
    }


@pytest.mark.chaos
def test_publishes_under_readers(tmp_path: Path) -> None:
    store, stop = Store(tmp_path / "home"), tmp_path / "stop"
    publish_rows(store, 1, rows(1))
    holder = duckdb.connect(str(store.published), read_only=True)
    holder.execute("BEGIN")
    held = "SELECT count(*), any_value(body), (SELECT max(edition) FROM editions) FROM articles"
    assert holder.execute(held).fetchall() == [(2, "Isi 1.", 1)]
    command = [sys.executable, "-c", READING, str(store.published), str(stop), str(READERS)]
    reading = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert reading.stdout is not None
        assert reading.stdout.readline() == "reading\n"
        for number in range(2, PUBLISHES + 2):
            publish_rows(store, number, rows(number))
        stop.touch()
        seen, _, failed = reading.stdout.read().strip().partition(" ")
        assert reading.wait() == 0
        assert failed == "[]"
        assert int(seen) >= PUBLISHES / 5, "they saw one edition after the other"
        assert holder.execute(held).fetchall() == [(2, "Isi 1.", 1)], "whoever began with an edition ends with it"
        holder.execute("COMMIT")
    finally:
        stop.touch()
        reading.kill()
        reading.communicate()
        holder.close()
