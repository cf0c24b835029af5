"""`make golden` sets O11YGEN_UPDATE_GOLDEN, which writes the expected trees instead of comparing them."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def updating() -> bool:
    return bool(os.environ.get("O11YGEN_UPDATE_GOLDEN"))
