"""The generated pages of the reference: what they explain is what there is. `make docs-check` holds them current."""

import runpy

from o11ygen.validate.ids import WARNINGS
from o11ygen.validate.kinds import KINDS
from tests.docs.page import ROOT


def test_every_warning_of_validate_is_explained() -> None:
    explained = runpy.run_path(str(ROOT / "scripts/meanings.py"))
    assert set(explained["MEANINGS"]) == WARNINGS
    assert set(explained["SYSTEMS"]) == {system for kind in KINDS.values() for system in kind.systems}
    assert all(meaning.endswith(".") for table in ("MEANINGS", "COMMON") for meaning in explained[table].values())
