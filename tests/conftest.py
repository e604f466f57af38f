"""What several tests share: where data lies, models loaded once, small articles."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis import HealthCheck, settings

from firsthand import pipeline

ROOT = pathlib.Path(__file__).parent.parent
DEMO = ROOT / "demo"
SHARED = ROOT.parent / "shared"  # real captures and measuring sticks; they never enter the project

# Fixed seed and no deadline: the same run everywhere, on any laptop.
settings.register_profile(
    "house",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def models() -> pipeline.Models:
    return pipeline.load_models()


@pytest.fixture(scope="session")
def real_captures() -> list[pathlib.Path]:
    """Real pages beside the project; tests that need them skip where they are absent."""
    found = sorted((SHARED / "captures").glob("*.txt"))
    if not found:
        pytest.skip("no real captures here: ../shared/captures is absent")
    return found
