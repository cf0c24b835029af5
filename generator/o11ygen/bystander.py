"""The process around an author's code: what that code prints, and where it goes, is not the rest of the run's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress

_OUT, _ERR = 1, 2


@contextmanager
def undisturbed() -> Iterator[None]:
    """Runs the code of authors: what it prints goes aside, and the working folder is afterwards what it was."""
    with _printing_aside(), _staying_here():
        yield


@contextmanager
def _printing_aside() -> Iterator[None]:
    """What is printed goes to standard error: standard output may be read by a program.

    So does what programs and libraries print that the code starts, which know the descriptor only.
    """
    try:
        out = os.dup(_OUT)
    except OSError:  # it is closed
        out = None
    try:
        if out is not None:
            _flush()
            _to_standard_error()
        with redirect_stdout(sys.stderr):
            yield
    finally:
        if out is not None:
            _flush()
            os.dup2(out, _OUT)
            os.close(out)


def _flush() -> None:
    # `sys.__stdout__` waits until it has much to print, and would print it on whichever side it is then.
    with suppress(OSError, ValueError):
        if sys.__stdout__ is not None:
            sys.__stdout__.flush()


def _to_standard_error() -> None:
    if sys.__stderr__ is not None:
        os.dup2(_ERR, _OUT)
    else:  # it is closed, and another file may have its number
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _OUT)
        os.close(nowhere)


@contextmanager
def _staying_here() -> Iterator[None]:
    """A spec may go elsewhere to read a file: `--out` and the paths that people read are told from there."""
    try:
        here = os.getcwd()
    except OSError:  # it was removed
        here = None
    try:
        yield
    finally:
        if here is not None:
            with suppress(OSError):
                os.chdir(here)
