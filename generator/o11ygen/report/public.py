"""Whether a line of somebody's file may be shown: one that holds a credential, or may, is not.

Reports end up in logs and comments that more people read than the file. A line is judged as text, since the file may be
of any kind and broken; one that is left out costs a reader less than one that tells a password.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from o11ygen.credentials import is_credential, is_reference, is_telling

# A name and the text in quotes that it is given, in Python; or a name and its value, in YAML and JSON.
_GIVEN = re.compile(r"""["']?([\w-]+)["']?\s*(?:=\s*[A-Za-z]{0,2}["']|:\s*["']?)[^"'\s]""")
# Calls that take a credential as their first argument, and the text in quotes that is given there.
_TAKEN = re.compile(
    r"""\b(Secret\.\w+|Authorization|webhook|msteams|msteams_connector|discord)\(\s*[A-Za-z]{0,2}["']([^"']*)"""
)
# Users with their passwords, or with hashes of them.
_USERS = re.compile(r"""\b(?:basic_auth_)?users["']?\s*[=:]\s*(?:\{|dict\(|$)|\$2[aby]?\$\d\d\$""")
_TEXT_ALONE = re.compile(r"""\s*[A-Za-z]{0,2}["']""")


def is_public(number: int, lines: Sequence[str]) -> bool:
    """Whether the line of this number, from 1, may be shown to anybody."""
    line = lines[number - 1]
    if number > 1 and _TEXT_ALONE.match(line):
        # The name that it is given to may stand on the line before.
        line = f"{lines[number - 2].rstrip()} {line}"
    if is_credential(line, "") or _USERS.search(line):
        return False
    if any(is_telling(given[1]) for given in _GIVEN.finditer(line)):
        return False
    return all(_is_reference(taken[1], taken[2]) for taken in _TAKEN.finditer(line))


def _is_reference(call: str, text: str) -> bool:
    kind = call.partition(".")[2]
    return bool(kind) and is_reference(kind, text)
