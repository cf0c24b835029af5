"""Suppression: a check that an object deliberately does not satisfy, with the reason."""

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from o11ygen.spec.model import Spec, refuse
from o11ygen.spec.values import Text


def _date(value: object) -> object:
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise refuse(
                f"`{value}` is no date, so nobody knows when it ends", 'Write the year, month and day: "2027-01-31".'
            ) from None
    if isinstance(value, datetime.datetime):
        return value.date()
    return value


class Allow(Spec):
    """Checks whose findings on this object are accepted, and why; build it with `allow`."""

    checks: tuple[str, ...] = Field(description="Ids of the checks, such as `metric/naming`.", min_length=1)
    why: Text = Field(description="Why the finding is accepted here; a reviewer reads it.", min_length=1)
    until: Annotated[datetime.date | None, BeforeValidator(_date)] = Field(
        default=None, description="The last day on which `o11ygen lint` accepts it, such as 2027-01-31."
    )


def allow(*checks: str, why: str, until: str | datetime.date | None = None) -> Allow:
    """Accept the findings of `checks` on the object that this is given to: `allow=allow("alert/for", why="...")`.

    After the day `until`, such as "2027-01-31", `o11ygen lint` tells of them again.
    """
    return Allow(checks=checks, why=why, until=until)  # type: ignore[arg-type]  # a text becomes a date
