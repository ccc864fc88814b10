"""The statement of a donor: its account, payments, use, activities, tools and contributions."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.reports.content.blocks import (
    Block,
    NumberedParagraph,
    ReportChart,
    ReportSection,
    ReportTable,
)
from tracker.reports.content.charts import frozen_chart, member_text
from tracker.reports.content.report import Facts, ReportKind, ReportTree
from tracker.reports.content.texts import (
    Amount,
    Day,
    MomentText,
    PlainText,
    Sentence,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.reports.statement.account_tables import account_table, balance_table
from tracker.reports.statement.accounts import (
    PeriodAccount,
    account_of_choice,
    period_account,
)
from tracker.reports.statement.assistance import (
    activities_table,
    attribution_table,
    tools_table,
)
from tracker.reports.statement.contribution_faces import ContributionFace, read_faces
from tracker.reports.statement.contribution_tables import (
    Accounts,
    contributions_table,
    reports_table,
    terms_table,
    titled,
)
from tracker.reports.statement.donor_source import (
    contributions_shown,
    only,
    source_of_donor,
    with_entries,
)
from tracker.reports.statement.originals import (
    amounts_of_period,
    currencies_table,
    originals_table,
)
from tracker.reports.statement.payments import payments_of, payments_table
from tracker.reports.terms import ReportTerms
from tracker.totals.chart_data.step_words import flow_name
from tracker.totals.chart_data.waterfall import waterfall_data, waterfall_shape
from tracker.totals.dimensions import Dimension
from tracker.totals.measure_words import definition
from tracker.totals.page_source import PageSource

ACROSS = sentence("In each line, what stood before the period and what came in it make the end.")
OWED = sentence("What is not yet received is valued at the exchange rate of the pledge.")


class _Donor(NamedTuple):
    """What is read of a donor: the source, the account, contributions with their accounts.

    `faces` are the contributions that have money or moved, `at_rest` the others.
    """

    source: PageSource
    account: PeriodAccount
    accounts: Accounts
    faces: tuple[ContributionFace, ...]
    at_rest: tuple[ContributionFace, ...]


def draw_statement(source: PageSource, terms: ReportTerms, facts: Facts) -> ReportTree:
    """Return the tree of a donor's statement; what waits for approval is not in it."""
    donor = _read(source_of_donor(source, terms), terms)
    return ReportTree(
        ReportKind.STATEMENT,
        facts,
        terms.masthead,
        _title(donor.source, terms),
        _summary(donor, terms),
        (
            _account(donor),
            _payments(donor.source),
            _use(donor.source, source),
            _contributions(donor),
            *(_contribution(face, donor.accounts[face.number]) for face in donor.faces),
            _basis(facts),
        ),
    )


def _read(source: PageSource, terms: ReportTerms) -> _Donor:
    """Read the account of a donor and of each of its contributions."""
    scope = source.reader.scope
    shown, last = contributions_shown(source, terms), source.query.last_day()
    known = read_faces(source.session, shown, last, terms.known_at)
    accounts = {face.number: period_account(scope, only(source, face.number)) for face in known}
    moved = with_entries(source, terms, terms.first or date.min)
    shown = [
        face.reference in terms.contributions
        or face.number in moved
        or accounts[face.number].stands
        for face in known
    ]
    faces, at_rest = (
        tuple(face for face, is_shown in zip(known, shown, strict=True) if is_shown is wanted)
        for wanted in (True, False)
    )
    return _Donor(source, account_of_choice(scope), accounts, faces, at_rest)


def _title(source: PageSource, terms: ReportTerms) -> Words:
    """Return the title, which tells a statement of some contributions from one of all."""
    name = _name(source, terms)
    if terms.contributions:
        return (sentence("Some contributions of %(donor)s", donor=name),)
    return (sentence("Contributions of %(donor)s", donor=name),)


def _name(source: PageSource, terms: ReportTerms) -> Text:
    label = source.reader.label(Dimension.DONOR, terms.subject)
    return member_text(Dimension.DONOR, terms.subject, label)


def _summary(donor: _Donor, terms: ReportTerms) -> tuple[NumberedParagraph, ...]:
    """Say the period, the contributions, and the balance before and after."""
    flows, contributions = donor.account.flows, len(donor.faces)
    days = (
        sentence("To %(last)s.", last=Day(terms.last))
        if terms.first is None
        else sentence("From %(first)s to %(last)s.", first=Day(terms.first), last=Day(terms.last))
    )
    told = sentence(
        "Opening balance %(opening)s, came in %(came)s, went out %(went)s, closing balance "
        "%(closing)s.",
        opening=Amount(flows.opening_minor),
        came=Amount(flows.came_minor),
        went=Amount(-flows.went_minor),
        closing=Amount(flows.closing_minor),
    )
    number = (
        counted("One contribution.", "%(count)s contributions.", contributions)
        if contributions
        else sentence("No contribution has a balance or an entry in the period.")
    )
    return (NumberedParagraph("summary", (days, number, *_chosen(donor, terms), told)),)


