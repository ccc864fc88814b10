"""Tests of browsers wait for the page to which a click leads before they ask it anything directly.

A click returns while the next page is still being read. What is asked through `expect` or pressed
is waited for; what a script is asked about the page is told of half of it, another address breaks
the sending of a form off, and so does closing the page.
"""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from tracker.settings import ROOT

DIRECTLY = frozenset(
    {
        "all", "all_inner_texts", "bounding_box", "content", "count", "evaluate", "go_back", "goto",
        "inner_text", "input_value", "is_checked", "is_hidden", "is_visible", "reload",
        "screenshot", "text_content", "title",
    }
)  # fmt: skip
"""What is asked of a page, or done to it, without waiting for anything."""
WAIT = frozenset({"answered", "expect_navigation", "expect_download"})
OPEN = frozenset({"visited", "desk", "watched_page", "opened_page"})
"""Blocks at whose end a page is closed."""
FILES = sorted(
    path
    for path in (ROOT / "tests").rglob("*.py")
    if "playwright" in path.read_text(encoding="utf-8") and path != Path(__file__)
)


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield what is called in a piece of code, by its last name."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            name = one.func.attr if isinstance(one.func, ast.Attribute) else ""
            yield name or getattr(one.func, "id", ""), one


def leads(step: ast.stmt, leading: set[str]) -> bool:
    """Tell whether a step ends with what may lead to another page, and does not wait for it."""
    if isinstance(step, ast.With):
        names = {name for item in step.items for name, _call in calls(item.context_expr)}
        return not names & (WAIT | OPEN) and leads(step.body[-1], leading)
    if isinstance(step, ast.For | ast.If):
        return leads(step.body[-1], leading)
    return isinstance(step, ast.Expr) and any(
        name == "click"
        or name in leading
        or (name == "press" and "'Enter'" in [ast.unparse(given) for given in call.args])
        for name, call in calls(step)
    )


def asks_directly(step: ast.stmt, asking: set[str]) -> bool:
    """Tell whether a step begins with what does not wait for a page; a locator waits for itself."""
    if isinstance(step, ast.With | ast.For):
        asked = [item.context_expr for item in step.items] if isinstance(step, ast.With) else []
        return any(asks_directly(ast.Expr(one), asking) for one in asked) or asks_directly(
            step.body[0], asking
        )
    return any(name in DIRECTLY or name in asking for name, _call in calls(step))


def blocks(tree: ast.AST) -> Iterator[tuple[ast.AST, Sequence[ast.stmt]]]:
    """Yield every sequence of steps, and what it is the body of."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and not isinstance(node, ast.Module | ast.ClassDef):
            yield node, body


def faults(tree: ast.AST, leading: set[str], asking: set[str]) -> Iterator[int]:
    """Yield the lines after which a test asks too early."""
    for node, steps in blocks(tree):
        for step, following in pairwise(steps):
            if leads(step, leading) and asks_directly(following, asking):
                yield step.end_lineno or step.lineno
        closes = isinstance(node, ast.With) and any(
            name in OPEN for item in node.items for name, _call in calls(item.context_expr)
        )
        if closes and leads(steps[-1], leading):
            yield steps[-1].lineno


def helpers() -> tuple[set[str], set[str]]:
    """Name the helpers that end with what may lead to another page, and those that ask at once."""
    functions = [
        node
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_")
    ]
    found: set[str] = set()
    while more := {one.name for one in functions if leads(one.body[-1], found)} - found:
        found |= more
    return found, {
        one.name
        for one in functions
        if asks_directly(one.body[ast.get_docstring(one) is not None and len(one.body) > 1], set())
    }


LEADING, ASKING = helpers()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_nothing_is_asked_of_a_page_that_is_still_being_read(path: Path) -> None:
    found = sorted(set(faults(ast.parse(path.read_text(encoding="utf-8")), LEADING, ASKING)))
    assert found == [], f"{path.relative_to(ROOT)}: nothing is waited for after these lines"


def test_what_asks_too_early_is_found() -> None:
    early = """
def enter(page):
    page.fill("a", "b")
    page.click("button")

def one(page):
    enter(page)
    page.goto("/next")

def two(browser):
    with visited(browser) as page:
        page.click("button")

def three(page):
    page.keyboard.press("Enter")
    assert page.evaluate("1")

def right(page):
    with answered(page):
        page.click("button")
    page.goto("/next")

def four(page):
    page.click("button")
    go(page)
"""
    assert "send_sign_in" in LEADING
    assert sorted(faults(ast.parse(early), {"enter"}, {"go"})) == [7, 12, 15, 24]
