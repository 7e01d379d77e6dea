"""Fixtures: the cases as reports, the shared folder where it is there. Tiers: what a test needs."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.programs import missing
from tools.cases import CASES, ROOT, load_case

if TYPE_CHECKING:
    from tests.windows import Windows

SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-programs",
        action="store_true",
        help="fail a test whose program is missing instead of skipping it",
    )
    parser.addoption(
        "--templates",
        type=int,
        default=23,
        help="how many templates with a mistake to try, a second each",
    )
    parser.addoption(
        "--mornings",
        type=int,
        default=1,
        help="how many of a county's mornings to go through, half a minute each",
    )
    parser.addoption(
        "--accidents",
        type=int,
        default=60,
        help="how many tables with an accident to read, a fiftieth of a second each",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests, so that no worker is left with one when the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    markers = {one.name: one.args if one.name == "system" else () for one in item.iter_markers()}
    names = ", ".join(filter(None, (missing(name, named) for name, named in markers.items())))
    if names and item.config.getoption("require_programs"):
        pytest.fail(f"not installed: {names}", pytrace=False)
    if names:
        pytest.skip(f"not installed: {names}")


@pytest.fixture(scope="session")
def city() -> Report:
    """A city with millions; every sum holds."""
    return load_case(CASES / "city-2025.json")


@pytest.fixture(scope="session")
def city_workbook(city: Report) -> bytes:
    """The city's report as a workbook."""
    return write_workbook(city)


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


@pytest.fixture(scope="session")
def windows_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Windows bundle, built and unzipped once for all workers of a run, and moved to where it is used."""
    import fcntl  # what Windows lacks loads where it is needed

    from tools.bundle import build_windows

    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    place = shared / "年报 (新)^&甲!"
    with (shared / "windows.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            built = build_windows(shared / "windows")
            with zipfile.ZipFile(built) as packed:
                packed.extractall(shared / "unzipped")
            (shared / "unzipped").rename(place)
    (bundle,) = place.iterdir()
    return bundle


@pytest.fixture(scope="session")
def running_bundle(windows_bundle: Path) -> Iterator[Path]:
    """The same while Wine runs: its services would hold the output of whatever starts them, and be waited for."""
    from tests.windows import complete_wine, idle

    complete_wine()
    with idle():
        yield windows_bundle


@pytest.fixture
def windows(running_bundle: Path, tmp_path: Path) -> "Iterator[Windows]":
    """The Windows bundle on a desk with a folder of its own; nothing changes in the bundle."""
    from tests.windows import Windows

    before = {file: file.stat().st_mtime_ns for file in running_bundle.rglob("*")}
    yield Windows(running_bundle, tmp_path)
    assert {file: file.stat().st_mtime_ns for file in running_bundle.rglob("*")} == before
