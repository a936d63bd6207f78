"""A DuckDB with the DuckLake extension, in an environment of its own: the one that is tested here has none for it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

READER = Path(os.environ.get("KLIPING_LAKE_READER", Path(__file__).parent.parent / ".venv-lake" / "bin" / "python"))

WHY = "needs duckdb 1.5.5 with duckdb-extension-ducklake in an environment of its own: make lake-reader"

_ASK = """
import glob, json, os, sys
import duckdb, duckdb_extension_ducklake
told = json.loads(sys.stdin.read())
(extension,) = glob.glob(os.path.dirname(duckdb_extension_ducklake.__file__) + "/extensions/*/*.duckdb_extension")
connection = duckdb.connect(config={"allow_unsigned_extensions": True})
connection.execute(f"LOAD '{extension}'")
connection.execute(
    f"ATTACH 'ducklake:{told['catalogue']}' AS lake "
    f"(READ_ONLY, DATA_PATH '{told['data']}', OVERRIDE_DATA_PATH true)"
)
answers = []
for question in told["questions"]:
    try:
        answers.append(connection.execute(question).fetchall())
    except duckdb.Error as broken:
        answers.append(str(broken))
print(json.dumps(answers, default=str))
"""


def asked(catalogue: Path, data: Path, *questions: str) -> list[list[list[object]] | str]:
    """What the reader answers to SQL over ``lake``: rows, or what went wrong."""
    told = json.dumps({"catalogue": str(catalogue), "data": f"{data}/", "questions": questions})
    done = subprocess.run([READER, "-c", _ASK], input=told, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
