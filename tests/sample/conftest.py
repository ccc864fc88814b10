"""Accounts of some seeds, each made once in a run."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.once import made_once
from tracker.sample.account import SEED, Account, make_account


@pytest.fixture(scope="session")
def account_file(folder_of_run: Path) -> Callable[[int], Path]:
    """Give a function that names the file which holds the account of a seed."""

    def file_of(seed: int) -> Path:
        def make(path: Path) -> None:
            path.write_bytes(pickle.dumps(make_account(seed)))

        return made_once(folder_of_run / f"account-{seed}.pickle", make)

    return file_of


@pytest.fixture(scope="session")
def account_of(account_file: Callable[[int], Path]) -> Callable[[int], Account]:
    """Give a function that returns the account of a seed."""

    def read(seed: int) -> Account:
        account: Account = pickle.loads(account_file(seed).read_bytes())  # noqa: S301 - our own
        return account

    return read


@pytest.fixture(scope="session")
def account(account_of: Callable[[int], Account]) -> Account:
    """Give the illustrative account; nobody changes it."""
    return account_of(SEED)
