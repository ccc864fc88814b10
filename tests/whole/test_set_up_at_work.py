"""The set-up at work: without uv, broken off, and twice at once."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from tracker.settings import ROOT

WAIT = 120  # seconds, on a busy machine


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a folder with the scripts of the set-up and nothing else."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    return folder


def run(checkout: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout."""
    return subprocess.run(
        command,
        cwd=checkout,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def put_program(path: Path, does: str) -> None:
    """Put a program there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def put_wheel(folder: Path, name: str, version: str, needs: str = "") -> str:
    """Build a package with one empty module, and return the line that pins it."""
    folder.mkdir(exist_ok=True)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: fast\n"
    with ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", metadata + needs)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def install_without_uv(
    checkout: Path, wheels: Path, lines: list[str]
) -> subprocess.CompletedProcess[str]:
    """Install a list where uv fails; pip finds packages in that folder alone."""
    run(checkout, sys.executable, "-m", "venv", ".venv")
    put_program(checkout / ".venv" / "bin" / "uv", "exit 2")
    (checkout / "list.txt").write_text("".join(lines))
    return run(
        checkout,
        *("sh", "scripts/install.sh", "list.txt"),
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=str(wheels),
    )


@pytest.mark.slow
def test_without_uv_pip_installs_the_list_as_it_is(checkout: Path, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    lines = [
        put_wheel(wheels, "alpha", "1.0", "Requires-Dist: beta[fast]>=1\n"),
        put_wheel(wheels, "beta", "1.0"),
    ]
    put_wheel(wheels, "beta", "2.0")  # a release that came out after the list was made
    done = install_without_uv(checkout, wheels, lines)
    assert done.returncode == 0, done.stderr
    assert "pip does it" in done.stderr
    asked = "import alpha, importlib.metadata as m; print(m.version('beta'))"
    assert run(checkout, ".venv/bin/python", "-c", asked).stdout == "1.0\n"


@pytest.mark.slow
def test_a_list_that_lacks_something_is_found_out(checkout: Path, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    lines = [put_wheel(wheels, "alpha", "1.0", "Requires-Dist: beta>=1\n")]
    done = install_without_uv(checkout, wheels, lines)
    assert done.returncode != 0
    assert "beta" in done.stderr


@pytest.mark.parametrize("npm", ["exit 1", "kill -TERM $PPID; sleep 1; exit 1"])
def test_front_end_files_stay_when_fetching_others_is_broken_off(checkout: Path, npm: str) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, checkout)
    put_program(checkout / "bin" / "npm", npm)
    kept = checkout / "tracker" / "static" / "vendor" / "plotly.css"
    kept.parent.mkdir(parents=True)
    kept.write_text("of before")
    path = f"{checkout / 'bin'}:{os.environ['PATH']}"
    assert run(checkout, "sh", "scripts/frontend.sh", PATH=path).returncode != 0
    assert kept.read_text() == "of before"
    assert list((checkout / ".setup").iterdir()) == []


def start_alone(checkout: Path, stamp: str, does: str) -> subprocess.Popen[bytes]:
    """Start a step of the set-up, which writes what it has to say into `told`."""
    with (checkout / "told").open("a", encoding="utf-8") as told:
        return subprocess.Popen(
            [sys.executable, "scripts/alone.py", stamp, "sh", "-c", does],
            cwd=checkout,
            stderr=told,
            start_new_session=True,
        )


def wait_for(path: Path, text: str = "") -> None:
    """Wait until a file is there and holds that text."""
    give_up = time.monotonic() + WAIT
    while not path.exists() or text not in path.read_text():
        assert time.monotonic() < give_up, f"{path.name} never came"
        time.sleep(0.02)


def test_of_two_at_once_one_does_the_work_and_the_other_waits(checkout: Path) -> None:
    first = start_alone(
        checkout, "done", "echo 1 >> work; while [ ! -e on ]; do sleep 0.05; done; echo 2 >> work"
    )
    wait_for(checkout / "work")
    second = start_alone(checkout, "done", "echo 3 >> work")
    wait_for(checkout / "told", "waiting for it")
    (checkout / "on").touch()
    assert (first.wait(WAIT), second.wait(WAIT)) == (0, 0)
    assert (checkout / "work").read_text() == "1\n2\n"


def test_a_step_that_fails_is_done_again(checkout: Path) -> None:
    assert start_alone(checkout, "done", "exit 3").wait(WAIT) == 3
    assert not (checkout / "done").exists()
    assert start_alone(checkout, "done", "exit 0").wait(WAIT) == 0
    assert (checkout / "done").exists()


def test_a_step_without_a_stamp_is_done_by_each(checkout: Path) -> None:
    for _time in range(2):
        assert start_alone(checkout, "-", "echo 1 >> work").wait(WAIT) == 0
    assert (checkout / "work").read_text() == "1\n1\n"
    assert not (checkout / "-").exists()


def test_who_is_killed_keeps_nobody_waiting(checkout: Path) -> None:
    killed = start_alone(checkout, "done", "touch begun; sleep 60")
    wait_for(checkout / "begun")
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait(WAIT)
    assert start_alone(checkout, "done", "exit 0").wait(WAIT) == 0
