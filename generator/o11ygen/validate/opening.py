"""What a file holds, and which kind of file it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from o11ygen import yamlread
from o11ygen.validate.documents import READS_FIRST
from o11ygen.validate.files import LARGEST, Source
from o11ygen.validate.manifests import rule_manifests
from o11ygen.validate.reading import Read
from o11ygen.validate.recognition import recognise, top_names


def kind_of(data: bytes, source: Source, *, places: bool = False) -> tuple[str, Read | None]:
    """The kind, and the document where it was read for that; `places` are those of `yamlread.read`."""
    if source.path is not None and source.path.suffix.lower() == ".tmpl":
        return "templates", None
    if data.lstrip()[:2] == b"{{":
        return recognise(data.decode("utf-8", errors="replace")), None
    document: Read = yamlread.read(data, dialect=READS_FIRST, places=places)
    name = source.path.name if source.path is not None else ""
    if document.refused or not isinstance(document.value, (dict, list)):
        text = data.decode("utf-8", errors="replace")
        return recognise(text, file=name) or recognise(top_names(text), file=name), document
    kind = recognise(document.value, file=name)
    return kind or ("rules" if rule_manifests(data) else ""), document


def bytes_of(source: Source) -> bytes | str:
    """The content, or why it can't be read."""
    try:
        if source.path is None:
            # What is closed is none; nothing has been written there, either.
            return sys.stdin.buffer.read(LARGEST) if sys.stdin is not None else "is closed"
        if source.named and source.path.is_fifo():
            return _piped(source.path)
        if source.path.is_dir():
            return "is a folder"
        if not source.path.is_file():
            return "leads nowhere" if source.path.is_symlink() else "is no file"
        if source.path.stat().st_size > LARGEST:
            return f"is larger than {LARGEST >> 20} MB"
        return source.path.read_bytes()
    except OSError as error:
        return f"can't be read: {error.strerror}"


def _piped(path: Path) -> bytes | str:
    """What is written into a pipe, as shells put one for `<(command)`, or that it is nothing."""
    # Opened in this way it does not wait for a first writer, who may never come.
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(reading, "rb") as pipe:
        os.set_blocking(reading, True)
        return pipe.read(LARGEST) or "is a pipe into which nothing is written"
