"""What has to be known of metrics to follow their labels; everything works without knowing any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from o11ygen.labelflow.sample import ANYTHING, Sample

if TYPE_CHECKING:
    from o11ygen.labelflow.outcome import Outcome


class About(NamedTuple):
    """What is known of the series of one name, beside their labels.

    `recorded` are the outcomes of the recording rules that make it; `only` says that nothing else makes it.
    """

    sample: Sample = ANYTHING
    recorded: tuple[Outcome, ...] = ()
    only: bool = False


NOTHING = About()


class Knowledge(Protocol):
    """Who knows the metrics. A name is that of a series: `x_bucket`, not `x`."""

    def carried(self, name: str) -> frozenset[str] | None:
        """The labels that every series of this name surely has; None where the name is not known."""
        ...

    def possible(self, name: str) -> frozenset[str] | None:
        """All labels that a series of this name may have; None where there may be others."""
        ...

    def about(self, name: str) -> About:
        """What its samples are."""
        ...

    def buckets_of(self, name: str) -> tuple[float, ...]:
        """The finite bounds of the classic buckets behind a name, ascending; empty where they are not all known."""
        ...

    def presence(self, name: str, label: str) -> str:
        """Why its series carry a label, in words such as "declared by `x`"."""
        ...

    def absence(self, name: str, label: str) -> str:
        """Why its series lack a label, beyond that they do; empty where there is no more to say."""
        ...


class Ignorance:
    """Nothing is known of any metric."""

    def carried(self, name: str) -> frozenset[str] | None:
        """None."""
        return None

    def possible(self, name: str) -> frozenset[str] | None:
        """None: any label."""
        return None

    def about(self, name: str) -> About:
        """Nothing."""
        return NOTHING

    def buckets_of(self, name: str) -> tuple[float, ...]:
        """None of them."""
        return ()

    def presence(self, name: str, label: str) -> Literal[""]:
        """No word."""
        return ""

    def absence(self, name: str, label: str) -> Literal[""]:
        """No word."""
        return ""


IGNORANCE = Ignorance()
