"""What a person does about a broken expectation, in a sentence or two.

Belongs here: the next move, by what the expectation does to what breaks it. Does not belong here: what it means (its
own description), or how a document is looked at (``workflows.commands``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expectations.spec import ExpectationSpec

LOOK = "'kliping explain ADDRESS' shows line by line what became of a page."


def next_move(spec: ExpectationSpec) -> str:
    """The next move where ``spec`` is broken."""
    if spec.own:
        mend = "Mend the pages, or the rule in the home's own file of rules."
    elif spec.table in ("articles", "paragraphs", "documents", "metadata_evidence", "removed_lines"):
        mend = "Mend the pages or their source, or the threshold under 'gate' in kliping.toml."
    else:
        mend = "Look at the rows; where the threshold is wrong for your pages, it is set under 'gate' in kliping.toml."
    if spec.holds:
        return (
            f"The documents are in quarantine and the rest is published. {LOOK} {mend} "
            "'kliping release ID --why REASON' publishes one all the same."
        )
    if spec.severity == "critical":
        return (
            f"Nothing is published while this is broken, and the published edition stays. {mend} Then run again; or "
            f"accept it once: 'kliping check --accept {spec.name} --why REASON'."
        )
    if spec.severity == "warning":
        hold = "'kliping hold ID --why REASON' takes one out."
        return f"They are published, with the warning on record. {LOOK} {mend} {hold}"
    return f"They are published; it is on record only. {LOOK}"
