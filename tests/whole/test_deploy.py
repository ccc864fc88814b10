"""The files of deploy/ and the Containerfile: they are lawful, and a site runs by them."""

import http.client
import json
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.servers import START_WITHIN, stop
from tracker.errors import SettingsError
from tracker.settings import ROOT, read_settings

DEPLOY = ROOT / "deploy"
HOME = "/opt/article-30-tracker"
UNITS = sorted(DEPLOY.glob("*.service"))
SETTING = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)
GUIDE = (ROOT / "docs" / "deployment.md").read_text()


def need(program: str, package: str = "") -> str:
    """Return the path of a program, or skip the test with the reason."""
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin")
    if found is None:
        pytest.skip(f"{program} is not on this machine (Debian: {package or program})")
    return found


def run(*command: str | Path, within: float = START_WITHIN) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it said."""
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=within)


def example() -> dict[str, str]:
    """Return the settings of the example, as they stand in it."""
    return dict(SETTING.findall((DEPLOY / "environment.example").read_text()))


def filled() -> dict[str, str]:
    """Return the settings of the example, with secrets of our own."""
    own = {"SECRET_KEY": secrets.token_urlsafe(48), "METRICS_TOKEN": secrets.token_urlsafe(48)}
    return example() | own


def test_the_example_starts_nothing_before_it_has_secrets() -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read_settings(example())


def test_the_example_with_secrets_is_a_site_behind_one_proxy() -> None:
    settings = read_settings({**filled(), "FACTS_FOLDER": "none"})
    assert settings.production
    assert settings.proxy_required
    assert settings.trusted_proxies == 1
    assert settings.trusted_hosts == ("a30.example.org",)
    described = (ROOT / "docs" / "settings.md").read_text()
    assert [name for name in example() if f"| `{name}` |" not in described] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_the_units(unit: Path, tmp_path: Path) -> None:
    analyze = need("systemd-analyze", "systemd")
    copy = tmp_path / unit.name
    programs = {"gunicorn", "flask"}
    text = unit.read_text()
    for program in programs:
        text = text.replace(
            f"{HOME}/.venv/bin/{program}", str(Path(sys.executable).parent / program)
        )
    copy.write_text(text)
    done = run(analyze, "verify", "--man=no", copy)
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (
        0,
        [],
    )


def test_the_server_is_shut_in() -> None:
    analyze = need("systemd-analyze", "systemd")
    unit = DEPLOY / "article-30-tracker.service"
    done = run(analyze, "security", "--offline=yes", "--threshold=20", unit)
    assert done.returncode == 0, done.stdout[-400:]  # 2.0 of 10, where 10 is open to all


def test_nginx_takes_its_example(tmp_path: Path) -> None:
    nginx, openssl = need("nginx"), need("openssl")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    made = run(
        *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a"),
        *("-keyout", key, "-out", certificate),
    )
    assert made.returncode == 0, made.stderr
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/etc/ssl/article-30-tracker", str(tmp_path))
    site = site.replace("/var/log/nginx", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n")
    done = run(nginx, "-t", "-q", "-c", whole, "-e", tmp_path / "errors")
    assert done.returncode == 0, done.stderr


def test_logrotate_takes_its_example() -> None:
    logrotate = need("logrotate")
    done = run(logrotate, "--debug", DEPLOY / "logrotate.conf")
    assert "error" not in done.stderr.lower().replace("unknown user 'tracker'", "")


def test_nginx_hands_over_what_the_program_believes() -> None:
    site = (DEPLOY / "nginx.conf").read_text()
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", "Host $host"):
        assert f"proxy_set_header {header};" in site
    formatted = site.partition("log_format")[2].partition(";")[0]
    assert "$uri" in formatted
    assert not re.search(r"\$(request|args|query_string|request_uri|http_referer)\b", formatted)


def test_the_guide_names_every_file_and_no_other() -> None:
    there = {path.name for path in DEPLOY.iterdir()}
    named = set(re.findall(r"deploy/([\w.-]+\w)", GUIDE.replace("deploy/article-30-tracker*", "")))
    assert named <= there
    assert {"environment.example", "nginx.conf", "logrotate.conf", "tracker-flask"} <= named


def test_what_the_container_copies_and_sets_is_there() -> None:
    steps = (ROOT / "Containerfile").read_text()
    assert "TRACKER_ENV=production" in steps
    assert re.findall(r"\bmake (\w+) &&", steps) == ["setup"]
    assert "\nUSER tracker\n" in steps
    assert "SECRET" not in steps
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".env", "instance"} <= set(left_out)
    assert not {"tracker", "dashboards", "data", "migrations", "scripts", "benchmarks"} & set(
        left_out
    )


@pytest.mark.slow
def test_the_image_is_built() -> None:
    for program in ("podman", "docker"):
        found = shutil.which(program)
        if found and run(found, "info").returncode == 0:
            done = run(found, "build", "--quiet", "--file", "Containerfile", ROOT, within=1200)
            assert done.returncode == 0, done.stderr[-2000:]
            return
    pytest.skip("neither podman nor docker is at work on this machine: no image was built")


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Path]:
    """Start the server as the unit does, with the settings of the example; give its socket."""
    unit = (DEPLOY / "article-30-tracker.service").read_text()
    begin = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert begin
    path = tmp_path / "app.sock"
    command = begin[1].replace(f"{HOME}/.venv/bin", str(Path(sys.executable).parent))
    command = command.replace("/run/article-30-tracker/app.sock", str(path))
    own = filled() | {"DATABASE_URL": sqlite_url, "FACTS_FOLDER": "none", "WEB_CONCURRENCY": "1"}
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(command.split(), cwd=ROOT, env=own, stdout=log, stderr=log)
        try:
            give_up = time.monotonic() + START_WITHIN
            while not is_open(path) and time.monotonic() < give_up and server.poll() is None:
                time.sleep(0.1)
            yield path
        finally:
            stop(server)


def is_open(path: Path) -> bool:
    """Tell whether somebody listens at a socket; its file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as asked:
        return asked.connect_ex(str(path)) == 0


class BySocket(http.client.HTTPConnection):
    """A connection by a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("a30.example.org", timeout=START_WITHIN)
        self._path = str(path)

    def connect(self) -> None:
        """Open the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(START_WITHIN)
        self.sock.connect(self._path)


@pytest.mark.slow
def test_a_site_answers_by_its_socket(site: Path) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    found = []
    for host in ("a30.example.org", "evil.example"):
        connection = BySocket(site)
        connection.request("GET", "/sign-in", headers={**forwarded, "Host": host})
        answer = connection.getresponse()
        found.append(answer.status)
        answer.read()
        connection.close()
    log = site.with_name("server.log").read_text()
    assert found == [200, 400], log[-2000:]
    assert '"client": "203.0.113.9"' in log
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"request", "Starting gunicorn"} <= {line["event"].partition(" 2")[0] for line in lines}
    assert [line for line in lines if line["level"] in ("error", "critical")] == []
    assert oct(site.stat().st_mode)[-3:] == "770"
