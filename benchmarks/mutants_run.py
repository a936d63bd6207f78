"""Tests on mutants, each in a fork of a process that has everything imported: ``mutants_run STATE PACKAGE…``.

Belongs here: which lines each test reaches, which tests a mutant is shown to, and what they say. Does not belong here:
making mutants (``mutants_made``), putting one in place of the code (``mutants_placed``) and counting (``mutants``).

The first run of a file of tests notes, by ``coverage``, the lines that each of its tests reaches, what it takes of a
processor and whether it passes; later runs take the note as long as neither the file nor the code has changed. A mutant
is shown to the tests that reach its lines, the quickest before the others, a file as long as another and twice as long
where it names the module, until one fails.

Polars' threads do not follow into a fork: nothing here may ask Polars for anything before the processes part.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.mutants_made import CHECKOUT, SOURCES, Place, path_of
from benchmarks.mutants_placed import BEGINNING, NOTING, WAITING, WAITING_MORE, import_all, put_in_place, uses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PACKAGES = ("metadata", "duplicates")
"""Whose lines are noted."""

SLOW, LONG = 1, 20
"""Seconds of a processor after which a test, and the rest of its file, is not asked: plain Python makes some slow."""

NAMING = 2
"""Times as long as another a file of tests is asked that names the module of a mutant."""

BUDGET = 15.0
"""Seconds of a processor, as noted, that the tests of one mutant may take together; at least one is asked."""

PATIENCE = 3
"""Times as long as noted that the tests of a mutant may take: one that runs on is seen."""

BROKEN, MISUSED, SILENT = 3, 4, 5
"""What pytest ends with when it failed itself, was called wrongly, or found no test."""

SURVIVED, KILLED, ENDLESS, UNREACHED = "survived", "killed", "runs on", "survived, no test reaches it"

Note = dict[str, Any]
"""Of a test: ``seconds``, ``passed``, ``lines`` (of each file)."""


def forked(work: Callable[[], str], seconds: float) -> tuple[int, str]:
    """What ``work`` ends with and tells, in a process of its own that may take so many seconds of a processor."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            os.close(reading)
            whole = int(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(nowhere, number)
            told = work()
            with os.fdopen(writing, "w") as out:
                out.write(told)
            code = 0
        except SystemExit as end:
            os.write(writing, str(end.code).encode())
            code = 1
        except BaseException as broken:  # noqa: BLE001 - it is told, and the process ends here
            os.write(writing, f"{type(broken).__name__}: {broken}".encode())
        finally:
            os._exit(code)
    os.close(writing)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))  # it may wait without computing
    signal.alarm(int(WAITING * seconds) + WAITING_MORE)
    with os.fdopen(reading) as heard:
        said = heard.read()
    _, status = os.waitpid(child, 0)
    signal.alarm(0)
    return os.waitstatus_to_exitcode(status), said


