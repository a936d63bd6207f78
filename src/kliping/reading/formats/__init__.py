"""What a file holds: formats by content, each reader turning bytes into pieces or a refusal.

Belongs here: one module a format, and what the formats share. Does not belong here: where bytes come from
(``kliping.reading.sources``).
"""
