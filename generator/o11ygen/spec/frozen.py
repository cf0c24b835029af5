"""Mappings that do not change once they are built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import AfterValidator

from o11ygen.spec.model import FrozenError

K = TypeVar("K")
T = TypeVar("T")


class FrozenDict(dict[K, T]):
    """A dict that refuses to change, as everything inside a frozen object does."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise FrozenError(
            "a mapping of a spec is changed, but what is built does not change: others may hold it already",
            "Give it whole when the object is built, or use `override` for one environment.",
        )

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    # What has a hash is a constant to pydantic: as a default of a field it is not copied for each object.
    def __hash__(self) -> int:  # type: ignore[override]  # dict says that it has none
        return hash(frozenset(self.items()))

    def __copy__(self) -> FrozenDict[K, T]:
        return self

    def __deepcopy__(self, memo: Any) -> FrozenDict[K, T]:
        return self


# A mapping inside a frozen object is frozen as well.
Frozen: TypeAlias = Annotated[Mapping[K, T], AfterValidator(FrozenDict)]
EMPTY: Final[Mapping[Any, Any]] = FrozenDict()
