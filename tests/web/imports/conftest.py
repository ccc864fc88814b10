"""Fixtures of the tests of imports: work done at once, and who uploads into an empty record."""

from collections.abc import Callable

import pytest

from tests.support.pages import PageClient
from tracker.people.roles import Role

SignIn = Callable[[Role], PageClient]
OF_IMPORTS = {"job", "import_job", "import_file", "import_row", "import_fault"}


@pytest.fixture(autouse=True)
def at_once(jobs_at_once: None) -> None:
    """Do the work of an import's process before the page answers."""


@pytest.fixture
def manager(signed_in: SignIn) -> PageClient:
    """Give the client of a programme manager; the record is empty."""
    return signed_in(Role.PROGRAMME_MANAGER)
