"""The days that addresses ask for: one that counts as at today alone does not pretend otherwise."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from tracker.errors import InvalidInput
from tracker.totals.comparisons import COMPARE
from tracker.totals.query_string import DATES, SESSION
from tracker.words import say

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "_tracker_days"


def reads_days(*names: str) -> Callable[[View], View]:
    """Mark a view that reads these days and refuses those that it cannot count by."""

    def mark(view: View) -> View:
        setattr(view, _MARK, frozenset(names))
        return view

    return mark


def expect_read() -> None:
    """Refuse a day, a session or a comparison that the view of the request would leave aside.

    What reads all days of a query reads sessions and comparisons too. Raises InvalidInput.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.method not in {"GET", "HEAD"}:
        return
    for name in DATES:
        if request.args.get(name) and name not in getattr(view, _MARK, ()):
            raise InvalidInput(
                say("this counts as at today; it takes no day in '%(name)s'", name=name), name
            )
    if set(DATES) <= getattr(view, _MARK, frozenset()):
        return
    for name in (SESSION, COMPARE):
        if request.args.get(name):
            raise InvalidInput(
                say("this shows all days by themselves; it takes no '%(name)s'", name=name), name
            )
