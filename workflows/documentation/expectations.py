"""``docs/expectations.md``: every expectation, from the catalogue.

Belongs here: the page's text. Does not belong here: any expectation's own words (``expectations.suites``).
"""

from __future__ import annotations

from itertools import groupby

from expectations import own_rules
from expectations.rulebook import built_in
from kliping.settings.gate import GateSettings
from workflows.documentation.markdown import cell

HEAD = """\
# Expectations

<!-- `make docs` writes this page; a test fails when it is out of date. -->

A candidate is judged by {count} expectations before it is published, by Great Expectations inside DuckDB.

| severity | a row rule | a table rule |
|---|---|---|
| critical | the document goes to `quarantine`, with every reason; the rest is published | the gate shuts |
| warning | published, the failure on record | published, the failure on record |
| info | published, on record | published, on record |

A row rule that held documents back and is kept by the rest is a warning in `expectation_results`: the edition may be
published. Its `unexpected_count` has both, those held back and those that are not.

A document leaves quarantine by itself when a rule, a threshold or its file changes, since every candidate is judged
anew. A person can rule on one: `kliping release ID --why …` publishes it whatever row rules say,
`kliping hold ID --why …` keeps it back, an article with its copies. Rulings keep name, time and reason, and are
shown in the Data Docs.

When the gate is shut, `kliping check` judges again, and `kliping check --accept EXPECTATION --why …` publishes these
tables all the same, with the acceptance on record in `verdict.json` and `acceptances.jsonl`.

Thresholds are settings, under `gate` ([settings.md](settings.md)). The `steady_…` expectations compare an edition with
the last published ones by median and median absolute deviation, and are silent until there are enough of them.

Of each column that `publishing.article_columns` adds to `articles` two more are asked, both warnings:
`added_NAME_is_there` (some source has it) and `added_NAME_fits` (what the sources hold can be read as its type).
"""

OWN = """\
## Your own rules

Put them into `expectations.toml` in the home folder (`data/`, or what `--home` names). They are shown and recorded
everywhere like those above. The next audit asks them; a running UI lists a new one among the checks once its code
location is reloaded.

```toml
{example}
```

A row rule's query returns `document_id` or `article_id`, and, if it likes, a sentence as `detail`. A table rule's query
returns whatever breaks the rule. Queries see the tables of the candidate, and its measures: {facts}. They cannot
reach files or the network. `expectations.yaml` has the same names (lists under `rule` and `change`), and
`expectations/*.py` a list `EXPECTATIONS` of `expectations.ExpectationSpec`. A rule that cannot be used is refused with
the file, the rule and the fault.
"""


def expectations_document() -> str:
    """The text of ``docs/expectations.md``, with the default thresholds."""
    from expectations.facts import MEASURES

    specs = built_in(GateSettings.model_validate({}))
    parts = [HEAD.format(count=len(specs))]
    for table, of_table in groupby(specs, key=lambda spec: spec.table):
        parts.append(
            f"## {table}\n\n| expectation | severity | level | dimension | what must hold | threshold |\n"
            "|---|---|---|---|---|---|"
        )
        parts += [
            f"| `{spec.name}` | {spec.severity} | {spec.level} | {spec.dimension} | {cell(spec.description)} | "
            f"{cell(spec.threshold)} |"
            for spec in of_table
        ]
        parts.append("")
    example = str(own_rules.__doc__).split("In TOML::\n\n")[1].split("\n\nYAML")[0]
    unindented = "\n".join(line.removeprefix("    ") for line in example.splitlines())
    parts.append(OWN.format(example=unindented, facts=", ".join(f"`{name}`" for name in MEASURES)))
    return "\n".join(parts)
