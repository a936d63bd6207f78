"""Rules of a user's own that several tests write into a home."""

NOTHING_PASSES = """
[[rule]]
name = "no_articles"
table = "articles"
severity = "critical"
description = "No article at all."
sql = "SELECT article_id FROM articles"
"""
