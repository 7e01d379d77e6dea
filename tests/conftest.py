"""Fixtures: the cases as reports, the shared folder where it is there."""

from pathlib import Path

import pytest

from converter.form.report import Report
from tools.cases import CASES, ROOT, load_case

SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def city() -> Report:
    """A city with millions; every sum holds."""
    return load_case(CASES / "city-2025.json")


@pytest.fixture(scope="session")
def township() -> Report:
    """A township that reports zero throughout."""
    return load_case(CASES / "sunjiagou-2022.json")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of specifications and real files beside a working checkout."""
    if not SHARED.exists():
        pytest.skip("no ../shared beside this checkout")
    return SHARED
