"""Templates are compiled once and kept where Python keeps compiled modules, under the same conditions.

Compiling them is 6 % of a small run. What is kept holds only for the text, the Python and the jinja2 it was made from.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

# `optimized` and the like change what a template is compiled to.
_KIND = f"{sys.implementation.cache_tag}-jinja2-{jinja2.__version__}"


class Compiled(BytecodeCache):
    """The folder of this module's own bytecode; nothing is written where Python was told to write none."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was kept of its template; what is of no use leaves it empty."""
        # A file cut short or written by something else is as good as none.
        with suppress(OSError, EOFError, ValueError, TypeError):
            bucket.load_bytecode(BytesIO(_file(bucket).read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; a folder that can't be written is none of the user's business."""
        if sys.dont_write_bytecode:
            return
        file = _file(bucket)
        with suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            # Moved into place whole: another process may read it at any time.
            with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
                bucket.write_bytecode(written)
            os.replace(written.name, file)


def _file(bucket: Bucket) -> Path:
    folder = Path(importlib.util.cache_from_source(__file__)).parent
    return folder / f"template-{bucket.key}.{_KIND}.pyc"
