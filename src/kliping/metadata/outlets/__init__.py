"""Which outlet a page is from, and whom it is taken from: mastheads, addresses, agencies, datelines.

Belongs here: everything that names an organisation. Does not belong here: people (``kliping.metadata.people``).
"""