def _chosen(donor: _Donor, terms: ReportTerms) -> Words:
    """Say which contributions were chosen, and that they are not all of the donor's."""
    if not terms.contributions:
        return ()
    names = PlainText(", ".join(terms.contributions))
    chosen = sentence("Chosen: %(references)s.", references=names)
    own = {face.number for face in (*donor.faces, *donor.at_rest)}
    left_out = len(with_entries(donor.source, terms) - own)
    if not left_out:
        return (chosen,)
    told = counted(
        "These are not all contributions of the donor: one other with entries is left out.",
        "These are not all contributions of the donor: %(count)s others with entries are left out.",
        left_out,
    )
    return (chosen, told)


def _account(donor: _Donor) -> ReportSection:
    """Return the account of all contributions together, in US dollars and as they were paid."""
    source, account = donor.source, donor.account
    amounts = amounts_of_period(source, {face.reference for face in donor.faces})
    blocks: list[Block] = [
        balance_table(account),
        *_chart(source, account),
        account_table(
            "account",
            (sentence("From the pledge to the balance, in US dollars"),),
            account,
            ((ACROSS,), (OWED,)),
        ),
        *_filled(currencies_table(amounts), originals_table(amounts)),
    ]
    return ReportSection("section-account", sentence("The account"), tuple(blocks))


def _chart(source: PageSource, account: PeriodAccount) -> Iterator[ReportChart]:
    """Yield the chart of the period, where there is money."""
    shape = waterfall_shape(waterfall_data(source))
    if shape is None:
        return
    flows = account.flows
    alternative: list[Text] = [
        sentence("Opening balance: %(amount)s.", amount=Amount(flows.opening_minor)),
        *(
            sentence(
                "%(name)s: %(amount)s.",
                name=Sentence(flow_name(flow.name)),
                amount=Amount(flow.minor),
            )
            for flow in (*flows.came, *flows.went)
        ),
        sentence("Closing balance: %(amount)s.", amount=Amount(flows.closing_minor)),
    ]
    title: Words = (sentence("The money through the period"),)
    yield frozen_chart("through-period", title, tuple(alternative), shape)


def _payments(source: PageSource) -> ReportSection:
    """Return what was pledged, received and refunded, entry by entry."""
    tables = (
        payments_table("pledges", (sentence("Pledges"),), payments_of(source, Measure.PLEDGED)),
        payments_table(
            "receipts",
            (sentence("Receipts"),),
            payments_of(source, Measure.RECEIVED),
            ((sentence("Rates are local units per US dollar."),),),
        ),
        payments_table(
            "refunds",
            (sentence("Refunds"),),
            payments_of(source, Measure.REFUNDED),
            ((Sentence(definition(Measure.REFUNDED)),),),
        ),
    )
    nothing = NumberedParagraph(
        "no-payments", (sentence("Nothing was pledged, received or refunded in the period."),)
    )
    return ReportSection(
        "section-payments",
        sentence("Pledges, receipts and refunds"),
        _filled(*tables) or (nothing,),
    )


def _use(source: PageSource, whole: PageSource) -> ReportSection:
    """Return what the money was used for, and what was done with it."""
    tables = _filled(activities_table(source), tools_table(source, whole))
    nothing = NumberedParagraph(
        "no-use", (sentence("Nothing was given to activities in the period."),)
    )
    return ReportSection(
        "section-use",
        sentence("Use of the money"),
        (attribution_table(source), *(tables or (nothing,))),
    )


def _contributions(donor: _Donor) -> ReportSection:
    """Return the contributions side by side, their terms and the reports due on them."""
    faces, days = donor.faces, donor.source.query.span()
    tables = _filled(
        contributions_table(faces, donor.accounts, len(donor.at_rest)),
        terms_table(faces),
        reports_table((*faces, *donor.at_rest), days),
    )
    nothing = NumberedParagraph(
        "no-contributions",
        (sentence("No contribution has a balance or an entry in the period."),),
    )
    return ReportSection("section-contributions", sentence("Contributions"), tables or (nothing,))


def _contribution(face: ContributionFace, account: PeriodAccount) -> ReportSection:
    """Return the account of one contribution."""
    table = account_table(f"account-{face.reference}", (titled(face),), account)
    return ReportSection(f"contribution-{face.reference}", titled(face), (table,), level=2)


def _basis(facts: Facts) -> ReportSection:
    """Say what the figures were drawn from."""
    known = sentence(
        "Entries count that were posted by %(known)s for a day up to %(as_at)s; what waits for "
        "approval does not.",
        known=MomentText(facts.known_at),
        as_at=Day(facts.as_at),
    )
    blocks: list[Block] = [NumberedParagraph("known", (known,))]
    if facts.chain_head:
        head = sentence(
            "The last of these entries has the number %(number)s and the digest %(digest)s.",
            number=PlainText(str(facts.chain_number)),
            digest=PlainText(facts.chain_head),
        )
        blocks.append(NumberedParagraph("chain", (head,)))
    return ReportSection("section-basis", sentence("Basis of the figures"), tuple(blocks))


def _filled(*tables: ReportTable) -> tuple[ReportTable, ...]:
    """Return the tables that have rows."""
    return tuple(table for table in tables if table.rows)
