"""The worked example of docs/imports.md comes out, step by step, as it is written there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tracker.settings import ROOT

HEADING = "### A strange file, step by step\n"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
FILES = {"csv": "givers.csv", "toml": "givers.toml"}
MORE = "…"


def steps() -> list[tuple[str, str]]:
    """Return the files and the commands of the example, in their order."""
    text = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
    return BLOCK.findall(text.split(HEADING)[1].split("\n### ")[0])


def commands(block: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the commands of a block, each with the lines that it prints."""
    for part in block.split("$ flask ")[1:]:
        command, *lines = part.strip("\n").split("\n")
        yield shlex.split(command), lines


def test_the_example_comes_out_as_it_is_written(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = 0
    for language, content in steps():
        if language in FILES:
            (tmp_path / FILES[language]).write_text(content, encoding="utf-8")
            continue
        for arguments, expected in commands(content):
            answer = app.test_cli_runner().invoke(args=arguments)
            printed = answer.output.splitlines()
            if MORE not in expected:
                assert len(printed) == len(expected), answer.output
            for line in expected:
                start = line.removesuffix(MORE)
                assert any(one.startswith(start) for one in printed), (line, answer.output)
            run += 1
    assert run == 4
