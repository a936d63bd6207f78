"""Which line is a page's title: features of every line, and the model that weighs them.

Belongs here: what tells a title from other lines. Does not belong here: learning it (``kliping.learning.titles``).
"""
