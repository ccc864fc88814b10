"""What tests of accounts share: no process is started for letters."""

import pytest


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let letters wait until a test sends them."""
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
