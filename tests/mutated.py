"""Files as accidents leave them: cut off, with parts taken out, doubled, put in or changed."""

from __future__ import annotations

import random

# What begins, ends or joins something in YAML, JSON, templates, PromQL or comments for lint.
_PIECES = (b"{{", b"*a", b"&a ", b"- ", b": ", b"\n", b"[", b"{", b"(", b"'", b'"', b"!!", b"~", b"# o11ygen: allow ")


def mutated(chance: random.Random, data: bytes) -> bytes:
    """The bytes with one to three parts taken out, put in or changed."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        place, other = chance.randrange(len(made) + 1), chance.randrange(len(made) + 1)
        first, last = min(place, other), max(place, other)
        match chance.randrange(6):
            case 0:
                del made[place:]
            case 1:
                made[place:place] = bytes([chance.randrange(256)])
            case 2:
                del made[first:last]
            case 3:
                made[place:place] = made[first:last][:2000]
            case 4:
                made[place:place] = chance.choice(_PIECES)
            case _ if place < len(made):
                made[place] = chance.randrange(256)
    return bytes(made)
