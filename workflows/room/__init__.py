"""The reading room: a web app on the loopback address over the published file, for people who read.

Belongs here: pages, their queries, their safety and their words. Does not belong here: what the tables hold, or how a
correction reaches them (``kliping``). Nothing here runs in a browser: there is no script.
"""
