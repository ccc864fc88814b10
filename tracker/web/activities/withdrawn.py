"""The withdrawn parts of an activity as its page shows them."""

from flask_babel import gettext as _

from tracker.assistance.activity_list import ActivityFacts, read_withdrawn_parts
from tracker.http import context
from tracker.people.permissions import Permission
from tracker.web.lists.withdrawn_rows import WithdrawnRow, withdrawn_row


def withdrawn_from(facts: ActivityFacts) -> tuple[WithdrawnRow, ...]:
    """Return the results and documents that were withdrawn."""
    gone = read_withdrawn_parts(context.session(), facts.id, facts.draft.code)
    names = context.may(Permission.SEE_TERMS)
    results = (
        withdrawn_row(
            _("Result"),
            (
                one.part.indicator,
                one.part.unit,
                _numbered(_("Baseline"), one.part.baseline),
                _numbered(_("Target"), one.part.target),
                _numbered(_("Actual"), one.part.actual),
            ),
            one,
            names=names,
        )
        for one in gone.results
    )
    documents = (
        withdrawn_row(
            _("Document"), (one.part.title, one.part.symbol, one.part.url), one, names=names
        )
        for one in gone.documents
    )
    return (*results, *documents)


def _numbered(name: str, number: int | None) -> str:
    """Return a number with its name; nothing for none."""
    return "" if number is None else f"{name} {number}"
