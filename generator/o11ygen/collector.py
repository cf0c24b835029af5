"""Python's garbage collector, kept from looking through what lives until the end anyway."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles, which would look again and again through all that is built in between.

    It triples the time that reading a large file takes. What was built is set aside before the collector works again, or
    its first round would go through all of it; the next time gives it back, so that a process that does this several
    times loses nothing. Within another `uncollected` it changes nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