class Watched:
    """A run of pytest over some of the tests of some files: which ones, in what order, and what they say."""

    def __init__(self, tests: list[str] | None = None) -> None:
        self.tests = tests
        self.failed: list[str] = []
        self.skipped: list[str] = []

    def run(self, files: Iterable[str]) -> int:
        """Run those of the tests of these files."""
        from hypothesis import settings

        settings.register_profile("mutants", deadline=None, derandomize=True, database=None)
        settings.load_profile("mutants")  # invented cases are the same ones each time, however long they take
        quiet = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow and not network"]
        ignored = ["-W", "ignore::RuntimeWarning", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        first = [] if self.tests is None else ["-x"]  # where tests are asked by name, one failure is enough
        return int(pytest.main([*first, *quiet, *ignored, *files], plugins=[self]))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the tests that are asked, in their order."""
        if self.tests is not None:
            found = {item.nodeid: item for item in items}
            items[:] = [found[test] for test in self.tests if test in found]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Heed a report."""
        if report.skipped:
            self.skipped.append(report.nodeid)
        if report.failed:
            self.failed.append(report.nodeid)


class Noting(Watched):
    """A run that notes what each test reaches and takes."""

    def __init__(self) -> None:
        import coverage

        super().__init__()
        below = [f"{SOURCES}/kliping/{name}/*" for name in PACKAGES]
        self.reached = coverage.Coverage(data_file=None, include=below, config_file=False, messages=False)
        self.notes: dict[str, Note] = {}
        self.begun = time.process_time()

    def pytest_runtest_setup(self) -> None:
        """Pass over what is left of a file that takes too long."""
        if time.process_time() - self.begun > LONG:
            pytest.skip("the file takes too long here")

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note a test."""
        if not self.notes:
            signal.signal(signal.SIGVTALRM, _too_slow)
            self.reached.start()  # not before: what importing reaches is no test's
        self.reached.switch_context(item.nodeid)
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
        yield
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.notes[item.nodeid] = {"seconds": time.process_time() - begun, "lines": defaultdict(list)}

    def told(self) -> str:
        """The notes, as JSON."""
        self.reached.stop()
        data = self.reached.get_data()
        for name in data.measured_files():
            file = str(Path(name).relative_to(CHECKOUT))  # another checkout may go on from here
            for line, tests in data.contexts_by_lineno(name).items():
                for test in tests:
                    if test in self.notes:
                        self.notes[test]["lines"][file].append(line)
        heard = {*self.failed, *self.skipped}
        for test, note in self.notes.items():
            note["passed"] = test not in heard
        return json.dumps(self.notes)


class Host:
    """Notes what is not noted yet, then runs the mutants that are asked until the time is over."""

    def __init__(self, state: Path) -> None:
        self.notes_path = state / "notes.json"
        self.outcomes = state / "outcomes.jsonl"
        asked = json.loads((state / "asked.json").read_text(encoding="utf-8"))
        self.places = [Place(**{**place, "statement": tuple(place["statement"])}) for place in asked["places"]]
        self.until = time.monotonic() + asked["seconds"]
        self.notes: dict[str, dict[str, Any]] = {}

    def run(self, files: Iterable[str]) -> None:
        """Show the mutants to the tests of these files."""
        if not self._note(files):
            print("the time was over before all tests were noted", flush=True)
            return
        for place in self.places:
            if time.monotonic() > self.until:
                break
            begun = os.times()
            outcome, told, asked = self._fate(place)
            ended = os.times()
            took = sum(ended[2:4]) - sum(begun[2:4])
            row = {"key": place.key, "outcome": outcome, "told": told, "asked": asked, "seconds": round(took, 2)}
            with self.outcomes.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row) + "\n")

    # what the tests reach

    def _note(self, files: Iterable[str]) -> bool:
        """Read the notes, and make those that are missing; whether there was time for all."""
        if self.notes_path.exists():
            self.notes = json.loads(self.notes_path.read_text(encoding="utf-8"))
        for name in files:
            path = CHECKOUT / name
            digest = _digest([path, *(near for near in path.parent.glob("*.py") if not near.name.startswith("test_"))])
            noted = self.notes.get(name)
            if noted and noted["digest"] == digest and noted["code"] == _code_of(noted["tests"]):
                continue
            if time.monotonic() > self.until:
                return False
            ended, told = forked(lambda name=name: self._noted(name), NOTING)  # type: ignore[misc]
            if ended:
                print(f"{name}: could not be noted ({ended}, {told[:300]})", flush=True)
            tests = json.loads(told) if not ended else {}
            self.notes[name] = {"digest": digest, "code": _code_of(tests), "tests": tests}
            self.notes_path.write_text(json.dumps(self.notes), encoding="utf-8")
        for name in set(self.notes) - set(files):
            del self.notes[name]
        return True

    @staticmethod
    def _noted(name: str) -> str:
        noting = Noting()
        noting.run([name])
        return noting.told()

    @cached_property
    def _reaching(self) -> dict[tuple[str, int], list[str]]:
        """The tests that reach each line of each file."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for one in self.notes.values():
            for test, note in one["tests"].items():
                if note["passed"]:
                    for name, lines in note["lines"].items():
                        for line in lines:
                            found[str(CHECKOUT / name), line].append(test)
        return found

    @cached_property
    def _seconds(self) -> dict[str, float]:
        return {test: note["seconds"] for one in self.notes.values() for test, note in one["tests"].items()}

    @cached_property
    def _naming(self) -> dict[str, set[str]]:
        return {name: {f"{path.relative_to(CHECKOUT)}" for path in paths} for name, paths in naming().items()}

    # what becomes of a mutant

    def _tests(self, place: Place) -> list[str]:
        name = str(path_of(place.module))
        chosen: set[str] = set()
        for first, last in ((place.line, place.last_line), place.statement):
            chosen = chosen or {
                test for line in range(first, last + 1) for test in self._reaching.get((name, line), ())
            }
        chosen |= {test for line in uses_of(place) for test in self._reaching.get(line, ())}
        naming_files = self._naming.get(place.module, set())
        spent: dict[str, float] = defaultdict(float)
        order: dict[str, float] = {}
        for test in sorted(chosen, key=lambda test: (self._seconds[test], test)):
            name = test.split("::")[0]
            spent[name] += self._seconds[test] / (NAMING if name in naming_files else 1)
            order[test] = spent[name]
        ordered = sorted(chosen, key=lambda test: (order[test], test))
        asked: list[str] = []
        whole = 0.0
        for test in ordered:
            whole += self._seconds[test]
            if asked and whole > BUDGET:
                break
            asked.append(test)
        return asked

    def _fate(self, place: Place) -> tuple[str, str, int]:
        tests = self._tests(place)
        if not tests:
            return UNREACHED, "", 0
        whole = sum(self._seconds[test] for test in tests)
        ended, told = forked(lambda: self._shown(place, tests), PATIENCE * whole + BEGINNING)
        if ended == 0:
            return SURVIVED, "", len(tests)
        if ended in (-signal.SIGXCPU, -signal.SIGKILL):
            return ENDLESS, "", len(tests)
        if ended > 1:
            raise RuntimeError(f"{place.key} could not be run: {told}")
        return KILLED, told if ended == 1 else f"ended by signal {-ended}", len(tests)

    @staticmethod
    def _shown(place: Place, tests: list[str]) -> str:
        try:
            put_in_place(place)
        except Exception as broken:
            raise SystemExit(f"does not import: {broken}") from broken
        watched = Watched(tests)
        code = watched.run(sorted({test.split("::")[0] for test in tests}))
        if code in (BROKEN, MISUSED):
            raise RuntimeError(f"pytest ended with {code}")
        if code not in (0, SILENT):
            raise SystemExit(watched.failed[0] if watched.failed else "the tests cannot be imported")
        return ""


def _too_slow(*_: object) -> None:
    pytest.fail("takes too long here", pytrace=False)


def _digest(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(paths))).hexdigest()[:20]


