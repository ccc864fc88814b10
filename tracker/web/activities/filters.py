"""The filters of the list of activities that stand behind "More filters"."""

from flask_babel import gettext as _

from tracker.assistance.activity_filters import OwnActivities
from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import partner_names, tool_titles
from tracker.fund.donors.donor_choices import giver_names
from tracker.http import context
from tracker.http.labels import donor, label
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.listed_activities import MINE
from tracker.reference.codes import Theme
from tracker.web.lists.list_page import chosen_options
from tracker.web.lists.record_filters import article_options, record_filter

MOST_SUGGESTED = 500


def more_filters() -> tuple[ListFilter, ...]:
    """Return the filters by parts, money and days; for staff by what is their own."""
    session = context.session()
    named = partner_names(session, unpublished=context.sees_unpublished())
    partners = tuple(FilterOption(name, name) for name in named[:MOST_SUGGESTED])
    text, day = FilterSort.TEXT, FilterSort.DAY
    filters = (
        record_filter("tool", _("Tool"), tool_titles, kind=TitledKind.TOOL, rare=True),
        ListFilter("article", _("Article"), article_options(), rare=True),
        ListFilter(
            "theme",
            _("Theme"),
            tuple(FilterOption(one.value, label(one)) for one in Theme),
            rare=True,
        ),
        ListFilter("partner", _("Partner"), partners, text, rare=True),
        ListFilter("donor", _("Donor"), _donors(), rare=True),
        ListFilter("contribution", _("Contribution"), sort=text, rare=True),
        ListFilter("request", _("Request of a State"), sort=text, rare=True),
        ListFilter("from", _("From"), sort=day, rare=True),
        ListFilter("to", _("To"), sort=day, rare=True),
    )
    if not context.sees_unpublished():
        return filters
    return (*filters, ListFilter(MINE, _("Mine"), _own(), rare=True))


def _own() -> tuple[FilterOption, ...]:
    """Return what is a reader's own; programmes where some were chosen for the reader."""
    changed = FilterOption(OwnActivities.CHANGED.value, _("Changed by me"))
    programmes = FilterOption(OwnActivities.PROGRAMMES.value, _("My programmes"))
    return (programmes, changed) if context.user().programmes else (changed,)


def _donors() -> tuple[FilterOption, ...]:
    """Return the donors with contributions."""
    named = giver_names(context.session()).items()
    return chosen_options(FilterOption(code, donor(code, name)) for code, name in named)
