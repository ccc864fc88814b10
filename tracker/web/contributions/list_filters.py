"""The filters of the list of contributions."""

from flask_babel import gettext as _

from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import programme_titles, tool_titles
from tracker.fund.contributions.contribution_list import currencies_used
from tracker.fund.donors.donor_choices import giver_names
from tracker.fund.states import ContributionKind, ContributionSource, ContributionState
from tracker.http import context
from tracker.http.labels import currency_name, donor
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    EarmarkingModality,
    FinancingInstrument,
)
from tracker.reference.instruments import Instrument
from tracker.web.lists.list_page import chosen_options, options_of
from tracker.web.lists.record_filters import record_filter
from tracker.web.lists.state_options import state_options


def list_filters() -> tuple[ListFilter, ...]:
    """Return the filters by all that everybody may know of a contribution."""
    return (
        ListFilter("donor", _("Donor"), _donors()),
        ListFilter("earmarking", _("Earmarking"), options_of(Earmarking)),
        ListFilter("state", _("State"), options_of(ContributionState)),
        ListFilter("kind", _("Kind"), options_of(ContributionKind)),
        ListFilter("donor_type", _("Type of donor"), options_of(ContributorType), rare=True),
        ListFilter("source", _("Source"), options_of(ContributionSource), rare=True),
        ListFilter(
            "financing", _("Financing instrument"), options_of(FinancingInstrument), rare=True
        ),
        ListFilter(
            "modality", _("Modality of earmarking"), options_of(EarmarkingModality), rare=True
        ),
        ListFilter("currency", _("Currency"), _currencies(), rare=True),
        *_earmarks(),
        *_days(),
    )


def _earmarks() -> tuple[ListFilter, ...]:
    """Return the filters by what a contribution is earmarked for."""
    return (
        record_filter(
            "programme",
            _("Earmarked for the programme"),
            programme_titles,
            kind=TitledKind.PROGRAMME,
            rare=True,
        ),
        ListFilter(
            "protocol", _("Earmarked for the instrument"), options_of(Instrument), rare=True
        ),
        ListFilter("country", _("Earmarked for the State or area"), state_options(), rare=True),
        record_filter(
            "tool", _("Earmarked for the tool"), tool_titles, kind=TitledKind.TOOL, rare=True
        ),
    )


def _days() -> tuple[ListFilter, ...]:
    """Return the filters by the days of the pledge, and of the end of use."""
    named = (
        ("from", _("Pledged from")),
        ("to", _("Pledged to")),
        ("ends_from", _("To be used until, from")),
        ("ends_to", _("To be used until, to")),
    )
    return tuple(ListFilter(name, label, sort=FilterSort.DAY, rare=True) for name, label in named)


def _donors() -> tuple[FilterOption, ...]:
    """Return the donors with contributions."""
    named = giver_names(context.session()).items()
    return chosen_options(FilterOption(code, donor(code, name)) for code, name in named)


def _currencies() -> tuple[FilterOption, ...]:
    """Return the currencies of the contributions on record."""
    codes = currencies_used(context.session())
    return tuple(FilterOption(code, f"{code}: {currency_name(code)}") for code in codes)
