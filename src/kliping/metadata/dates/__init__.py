"""When a page was published: date expressions, the year of a date without one, and which date is the page's own.

Belongs here: everything that reads a day or a time out of words. Does not belong here: dates that markup states
(``kliping.metadata.markup``).
"""
