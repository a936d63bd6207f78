"""What is signed and measured of some pages is what it was; run as a script, this file writes it down anew.

Signatures are kept for good and compared with those of today; the model of copies was fitted to these very measures. So
a change of either is a decision: after the first what is kept has to be signed again, after the second the model has
to be fitted.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.duplicates import sign
from kliping.duplicates.alignment_kernels import features
from kliping.duplicates.calendar_words import calendar_words
from kliping.duplicates.judgement_kernels import measure_pairs
from kliping.duplicates.kinds import common_words
from kliping.duplicates.pair_features import Features, Texts
from kliping.duplicates.similarity import measurable
from kliping.settings import DuplicateSettings
from kliping.text.buffers import text_buffers

sys.path.insert(0, str(Path(__file__).parent))
from told_pairs import PAGES, PAIRS

WRITTEN = Path(__file__).with_name("told_pairs.json")

SETTINGS = DuplicateSettings(near_words=1, exact_words=1)


def signed() -> pl.DataFrame:
    titles, bodies = zip(*PAGES.values(), strict=True)
    names = list(PAGES)
    frame = pl.DataFrame({"document_id": names, "sha256": names, "title": titles, "body": bodies})
    return sign(frame, SETTINGS)


def told() -> dict[str, dict[str, dict[str, object]]]:
    """All that is written down, by kind and page or pair."""
    signatures = signed()
    kept: dict[str, dict[str, object]] = {
        row["document_id"]: {name: row[name] for name in ("body", "words", "scale")}
        | {
            name: hashlib.sha256(bytes(value)).hexdigest()[:16]
            for name, value in row.items()
            if name in ("shingles", "numbers", "tokens")
        }
        | {"keys": [len(row["keys"]), hashlib.sha256(np.array(row["keys"], "<u8").tobytes()).hexdigest()[:16]]}
        for row in signatures.iter_rows(named=True)
    }
    at = {name: number for number, name in enumerate(PAGES)}
    left, right = (np.array([at[pair[side]] for pair in PAIRS]) for side in (0, 1))
    rows = features(Texts(*text_buffers(signatures["tokens"]), common_words(), calendar_words()), left, right).tolist()
    known = measurable(signatures, signatures["body"].drop_nulls(), SETTINGS, words=True)
    pairs: dict[str, dict[str, object]] = {}
    for pair, row in zip(PAIRS, rows, strict=True):
        pairs[" ".join(pair)] = {name: short(value) for name, value in zip(Features._fields, row, strict=True)}
        if "nothing" not in pair:
            seats = [known.seats(signatures["body"][at[name] : at[name] + 1]) for name in pair]
            shares = [float(values[0]) for values in measure_pairs(known.judge.sets, *seats)]
            pairs[" ".join(pair)] |= dict(
                zip(("jaccard", "left_inside", "right_inside"), map(short, shares), strict=True)
            )
    return {"signatures": kept, "pairs": pairs}


def short(value: float) -> float:
    """Six digits of a number: the last ones are the processor's."""
    return float(f"{value:.6g}")


@pytest.mark.parametrize("kind", ["signatures", "pairs"])
def test_what_is_told_of_the_pages_is_what_is_written_down(kind: str) -> None:
    found = told()[kind]
    for name, written in json.loads(WRITTEN.read_text(encoding="utf-8"))[kind].items():
        assert {each: found[name][each] for each in written} == written, name


if __name__ == "__main__":
    rows = {
        kind: [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in of.items()] for kind, of in told().items()
    }
    kinds = [f"{json.dumps(kind)}: {{\n" + ",\n".join(lines) + "\n}" for kind, lines in rows.items()]
    WRITTEN.write_text("{" + ",\n".join(kinds) + "}\n", encoding="utf-8")
