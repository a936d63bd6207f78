"""Whether the tests see a change of the code: ``python -m benchmarks.mutants [--mutants 200] [--seed 1] [PACKAGE…]``.

Makes mutants of the modules of the packages (default: ``kliping.metadata`` and ``kliping.duplicates``): one comparison,
sign, number or condition is another one. A mutant is shown to those tests of its package that reach its lines; one
that none of them fails on survives. Prints a row a module and package, the share that was killed, and the survivors,
each with its place.

What is known already is kept (``--state``): stopped or out of time (``--seconds``), the same command goes on where it
was; ``--again`` shows the survivors to the tests once more, which may have changed. Compiled functions run as plain
Python; tests that fail or take too long in that way are not asked.

Belongs here: the command, what is counted, and the changes that nobody could see. Does not belong here: making mutants
(``mutants_made``) and running tests on them (``mutants_run``).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.mutants_made import CHECKOUT, SOURCES, Place, sample

if TYPE_CHECKING:
    from collections.abc import Iterable

KILLED = ("killed", "runs on")

ALL = "all"

SAMPLE = 200
"""Mutants of a sample: a share of them is known to three points."""

FOREVER = 1e9
"""Seconds, thirty years: a call ends when it is done."""

EQUIVALENT: dict[str, str] = {
    "kliping.duplicates.signatures:_CHUNK_BYTES": "how much text is read at once: memory alone",
    "kliping.duplicates.similarity:_BLOCK": "how many pairs are judged at once: memory alone",
    "kliping.duplicates.walks:_QUESTIONS": "how many questions are answered at once: memory alone",
    "kliping.duplicates.candidates:_PARTS": "in how many parts keys are paired: memory alone",
    "kliping.duplicates.pair_features:LAST_DAY, MONTH, WEEKDAY, YEAR:LAST_DAY, MONTH, WEEKDAY, YEAR = (31, 32, 48, "
    "60):48:48 -> 49": "codes that are made and read in one run: any will do that do not meet",
    "kliping.duplicates.sentence_kernels:write_sentences:keys = all_words.astype(np.uint64) + np.uint64(1):1": "a key "
    "must not be 0: any number above will do",
    "kliping.duplicates.similarity:judge_of:nothing = (read_only(np.zeros(1, np.uint8)), read_only(np.zeros("
    "rows.height + 1, np.int64))):1": "room for what is not read",
    "kliping.duplicates.sentence_kernels:_counted:last = np.full(size, -1, np.int64):1": "any number that is no "
    "sentence's will do",
    "kliping.duplicates.reading_kernels:read_texts:longest = 0:0": "room that is not filled",
    "kliping.duplicates.reading_kernels:_number_set:if held == seen.shape[0]::held == seen.shape[0]:Eq -> NotEq": "the "
    "least are the least of what was kept before, however often it is thinned: speed",
    "kliping.duplicates.reading_kernels:_number_set:if held == seen.shape[0]::if held == seen.shape[0]::condition "
    "turned round": "the same",
    "kliping.duplicates.repeats:repeated_lines:reading = Reading(_VALUES, _ROWS, settings.paragraph_words, 0, "
    "identify=False):False": "another hash of the same words, made and read in one run: speed",
    "kliping.duplicates.candidates:_parts_of_lists:bodies = signed['body'].fill_null(0).to_numpy():0": "what has no "
    "words has no keys: of nothing the body",
    "kliping.duplicates.passage_kernels:passages:passage = passage * SPLITMIX_A + np.uint64(words[back]) + np.uint64(1)"
    ":passage * SPLITMIX_A + np.uint64(words[back]):Add -> Sub": "another hash, made and read in one run",
    "kliping.duplicates.day_kernels:_month_of:if MONTH < code <= MONTH + _MONTHS::MONTH < code <= MONTH + _MONTHS:"
    "Lt -> LtE": "of the code before the first month the number is 0, which is none",
    "kliping.metadata.titles.kernels:weigh:longest: Number = 4:4": "the least room of a table that grows with the page",
    "kliping.metadata.titles.suffixes:without_outlet:shown = survey.take(mine & (survey.chars <= longest)).select("
    "'doc', 'text'):survey.chars <= longest": "what is found is shorter than the longest: speed",
    "kliping.metadata.markup:_sayings:parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, "
    "encoding='utf-8'):True:True -> False:1": "bytes name nothing to be fetched: a second lock",
    "kliping.metadata.line_kernel:read_lines:away = 2 if away == 1 else 0:2:2 -> 3": "it is told from 0 and 1 alone",
    "kliping.metadata.titles.features:shortlist:pages = survey.first_line.size - 1:survey.first_line.size - 1": "room "
    "for what is found: memory alone",
    "kliping.metadata.people.zones:lone_labels:rows = np.flatnonzero(survey.having(first_word=word, flag=STARTS_EXOTIC)"
    " & (survey.chars <= LONGEST_LABEL)):survey.chars <= LONGEST_LABEL:LtE -> Lt": "no label is as long: speed",
    "kliping.duplicates.passage_kernels:passages:passage = passage * SPLITMIX_A + np.uint64(words[back]) + np.uint64(1)"
    ":passage * SPLITMIX_A + np.uint64(words[back]) + np.uint64(1):Add -> Sub": "another hash, made and "
    "read in one run",
    "kliping.duplicates.alignment_kernels:_swaps:if link < 0::link < 0:Lt -> LtE": "passages end behind a second word",
    "kliping.duplicates.reading_kernels:read_texts:longest = max(longest, offsets[body + 1] - offsets[body]):body + 1:"
    "Add -> Sub": "more room: memory alone",
    "kliping.duplicates.signatures:WORDS_ALONE": "of what is read the words alone are asked for",
    "kliping.duplicates.pair_kernels:bucket_pairs:while start < keys.shape[0]::start < keys.shape[0]:Lt -> LtE": "a "
    "run of nothing behind the last one",
    "kliping.duplicates.kinds:model_weights:weights.flags.writeable = False": "a lock: nobody writes there",
    "kliping.duplicates.kinds:common_words:words.flags.writeable = False": "a lock: nobody writes there",
    "kliping.duplicates.calendar_words:calendar_words:found.flags.writeable = False": "a lock: nobody writes there",
    "kliping.metadata.dates.expressions:_full_year:return pl.when(year >= BUDDHIST_FROM).then(year - BUDDHIST).when("
    "year < CENTURY).then(year + pl.when(year < OF_LAST_CENTURY).then(THIS_CENTURY).otherwise(THIS_CENTURY - CENTURY"
    ")).otherwise(year).alias('year'):year < CENTURY:Lt -> LtE": "years have two digits or four",
    "kliping.metadata.survey:surveyed:latest = pages['year'].fill_null(0).to_numpy().astype(np.int32):0": "no year of "
    "a page is before it",
    "kliping.duplicates.sentence_kernels:_write_worth:whole = np.zeros(2, np.float64):2": "room that is not filled",
    "kliping.duplicates.sentence_kernels:sentences:starts = np.zeros(_SENTENCES + 1, np.int64):1": "the same",
    "kliping.duplicates.alignment_kernels:_later:return bool(texts.tokens[a + at] > texts.tokens[b + at]):texts.tokens["
    "a + at] > texts.tokens[b + at]:Gt -> GtE": "they differ here",
    "kliping.duplicates.passage_kernels:covered:if links[position] >= 0::0:0 -> 1": "a passage has more words",
    "kliping.metadata.line_kernel:read_lines:month_end = number_end = start - _APART - 1:1": "a place before the line "
    "that nothing is near: any farther one will do",
    "kliping.duplicates.walks:_assigned:asked = Asked(every, np.full(every.shape[0], -1, np.int64), np.zeros("
    "every.shape[0], np.int64)):1": "any number that is no question's will do",
    "kliping.metadata.line_facts:_EXOTIC_FROM": "no letter has this number: Armenian begins behind it",
    "kliping.metadata.people.zones:zone_of:by = np.flatnonzero(short & survey.having(word=BY))": "where it is tried",
    "kliping.metadata.people.labels:_Around.of:reach = np.arange(-1, MOST + 1):1": "what is told of more lines is "
    "not asked",
    "kliping.metadata.titles.close_kernel:_ROOM:_ROOM = slots_for(LEAD_BYTES // 3):LEAD_BYTES // 3": "more room: "
    "memory alone",
    "kliping.metadata.search_kernels:count_tokens:seen[token] = -1:1": "any number that is no line's will do",
    "kliping.duplicates.candidates:_parts_of_lists:found = [(np.flatnonzero(values >> np.uint64(60) == number), "
    "values, ends, owners) for values, ends, owners in chunks]:values >> np.uint64(60) == number:Eq -> NotEq": "the "
    "same keys many times, of which each counts once: speed",
}
"""Changes that no answer shows, each with the reason: the beginning of a change's key, by module, function or constant,
and where the rest of it does show, by statement and words."""


def run(places: list[Place], state: Path, seconds: float, packages: Iterable[str]) -> None:
    """Show mutants to the tests, in a process of its own without machine code."""
    asked = {"seconds": seconds, "places": [asdict(place) for place in places]}
    (state / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONHASHSEED": "0"}
    environment["PYTHONPATH"] = f"{SOURCES}{os.pathsep}{CHECKOUT}"
    command = [sys.executable, "-m", "benchmarks.mutants_run", str(state), *packages]
    subprocess.run(command, env=environment, cwd=CHECKOUT, check=True)


def known(state: Path) -> dict[str, dict[str, Any]]:
    """What became of each mutant that was run, by its key; the last word counts."""
    path = state / "outcomes.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [json.loads(line) for line in lines]
    return {row["key"]: row for row in rows}


def table(places: list[Place], outcomes: dict[str, dict[str, Any]]) -> list[str]:
    """The rows that are printed: a row a module, a package, and one of all."""
    killed, endless, whole = Counter[str](), Counter[str](), Counter[str]()
    for place in places:
        if place.key in outcomes:
            for name in (place.module, _package(place.module), ALL):
                outcome = outcomes[place.key]["outcome"]
                whole[name] += 1
                killed[name] += outcome in KILLED
                endless[name] += outcome == KILLED[1]
    lines = ["| module | mutants | killed | of them by running on | share |", "|---|---:|---:|---:|---:|"]
    modules = {place.module for place in places}
    for name in sorted(whole, key=lambda name: (name not in modules, name == ALL, name)):
        share = f"{killed[name] / max(whole[name], 1):.1%}"
        lines.append(f"| `{name}` | {whole[name]} | {killed[name]} | {endless[name]} | {share} |")
    return lines


def _package(module: str) -> str:
    """The package of a module, as ``kliping.metadata``."""
    return ".".join(module.split(".")[:2])


def main() -> None:
    """Run the sample and print what became of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=["kliping.metadata", "kliping.duplicates"])
    parser.add_argument("--mutants", type=int, default=SAMPLE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=FOREVER, help="how long one call may take")
    parser.add_argument("--state", type=Path, default=Path(tempfile.gettempdir(), "kliping-mutants"))
    parser.add_argument("--again", action="store_true", help="show the survivors to the tests once more")
    asked = parser.parse_args()
    asked.state.mkdir(parents=True, exist_ok=True)
    drawn, every = sample(asked.packages, asked.mutants, asked.seed, tuple(EQUIVALENT))
    outcomes = known(asked.state)
    left = [
        place
        for place in drawn
        if place.key not in outcomes or (asked.again and outcomes[place.key]["outcome"] not in KILLED)
    ]
    if left:
        run(left, asked.state, asked.seconds, asked.packages)
    outcomes = known(asked.state)
    print(f"seed {asked.seed}: {len(drawn)} of {every} mutants drawn, {len(EQUIVALENT)} left out by name")
    print("\n".join(table(drawn, outcomes)))
    took = sum(row["seconds"] for place in drawn if (row := outcomes.get(place.key)))
    print(f"\n{took / 60:.0f} minutes of a processor\n")
    for place in drawn:
        row = outcomes.get(place.key)
        if row and row["outcome"] not in KILLED:
            path = place.module.replace(".", "/")
            print(f"src/{path}.py:{place.line} {place.scope}: {place.told} ({row['outcome']}, {row['asked']} asked)")


if __name__ == "__main__":
    main()
