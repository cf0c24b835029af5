"""The error that says what is wrong with a value and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """The error that a check raises, a ValueError: `message` is what is wrong, `hint` what to write instead."""
    # Most runs refuse nothing, and so load no pydantic.
    from pydantic_core import PydanticCustomError

    escaped = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError("o11ygen_value", escaped, {"hint": hint, "text": message})