def _code_of(tests: dict[str, Note]) -> str:
    """A digest of all code that tests reach."""
    paths = {CHECKOUT / name for note in tests.values() for name in note["lines"]}
    return _digest(path for path in paths if path.exists())


def naming() -> dict[str, list[Path]]:
    """The files of tests that name each module."""
    from tests.contracts.test_named_modules import modules, named_in

    found: dict[str, list[Path]] = {module: [] for module in modules()}
    for path in sorted((CHECKOUT / "tests" / "kliping").rglob("test_*.py")):
        for module in named_in(path):
            if module in found:
                found[module].append(path)
    return found


def main() -> None:
    """Run the mutants that ``STATE/asked.json`` holds."""
    state, packages = Path(sys.argv[1]), sys.argv[2:]
    folders = [CHECKOUT.joinpath("tests", *package.split(".")) for package in packages]
    files = [str(path.relative_to(CHECKOUT)) for folder in folders for path in folder.rglob("test_*.py")]
    import_all()
    for library in ("hypothesis", "polars.testing", "numba", "pyarrow", "lxml.html", "coverage", "kliping.steps"):
        importlib.import_module(library)
    threads = {path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")}
    if any(name.startswith("polars-") and name[7:].isdigit() for name in threads):
        raise RuntimeError(f"something asked Polars while it was imported: {sorted(threads)}")
    Host(state).run(sorted(files))


if __name__ == "__main__":
    main()
