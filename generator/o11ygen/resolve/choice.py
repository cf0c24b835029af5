"""Which of the values of a `per_env` holds in an environment."""

from __future__ import annotations

from typing import Any, NamedTuple

from o11ygen.spec.environment import Environment
from o11ygen.spec.varying import UNSET, PerEnv


class Choice(NamedTuple):
    """The value that holds, and what it was chosen by, as an author wrote it: `per_env "staging"`."""

    value: Any
    how: str


def chosen(value: PerEnv[Any], environment: Environment) -> Choice | None:
    """The value of the environment, then of the nearest that it derives from, then of its tier, then the default.

    None where there is none of these.
    """
    for name in (environment.name, *environment.lineage):
        if name in value.environments:
            return Choice(value.environments[name], f'per_env "{name}"')
    if environment.tier in value.tiers:
        return Choice(value.tiers[environment.tier], f'per_env tier "{environment.tier}"')
    return None if value.default is UNSET else Choice(value.default, "per_env default")
