"""Whatever trains: the line model, the title model, the profiles of close languages.

Belongs here: turning labelled pages into the files that the steps read. Does not belong here: anything that a run
needs; nothing at run time imports this package except ``kliping train``.
"""
