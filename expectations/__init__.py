"""What must hold before a candidate is published: suites, the audit inside DuckDB, the verdict, Data Docs.

Belongs here: every expectation, how it is run, and what its result does to the gate. Does not belong here: mending what
breaks one (the steps of ``kliping``), or when it runs (``workflows``).

Importing this package, and asking for the ``catalogue``, imports neither Great Expectations nor a database engine; both
wait until ``judge_rows`` or ``audit`` is called. ``warm_up`` imports them beside earlier steps.
"""

from __future__ import annotations

from expectations.auditor import Audit, Outcome, audit, judge_rows, warm_up
from expectations.data_docs import build_data_docs
from expectations.rulebook import catalogue
from expectations.rulings import hold, read_rulings, release
from expectations.spec import ExpectationSpec
from expectations.verdict import Acceptance, Verdict, accept, read_verdict, require_open_gate, write_verdict

__all__ = [
    "Acceptance",
    "Audit",
    "ExpectationSpec",
    "Outcome",
    "Verdict",
    "accept",
    "audit",
    "build_data_docs",
    "catalogue",
    "hold",
    "judge_rows",
    "read_rulings",
    "read_verdict",
    "release",
    "require_open_gate",
    "warm_up",
    "write_verdict",
]
