"""The verdict: what the audit said of one candidate, on record where every later run finds it.

Belongs here: recording, accepting, asking. Does not belong here: judging (``expectations.auditor``) or publishing.

Dagster's blocking checks hold only within one run; so whatever publishes, in whatever run, asks here first.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from expectations import records
from kliping.errors import GateClosed

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.auditor import Audit


@dataclass(frozen=True)
class Acceptance:
    """A person's word that a broken critical expectation shall not keep one candidate from being published."""

    expectation: str
    why: str
    who: str
    accepted_at: datetime


@dataclass(frozen=True)
class Verdict:
    """What the audit said of one candidate; ``shut_by`` has the broken critical expectations and their counts."""

    edition: int
    run_id: str
    tables_sha256: str
    passed: bool
    shut_by: dict[str, int]
    checked_at: datetime
    accepted: tuple[Acceptance, ...] = ()

    @property
    def still_shut_by(self) -> dict[str, int]:
        """The broken critical expectations that nobody accepted."""
        accepted = {one.expectation for one in self.accepted}
        return {name: count for name, count in self.shut_by.items() if name not in accepted}

    @property
    def open(self) -> bool:
        """Whether the candidate may be published."""
        return self.passed or not self.still_shut_by

    @property
    def word(self) -> str:
        """``passed``, ``accepted`` or ``refused``: the value of ``editions.verdict``."""
        return "passed" if self.passed else "accepted" if self.open else "refused"


def path_of(home: Path) -> Path:
    """Where the verdict of the candidate under ``home`` is recorded."""
    return home / "verdict.json"


def write_verdict(home: Path, audit: Audit, tables_sha256: str) -> Verdict:
    """Put the verdict of ``audit`` on record for the candidate whose tables hash to ``tables_sha256``.

    Acceptances of the same tables stay in force when they are audited again.

    Raises:
        StoreError: ``home`` cannot be written.
    """
    before = read_verdict(home)
    verdict = Verdict(
        edition=audit.edition,
        run_id=audit.run_id,
        tables_sha256=tables_sha256,
        passed=audit.passed,
        shut_by=dict(audit.shut_by),
        checked_at=audit.checked_at,
        accepted=before.accepted if before is not None and before.tables_sha256 == tables_sha256 else (),
    )
    _write(home, verdict)
    return verdict


def read_verdict(home: Path) -> Verdict | None:
    """The verdict on record, or None when there is none that can be read."""
    try:
        found: dict[str, Any] = json.loads(path_of(home).read_text(encoding="utf-8"))
        return Verdict(
            edition=int(found["edition"]),
            run_id=str(found["run_id"]),
            tables_sha256=str(found["tables_sha256"]),
            passed=found["passed"] is True,
            shut_by={str(name): int(count) for name, count in found["shut_by"].items()},
            checked_at=datetime.fromisoformat(found["checked_at"]),
            accepted=tuple(
                Acceptance(one["expectation"], one["why"], one["who"], datetime.fromisoformat(one["accepted_at"]))
                for one in found["accepted"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # A verdict that cannot be read opens no gate; the next audit writes it anew.
        return None


def require_open_gate(home: Path, tables_sha256: str, *, edition: int) -> Verdict:
    """The verdict that lets the candidate whose tables hash to ``tables_sha256`` be published as ``edition``.

    Raises:
        GateClosed: there is no verdict, it speaks of other tables, or it failed and was not accepted.
    """
    verdict = read_verdict(home)
    if verdict is None:
        raise GateClosed("The candidate was never audited, or its verdict cannot be read. Run 'kliping check'.")
    if verdict.tables_sha256 != tables_sha256 or verdict.edition != edition:
        raise GateClosed(
            f"The verdict on record (edition {verdict.edition}) is of another candidate: the tables changed after the "
            "audit. Run 'kliping check'."
        )
    if not verdict.open:
        broken = verdict.still_shut_by
        listed = ", ".join(f"{name} ({count:,} broken)" for name, count in broken.items())
        raise GateClosed(
            f"edition {verdict.edition} refused: {listed}. See expectation_results; fix, then run 'kliping check', "
            f"or publish all the same with '--accept {next(iter(broken))} --why …'."
        )
    return verdict


def accept(home: Path, expectation: str, why: str, who: str, when: datetime) -> Verdict:
    """Put on record that ``who`` accepts the broken ``expectation`` for the candidate at hand, and why.

    The acceptance counts for these tables alone; ``acceptances.jsonl`` keeps all there ever were.

    Raises:
        GateClosed: there is no verdict, the expectation does not shut the gate, or no reason or name is given.
    """
    verdict = read_verdict(home)
    if verdict is None:
        raise GateClosed("There is no verdict to accept anything of. Run 'kliping check' first.")
    if expectation not in verdict.shut_by:
        shut = ", ".join(verdict.shut_by) or "none"
        raise GateClosed(f"{expectation} does not shut the gate of edition {verdict.edition}; these do: {shut}.")
    if not why.strip() or not who.strip():
        raise GateClosed(f"Accepting {expectation} needs a reason and a name: --why and, where it is unknown, --who.")
    acceptance = Acceptance(expectation, why.strip(), who.strip(), when)
    others = tuple(one for one in verdict.accepted if one.expectation != expectation)
    verdict = replace(verdict, accepted=(*others, acceptance))
    _write(home, verdict)
    records.append(
        home / "acceptances.jsonl",
        {"edition": verdict.edition, "tables_sha256": verdict.tables_sha256, **_plain(acceptance)},
    )
    return verdict


def _write(home: Path, verdict: Verdict) -> None:
    plain = {
        **asdict(verdict),
        "checked_at": verdict.checked_at.isoformat(),
        "accepted": [_plain(one) for one in verdict.accepted],
    }
    records.replace(path_of(home), json.dumps(plain, indent=2, ensure_ascii=False) + "\n")


def _plain(acceptance: Acceptance) -> dict[str, str]:
    return {**asdict(acceptance), "accepted_at": acceptance.accepted_at.isoformat()}
