"""What must hold: one suite module per table, the bridge to DuckDB, the verdict, Data Docs.

Imports ``kliping`` only. ``great_expectations`` is imported inside functions, when an audit runs, never at import.
"""
