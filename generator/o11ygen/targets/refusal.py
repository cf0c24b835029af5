"""The error that says what is wrong with a value and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """The error that a check raises, a ValueError: `message` is what is wrong, `hint` what to write instead."""
    # Most runs refuse nothing, and so load no pydantic.
    from pydantic_core import PydanticCustomError

    if not message.isascii():
        # Bytes that are no text are quoted as lone surrogates, which pydantic does not take.
        message = message.encode("utf-8", "backslashreplace").decode()
    escaped = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError("o11ygen_value", escaped, {"hint": hint, "text": message})


def refused(error: ValueError) -> PydanticCustomError:
    """What the neutral readers of durations and sizes say, as what is wrong and what to write."""
    message, _, remedy = str(error).partition("; ")
    return refuse(message, remedy[:1].upper() + remedy[1:])
