"""Templates are compiled once and kept where Python keeps compiled modules, under the same conditions.

Compiling them is 6 % of a small run. What is kept holds only for the text, the Python and the jinja2 it was made from.
"""

from __future__ import annotations

import hashlib
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


_DIGEST = 32  # bytes of a sha256


class Compiled(BytecodeCache):
    """The folder of this module's own bytecode; nothing is written where Python was told to write none."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was kept of its template; what is of no use leaves it empty."""
        with suppress(OSError, EOFError, ValueError, TypeError):
            content = _file(bucket).read_bytes()
            # What a cut or damaged file unpickles to may be anything, and end the run.
            if _digest(content[_DIGEST:]) == content[:_DIGEST]:
                bucket.load_bytecode(BytesIO(content[_DIGEST:]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; a folder that can't be written is none of the user's business."""
        if sys.dont_write_bytecode:
            return
        file, compiled = _file(bucket), BytesIO()
        bucket.write_bytecode(compiled)
        content = compiled.getvalue()
        with suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            _write(file, _digest(content) + content)


def _write(file: Path, content: bytes) -> None:
    """Moved into place whole: another process may read it at any time."""
    written = tempfile.NamedTemporaryFile(dir=file.parent, delete=False)  # noqa: SIM115 - it is closed below
    try:
        with written:
            written.write(content)
        os.chmod(written.name, 0o644)  # other users read it too, as they do what Python keeps
        os.replace(written.name, file)
    except OSError:
        os.unlink(written.name)
        raise


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _file(bucket: Bucket) -> Path:
    folder = Path(importlib.util.cache_from_source(__file__)).parent
    return folder / f"template-{bucket.key}.{_KIND}.pyc"
