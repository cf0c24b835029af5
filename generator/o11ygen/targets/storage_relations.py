"""What holds between the fields of storage; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.storage import Retention


@relation
def ranges(retention: Retention, versions: Versions) -> Iterator[Fault]:
    """A percentage is one of a whole, and no size is negative."""
    if retention.percentage is not None and not 0 <= retention.percentage <= 100:
        yield Fault(
            f"the percentage {retention.percentage:g} is not between 0 and 100", "Write 80 for 80 %", ("percentage",)
        )
    if retention.size and retention.size.startswith("-"):
        yield Fault(f"the size `{retention.size}` is negative", "Write a size such as `10GB`", ("size",))
