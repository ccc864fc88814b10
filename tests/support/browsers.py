"""The system's Chromium, and the faults of pages in it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright

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
TELL_POLICY_REPORTS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.tellPolicyReport(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


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
def watched_page(browser: Browser, base_url: str, faults: list[str]) -> Iterator[Page]:
    """Open a page in a fresh profile and note every fault that a user should never meet."""
    context = browser.new_context(base_url=base_url, locale="en")
    host = urlsplit(base_url).netloc

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

    context.expose_function("tellPolicyReport", note_policy_report)
    context.add_init_script(TELL_POLICY_REPORTS)
    page = context.new_page()
    page.on("console", note_console)
    page.on("pageerror", note_error)
    page.on("request", note_request)
    yield page
    context.close()
