"""The generated pages of the reference: what they explain is what there is. `make docs-check` holds them current."""

from o11ygen.targets.systems import TITLES
from o11ygen.validate.ids import WARNINGS
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.meanings import COMMON, MEANINGS


def test_every_warning_of_validate_is_explained() -> None:
    assert set(MEANINGS) == WARNINGS
    assert set(TITLES) == {system for kind in KINDS.values() for system in kind.systems}
    assert [meaning for meaning in (*MEANINGS.values(), *COMMON.values()) if not meaning.endswith(".")] == []
