"""Who wrote and edited a page: bylines, labels, credits at the end.

Belongs here: everything that reads a person out of words. Does not belong here: names of the article's subjects.
"""
