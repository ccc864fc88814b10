"""The system's Chromium, and the faults of pages in it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tracker.settings import ROOT

# Chromium looks for updates and Google's services at each start, on machines without a network too.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE: ViewportSize = {"width": 1280, "height": 720}
PATIENCE = 120_000
"""Milliseconds for which a page is waited for, on a busy machine."""
SLOWNESS = float(os.environ.get("BROWSER_SLOWNESS", "1"))
"""So many times as slow as it is the browser is made: what a test does not wait for is found."""
TELL_POLICY_REPORTS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.tellPolicyReport(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


expect.set_options(timeout=PATIENCE)


def find_chromium() -> str:
    """Find the browser, installing it where that is possible; without one, the test fails."""
    found = subprocess.run(
        ["sh", "scripts/chromium.sh"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.fail(found.stderr, pytrace=False)
    return found.stdout.splitlines()[-1]


@contextmanager
def launched_browser() -> Iterator[Browser]:
    """Run one headless Chromium; root needs it without its sandbox."""
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        yield browser
        browser.close()


@contextmanager
def opened_page(
    browser: Browser,
    base_url: str,
    *,
    locale: str = "en",
    scripts: bool = True,
    size: ViewportSize = WIDE,
) -> Iterator[Page]:
    """Open a page in a fresh profile, which is closed at the end; it waits as long as need be."""
    with browser.new_context(
        base_url=base_url, locale=locale, java_script_enabled=scripts, viewport=size
    ) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if SLOWNESS > 1:
            _slow_down(page)
        yield page


def _slow_down(page: Page) -> None:
    """Let a page work and arrive so much more slowly, part by part, as on a busy machine."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})
    line = {"latency": 100 * SLOWNESS, "downloadThroughput": 400_000 / SLOWNESS}
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions", {"offline": False, "uploadThroughput": -1, **line}
    )


@contextmanager
def watched_page(
    browser: Browser,
    base_url: str,
    faults: list[str],
    **how: Any,  # noqa: ANN401 - as a page is opened
) -> Iterator[Page]:
    """Open a page in a fresh profile and note every fault that a user should never meet."""
    with opened_page(browser, base_url, **how) as page:
        _watch(page, urlsplit(base_url).netloc, faults)
        yield page


def _watch(page: Page, host: str, faults: list[str]) -> None:
    """Note what goes wrong on a page, and what it asks of other hosts."""

    def note_policy_report(report: str) -> None:
        faults.append(f"policy report: {report}")

    def note_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console {message.type}: {message.text}")

    def note_error(error: Error) -> None:
        faults.append(f"page error: {error.message}")

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != host:
            faults.append(f"asked for {request.url}, which is not ours")

    page.context.expose_function("tellPolicyReport", note_policy_report)
    page.context.add_init_script(TELL_POLICY_REPORTS)
    page.on("console", note_console)
    page.on("pageerror", note_error)
    page.on("request", note_request)
