"""Kliping: a heap of scraped news pages becomes clean, dated, deduplicated, quality-checked tables.

This library is the *how*: pure transforms from a batch of rows to a batch of rows, and the storage they rest in. It
imports neither Dagster nor Great Expectations. Its folders read in data order: ``reading`` → ``cleaning`` →
``language`` → ``metadata`` → ``duplicates`` → ``warehouse``.
"""

__version__ = "0.1.0"
