"""Forms that are shown to those alone who may change their record: managers of its programme."""

from collections.abc import Iterable

from tracker.errors import NotAllowed
from tracker.http import context
from tracker.words import say


def expect_change_of(programmes: Iterable[str]) -> None:
    """Raise NotAllowed where the user of this request may not change what belongs to programmes."""
    for code in programmes:
        if not context.may_change_of(code):
            text = say(
                "Your programmes are %(own)s; what belongs to %(code)s is another manager's.",
                own=", ".join(sorted(context.user().programmes)),
                code=code,
            )
            raise NotAllowed(text)
