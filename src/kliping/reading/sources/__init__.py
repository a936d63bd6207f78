"""Where files are, which of them are new, and which are read together.

Belongs here: listing, opening, the ledger's comparison, batches. Does not belong here: what a file holds
(``kliping.reading.formats``).
"""
