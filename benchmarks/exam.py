"""The development exam, which lies beside the checkout: where it is, its scorer, and texts as the steps take them.

Belongs here: what several measurements take from the exam. Does not belong here: measuring.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import polars as pl

from kliping.frames import DOCUMENTS, conform

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"


def documents(texts: dict[str, str], *, markup: bool) -> pl.DataFrame:
    """``DOCUMENTS`` of texts by name."""
    given = pl.DataFrame({"document_id": list(texts), "text": list(texts.values())}).with_columns(
        pl.lit(markup).alias("markup")
    )
    missing = [pl.lit(None).alias(name) for name in DOCUMENTS if name not in given.columns]
    return given.with_columns(missing).pipe(conform, DOCUMENTS)


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON Lines, packed by gzip (``.gz``) or not."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def exam_scorer() -> Any:  # noqa: ANN401 - a script beside the checkout
    """The exam's scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "exam" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
