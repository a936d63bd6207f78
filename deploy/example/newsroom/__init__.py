"""A Dagster project that has a corpus among its components."""
