"""pandoc, run apart and without access to files or the network beyond what it is given."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pypandoc

TIME = 120
"""Seconds after which a conversion is given up: ten times those of the largest report."""


@cache
def program() -> str:
    """Return the path of the program that the package brings."""
    return str(pypandoc.get_pandoc_path())


def convert(
    document: Mapping[str, Any],
    to: str,
    *options: str,
    folder: Path | None = None,
    epoch: int = 0,
) -> bytes:
    """Convert a document; `folder` has its pictures, `epoch` is the moment in the file."""
    return _run(
        ["--from", "json", "--to", to, *options, "--output", "-"],
        orjson.dumps(document),
        folder,
        epoch,
    )


@cache
def default_file(name: str) -> bytes:
    """Return a file that pandoc brings, such as its reference document."""
    return _run(["--print-default-data-file", name], b"", None, 0)


def _run(arguments: Sequence[str], data: bytes, folder: Path | None, epoch: int) -> bytes:
    """Run pandoc. Raises CalledProcessError with what it said, TimeoutExpired."""
    environment = {"PATH": os.defpath, "SOURCE_DATE_EPOCH": str(epoch), "LANG": "C.UTF-8"}
    made = subprocess.run(  # noqa: S603 - a program of a package of ours, no shell
        [program(), *arguments],
        input=data,
        capture_output=True,
        check=True,
        cwd=folder,
        env=environment,
        timeout=TIME,
    )
    return made.stdout
