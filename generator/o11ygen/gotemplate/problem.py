"""What is wrong in a template: one fault, its place, and what becomes of it in production."""

from __future__ import annotations

from typing import Literal, TypeAlias

from o11ygen.record import record

Kind: TypeAlias = Literal[
    "syntax",  # does not parse
    "variable",  # `$name` that nothing defines
    "function",  # a function that the system does not have
    "version",  # a function or field that is newer than the declared version
    "template",  # `{{ template "name" }}` without a definition, or a name defined twice
    "field",  # `.Name` that the data does not have
    "arity",  # too few or too many arguments
    "type",  # a value that the function or comparison does not take
    "regexp",  # a pattern that RE2 does not read
    "format",  # a printf verb that does not fit its argument
    "depth",  # nested deeper than o11ygen reads
]


@record
class Problem:
    """One fault of a template.

    `offset` counts characters from the start of the text. `refused` says that the program does not load the file;
    otherwise it loads and the template fails when it runs: `certain` says whether that is whenever this part of it
    runs, or only where the data happens to be so. `message` says what and why it matters, `hint` what to do.
    """

    kind: Kind
    message: str
    hint: str = ""
    offset: int = 0
    refused: bool = False
    certain: bool = True


def line_and_column(text: str, *, offset: int) -> tuple[int, int]:
    """The place of a character, both counted from 1."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1
