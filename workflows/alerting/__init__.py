"""Telling people that a night went wrong: what is told, to whom, how often.

Belongs here: alerts, from the record of editions to a server that takes them. Does not belong here: when it is looked
(``workflows.watching``). No word and no address of a page is in an alert: numbers, names of expectations, and of files
of ours.
"""
