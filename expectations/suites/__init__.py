"""The suites: one module per table, each a function from the gate's settings to that table's expectations.

Belongs here: what must hold, in SQL, with its description, severity, dimension and threshold. Does not belong here: how
an expectation is run (``expectations.auditor``) or what is measured for several of them (``expectations.facts``).
"""
