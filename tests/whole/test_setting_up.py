"""The set-up scripts say what is missing, and what they install is pinned."""

import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tracker.app import create_app
from tracker.settings import ROOT, Settings

LISTS = sorted(ROOT.glob("requirements*.txt"))


def run_script(name: str, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a set-up script that finds only the programs in that folder."""
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts" / name],
        env={"PATH": str(path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def put_program(folder: Path, name: str, does: str) -> Path:
    """Put a program into the folder."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return program


def test_an_old_python_is_refused_in_words(tmp_path: Path) -> None:
    put_program(tmp_path, "python3", "exit 1")
    done = run_script("find-python.sh", tmp_path)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_the_newest_python_that_works_is_taken(tmp_path: Path) -> None:
    put_program(tmp_path, "python3.13", "exit 127")
    wanted = put_program(tmp_path, "python3.12", "exit 0")
    put_program(tmp_path, "python3", "exit 0")
    assert run_script("find-python.sh", tmp_path).stdout.strip() == str(wanted)


def test_a_newer_python_is_found_by_its_own_name(tmp_path: Path) -> None:
    wanted = put_program(tmp_path, "python3.14", "exit 0")
    put_program(tmp_path, "python3.12", "exit 0")
    assert run_script("find-python.sh", tmp_path).stdout.strip() == str(wanted)


def commands_of_run(*named: str) -> str:
    """Return the commands that `make run` would give."""
    ours = {"DATABASE_URL", "PORT", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}  # of a make that runs us
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    make = ["make", "--dry-run", "--no-print-directory", "--assume-old=setup", "run", *named]
    done = subprocess.run(make, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_illustrative_account_is_loaded_into_its_own_file_alone() -> None:
    assert "sample load" in commands_of_run()
    assert f"export DATABASE_URL=sqlite:///{ROOT}/instance/illustrative.sqlite" in commands_of_run()
    named = commands_of_run("DATABASE_URL=sqlite:////tmp/own.sqlite")
    assert "sample load" not in named
    assert "flask db upgrade" in named


@pytest.mark.parametrize(
    ("line", "loads"),
    [
        ("DATABASE_URL=sqlite:////tmp/own.sqlite", 0),
        ('export DATABASE_URL="sqlite:////tmp/own.sqlite"', 0),
        ("LOG_LEVEL=info", 1),
        ("# DATABASE_URL=sqlite:////tmp/own.sqlite", 1),
        ("DATABASE_URL=", 1),
    ],
)
def test_a_database_that_env_names_is_served_as_commands_see_it(
    tmp_path: Path, line: str, loads: int
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"TRACKER_ENV=development\n{line}\n")
    commands = commands_of_run(f"ENV_FILE={file}")
    assert commands.count("sample load") == loads
    another = commands_of_run(f"ENV_FILE={file}", "DATABASE_URL=sqlite:////tmp/another.sqlite")
    assert "sample load" not in another


def test_a_taken_port_is_told_before_anything_else() -> None:
    first = commands_of_run().splitlines()[0]
    assert "scripts/free_port.py 8000" in first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        script = [sys.executable, str(ROOT / "scripts" / "free_port.py"), port]
        done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} cannot be had")


@pytest.mark.parametrize("port", ["", "http", "0", "70000", "-1"])
def test_what_is_no_port_is_told(port: str) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "free_port.py"), port]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "whole number from 1 to 65535" in done.stderr


def test_a_missing_browser_fails_with_what_to_do(tmp_path: Path) -> None:
    put_program(tmp_path, "id", "echo 1000")
    done = run_script("chromium.sh", tmp_path)
    assert done.returncode == 1
    assert "sudo apt-get install chromium" in done.stderr


def test_a_named_browser_that_is_not_there_is_refused(tmp_path: Path) -> None:
    put_program(tmp_path, "chromium", "exit 0")
    done = run_script("chromium.sh", tmp_path, CHROMIUM="/nowhere/chromium")
    assert done.returncode == 1
    assert "/nowhere/chromium" in done.stderr


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_its_hash(path: Path) -> None:
    text = re.sub(r"\\\n\s*", " ", path.read_text())
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in text


def test_the_lock_of_the_front_end_files_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package for package in packages)


def test_no_front_end_package_is_fetched_but_those_whose_files_are_kept() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    packages = {
        name.removeprefix("node_modules/"): package
        for name, package in lock["packages"].items()
        if name
    }
    assert {name: package["version"] for name, package in packages.items()} == wanted
    assert not any("dependencies" in package for package in packages.values())


def test_map_outlines_are_of_the_version_that_draws_them() -> None:
    head = (files("plotly") / "package_data" / "plotly.min.js").read_text("utf-8")[:400]
    drawn_by = re.search(r"plotly\.js v([\d.]+)", head)
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]["plotly.js"]
    assert drawn_by is not None
    assert drawn_by[1] == wanted


@pytest.mark.parametrize(
    ("revision", "database", "why"),
    [
        ("9999", "", "install that release"),
        ("", "postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_an_upgrade_that_cannot_be_done_is_one_sentence(
    settings: Settings, sqlite_session: Session, revision: str, database: str, why: str
) -> None:
    if revision:
        sqlite_session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        sqlite_session.commit()
    app = create_app(replace(settings, database_url=database or settings.database_url))
    done = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 1
    assert why in done.output
    assert done.output.startswith("Error: ")
