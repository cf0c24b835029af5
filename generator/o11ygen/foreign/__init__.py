"""Files that were not made here, as the resolved model: what checks read, with what is not known left open."""

from o11ygen.foreign.facts import Facts
from o11ygen.foreign.run import Linted, UnusableError, lint

__all__ = ["Facts", "Linted", "UnusableError", "lint"]
