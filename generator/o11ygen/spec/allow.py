"""Suppression: a check that an object deliberately does not satisfy, with the reason."""

from pydantic import Field

from o11ygen.spec.model import Spec
from o11ygen.spec.values import Text


class Allow(Spec):
    """Checks whose findings on this object are accepted, and why; build it with `allow`."""

    checks: tuple[str, ...] = Field(description="Ids of the checks, such as `metric/naming`.", min_length=1)
    why: Text = Field(description="Why the finding is accepted here; a reviewer reads it.", min_length=1)


def allow(*checks: str, why: str) -> Allow:
    """Accept the findings of `checks` on the object that this is given to: `allow=allow("alert/for", why="...")`."""
    return Allow(checks=checks, why=why)
