"""Static files of the project: listed once in a process of tests, not once per application."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from whitenoise import WhiteNoise

from tracker.settings import ROOT

Listing = Callable[[WhiteNoise, str, str], None]


def listed_once(list_files: Listing) -> Listing:
    """Let WhiteNoise list a folder of the project once; folders of tests are listed as ever."""
    found: dict[tuple[str, str], dict[str, Any]] = {}

    @wraps(list_files)
    def list_or_take(files: WhiteNoise, root: str, prefix: str) -> None:
        key = root, prefix
        if key in found:
            files.files.update(found[key])
            return
        before = set(files.files)
        list_files(files, root, prefix)
        if root.startswith(f"{ROOT}/"):
            found[key] = {url: files.files[url] for url in set(files.files) - before}

    return list_or_take
