"""The withdrawn parts of a contribution as its page shows them."""

from flask_babel import gettext as _

from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.contributions.parts import read_withdrawn_parts
from tracker.http import context
from tracker.http.formats import day, money
from tracker.http.labels import label
from tracker.people.permissions import history_seen
from tracker.web.lists.withdrawn_rows import WithdrawnRow, withdrawn_row


def withdrawn_from(item: ContributionItem, *, terms: bool) -> tuple[WithdrawnRow, ...]:
    """Return the withdrawn parts that the reader may see, with the `terms` or without.

    By whom they were withdrawn is told to who may see that of the whole history.
    """
    names = history_seen(context.user(), item.donor).people
    gone = read_withdrawn_parts(context.session(), item.id, item.reference, terms=terms)
    instalments = (
        withdrawn_row(
            _("Instalment"),
            (
                day(one.part.due_on, "medium"),
                f"{item.currency} {money(one.part.amount_minor, item.currency)}",
                one.part.note,
            ),
            one,
            names=names,
        )
        for one in gone.instalments
    )
    reports = (
        withdrawn_row(
            _("Report"),
            (
                label(one.part.kind),
                one.part.period,
                day(one.part.due_on, "medium"),
                one.part.note,
            ),
            one,
            names=names,
        )
        for one in gone.reports
    )
    documents = (
        withdrawn_row(
            _("Document"),
            (label(one.part.kind), one.part.title, one.part.address),
            one,
            names=names,
        )
        for one in gone.documents
    )
    return (*instalments, *reports, *documents)
