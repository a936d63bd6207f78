"""Every kernel is compiled for one kind of arguments, whatever the pages and however their frames lie in memory.

The first run on a machine compiles them, all that pages need (``kliping.first_run``).
Arrays that can be written and arrays that cannot, a column in one piece and one in several, a matrix of one row and one
of many are different kinds to numba: a kernel that is called with both is compiled again in the middle of somebody's
run, for seconds, though the first run compiled all.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.kliping.test_first_run import SELDOM
from tests.longer import LONGER

CODE = r'''
import sys
from datetime import UTC, datetime

import polars as pl
from numba.core.dispatcher import Dispatcher

from kliping import first_run
from kliping.duplicates import find_duplicates
from kliping.duplicates.schemas import RANKING
from kliping.frames import CORRECTIONS, DOCUMENTS, empty
from kliping.settings import Settings
from kliping.steps import PAGE_STEPS

DAY = "Jakarta, Kabar Contoh - Harga cabai naik, kata Sari Wulandari kepada Kabar Contoh, Senin (3/6/2024). "
LISTED = "".join(f"{number}. Cabai merah {number}.500 rupiah\n" for number in range(1, 40))
PAGES = (
    "Cabai",
    DAY + "14 November 2024 14:56 WIB " * 3_000,
    "Harga cabai naik\nOleh: Sari Wulandari\nSenin, 3 Juni 2024\n" + DAY + "\nBaca juga: Harga beras\n" + DAY * 2,
    "Harga cabai naik\n" + DAY * 3 + "\nBerikut harganya:\n" + LISTED + DAY * 2,
    *first_run._SAMPLE,
)


def cut(frame):
    """The same rows in pieces of two."""
    return pl.concat([frame[at : at + 2] for at in range(0, max(frame.height, 1), 2)], rechunk=False)


def made(texts, lay):
    rows = [
        dict.fromkeys(DOCUMENTS.names())
        | {"document_id": f"{at:016x}", "uri": f"file:///{at}", "format": "text", "text": text, "markup": False}
        | {"sha256": f"{at:064x}", "fields": [], "bytes": len(text), "first_seen_at": datetime(2026, 1, 1, tzinfo=UTC)}
        for at, text in enumerate(texts)
    ]
    settings = Settings()
    frames = {"raw_documents": lay(pl.DataFrame(rows, schema=DOCUMENTS)), "corrections": empty(CORRECTIONS)}
    for step in PAGE_STEPS:
        frames[step.name] = lay(step.make(frames, settings))
    find_duplicates(frames["signatures"], empty(RANKING), settings.duplicates)


def compiled():
    """The kernels that were called, with the kinds of arguments they are compiled for."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("kliping.")]
    values = [value for module in modules for value in vars(module).values() if isinstance(value, Dispatcher)]
    kernels = {id(value): value for value in values if value.targetoptions.get("nogil")}
    return {f"{one.__module__}.{one.__name__}": list(one.signatures) for one in kernels.values() if one.signatures}


for part in first_run.PARTS:
    first_run.compile_part(part)
ahead = compiled()
for pages in (*((page,) for page in PAGES), PAGES, PAGES + PAGES, ()):
    made(pages, lambda frame: frame.rechunk())
    made(pages, cut)
print(len(ahead))
for name, kinds in compiled().items():
    for late in kinds[len(ahead.get(name, ())) :]:
        print(name.removeprefix("kliping."), late)
'''


@pytest.mark.chaos
@LONGER
def test_the_first_run_compiles_all_that_is_called():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    number, *late = done.stdout.splitlines()
    assert int(number) > 30, "kernels were not looked at"
    assert [one for one in late if not one.startswith(tuple(SELDOM))] == []
