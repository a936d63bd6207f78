"""The published tables: columns, types and comments, each told once.

Belongs here: what a table is. Does not belong here: how it is filled (``kliping.warehouse``).
"""
