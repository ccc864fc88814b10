"""Imports run one way."""

import subprocess
import sysconfig
from pathlib import Path

from tracker.settings import ROOT


def test_every_import_keeps_to_the_contracts() -> None:
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
