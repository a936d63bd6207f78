"""Where frames rest and how tables are published: the Parquet store between steps, the candidate, the published file.

Belongs here: everything that touches the home folder or DuckDB. Does not belong here: text logic.
"""
