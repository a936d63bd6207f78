"""Numbers that need no name: what ``test_bare_numbers`` finds and may stand, each with its reason."""

from __future__ import annotations

BYTES = "bytes of a number, and how many numbers stand side by side"
UNITS = "units of time and size, thousandths and the like: not ours to choose"
DIGITS = "a number from its digits, and a blank where a line ends"

SHAPE = "how many words, lines and parts pages have that are made up here"
CASES = "how large a case is, as its name says"
COLUMNS = "columns of a set in a table, or how wide one is"
TOLD = "as much of a fault, of who writes or of what was done as a message tells"

ARGUED: dict[str, dict[str, set[float]]] = {
    "cleaning/alike.py": {"a bit of what a line is": {4}},
    "cleaning/kernels.py": {BYTES: {3}, DIGITS: {10, 48, 32}},
    "digests.py": {BYTES: {4, 8, 64}, "the turns and shifts of XXH64": {3, 7, 11, 12, 18, 23, 27, 31}},
    "duplicates/day_kernels.py": {"a day as one number: room for 31": {32}},
    "duplicates/passage_kernels.py": {BYTES: {3, 4}},
    "duplicates/reading_kernels.py": {BYTES: {3, 4}},
    "duplicates/sentence_kernels.py": {"a share as a byte": {255}},
    "engines/cluster.py": {TOLD: {200}},
    "language/exact.py": {"a version of Python": {3, 12}},
    "language/features.py": {"the word and the one behind it: the weights are of such pieces": {3}},
    "language/grams.py": {
        "langdetect's patterns of addresses, which its profiles were made with": {64, 255, 256, 2076},
        "the letters of http:// that were seen": {3, 4, 8},
        "one gram of each length for each letter": {3, 4},
    },
    "language/kernel.py": {BYTES: {3, 4, 32}, "langdetect's generator takes four words for two numbers": {4}},
    "language/tables.py": {"langdetect's trials, and Python's own random numbers": {3, 7, 67108864, 9007199254740992}},
    "learning/lines.py": {"keys of a word: alone, with the next, as the first": {3}},
    "learning/manners.py": {"the months": {13}},
    "learning/notices.py": {"shares of made-up pages": {0.4, 0.6}},
    "learning/pages.py": {"labels of a host in a country's registry": {3}},
    "learning/pairs.py": {"another story, and words of furniture, of made-up pairs": {4, 7}},
    "metadata/chosen.py": {"characters of a day: 2024-06-03": {10}},
    "metadata/dates/bases.py": {"the groups of a pattern": {3}},
    "metadata/dates/clock.py": {"the groups of a pattern": {8}},
    "metadata/dates/years.py": {"the calendar": {4, 6, 9, 11, 28, 29, 30, 31, 100, 400}},
    "metadata/line_facts.py": {"hashes that are kept of a line": {3}},
    "metadata/line_kernel.py": {
        DIGITS: {10, 48, 32},
        "the last four digits of a number, and whether the first two of these are a century's, ours or the Buddha's": {
            *(3, 10_000, 100, 19, 20, 25),
        },
    },
    "metadata/page_state.py": {UNITS: {1000}},
    "metadata/search_kernels.py": {DIGITS: {32}},
    "metadata/titles/kernels.py": {"room for the lines of a page": {4}, "a feature is named for it": {3}},
    "metadata/titles/listing.py": {BYTES: {3}},
    "reading/character_kernel.py": {BYTES: {8}},
    "reading/formats/binary_sheets.py": {"bits of a byte that are a number's": {7}},
    "reading/formats/cells.py": {UNITS: {1000, 1_000_000}},
    "reading/formats/sheets.py": {"the letters of a column, A being 65": {26, 64}},
    "reading/formats/wide.py": {BYTES: {4}},
    "reading/formats/sniff.py": {BYTES: {4}, "where a tar archive says what it is": {257, 262}},
    "reading/sources/content.py": {UNITS: {1000}},
    "reading/sources/remote.py": {UNITS: {1000, 1_000_000}, TOLD: {200}},
    "reading/sources/settling.py": {UNITS: {1e9}},
    "reading/sources/sources.py": {UNITS: {1000}},
    "text/sieve.py": {"bits of a word, as a power of two": {6}},
    "text/utf8.py": {BYTES: {3, 4}},
    "warehouse/accuracy.py": {"Wilson's formula": {4}},
    "warehouse/corrections.py": {
        "ASCII's signs without a shape": {32},
        "characters of a year, a month and a day": {4, 7, 10},
    },
    "warehouse/leases.py": {TOLD: {80}},
    "warehouse/lock.py": {TOLD: {80}},
    "benchmarks/accuracy.py": {"what jusText is given instead of words of a language": {70, 140}, COLUMNS: {3}},
    "benchmarks/calibration_sets.py": {"labels of a host in a country's registry": {3}},
    "benchmarks/cleaning_speed.py": {SHAPE: {6, 10, 12, 30, 4000}},
    "benchmarks/duplicates.py": {
        CASES: {10_000, 3_300_000, 5_500_000, 50_000_000},
        SHAPE: {5, 9, 90},
        UNITS: {1e6},
    },
    "benchmarks/duplicates_corpus.py": {
        SHAPE: {0.1, 0.15, 0.6, 5, 6, 7, 11, 13, 20, 30, 35, 60, 80, 300, 364, 1500},
    },
    "benchmarks/duplicates_peers.py": {"bits of a hash": {64}},
    "benchmarks/duplicates_store.py": {"two small batches, which compile": {1000, 2000}},
    "benchmarks/editions.py": {SHAPE: {6, 7, 9, 10, 100, 200, 400}, "bytes of a digest": {64}},
    "benchmarks/fields.py": {COLUMNS: {3}},
    "benchmarks/gate.py": {"an edition that others are before": {6}, UNITS: {1024}},
    "benchmarks/generator.py": {"Mandelbrot's form of Zipf's law": {2.7}, SHAPE: {4, 8, 40}},
    "benchmarks/guard.py": {"where dice begin": {3}},
    "benchmarks/labelled_pairs.py": {COLUMNS: {10}},
    "benchmarks/memory.py": {UNITS: {1024}},
    "benchmarks/metadata_titles.py": {"where dice begin": {3}},
    "benchmarks/mutants_made.py": {TOLD: {100}},
    "benchmarks/mutants_run.py": {"letters of a digest": {20}},
    "benchmarks/reading.py": {SHAPE: {8, 10, 30, 3000}, UNITS: {1e6}},
    "benchmarks/reading_fuzz.py": {SHAPE: {3, 4, 200}},
    "benchmarks/reading_room.py": {"the 95th of a hundred is the last of twenty parts": {20}, UNITS: {1000}},
    "benchmarks/reading_samples.py": {
        "as the specifications of old workbooks and of compound files have it": {4, 5, 8, 108, 128, 512, 4096},
    },
    "benchmarks/reading_shapes.py": {SHAPE: {3}, "a moment in milliseconds": {1714957200000}},
    "benchmarks/reliability.py": {UNITS: {60}},
    "benchmarks/reliability_faults.py": {UNITS: {60, 1024}},
    "benchmarks/reliability_services.py": {UNITS: {60}, TOLD: {6}},
    "benchmarks/scale.py": {UNITS: {3, 3600}},
    "benchmarks/tables.py": {"the months": {12}},
    "benchmarks/units.py": {"HTTP's answer that all is well": {200}, TOLD: {3000}},
}
"""Numbers that need no name, by module, and why."""
