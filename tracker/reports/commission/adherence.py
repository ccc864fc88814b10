"""II: the status of adherence, bounded by the day to which the record reaches."""

from collections.abc import Iterable

from tracker.reference.adherence_changes import LateDeposit
from tracker.reference.adherence_codes import Action
from tracker.reference.instruments import Instrument
from tracker.reference.organisations import giver_name
from tracker.reports.commission.links import Links
from tracker.reports.commission.parts import (
    blocks,
    count,
    count_column,
    day_column,
    paragraph,
    said,
    text_column,
)
from tracker.reports.content.blocks import Block, ReportSection, ReportTable, TableRow
from tracker.reports.content.texts import (
    Day,
    Name,
    NameKind,
    Sentence,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.reports.spelling.names import ORIGINAL
from tracker.resolution.paragraph_content import AdherenceReported
from tracker.totals.chart_data.adherence_scope import action_name, by_name, instrument_name

TITLE, BEFORE = sentence("Status of adherence"), sentence("Joined in the period before")


def adherence_section(
    found: AdherenceReported | None, late: tuple[LateDeposit, ...], links: Links
) -> ReportSection:
    """Return adherence to each instrument, new parties, and deposits that were known late."""
    return ReportSection(
        "adherence", TITLE, () if found is None else blocks(*_blocks(found, late, links))
    )


def parties_in_words(found: AdherenceReported | None) -> Words:
    """Say how far the record reaches, and how many acts of consent the period has."""
    if found is None:
        return ()
    return said(_reach(found), *(_joined(found) if found.is_known else ()))


def _blocks(
    found: AdherenceReported, late: tuple[LateDeposit, ...], links: Links
) -> Iterable[Iterable[Block]]:
    page = links.page("adherence")
    yield paragraph("adherence-reach", said(_reach(found)), page)
    if not found.is_known:
        return
    yield paragraph("new-parties", said(*_joined(found)), page)
    yield (_by_instrument(found, page),)
    if found.joined:
        yield (_new_parties(found, links),)
    if late:
        yield paragraph("late-deposits", (_late(len(late)),), page)
        yield (_late_table(late, links),)
    yield paragraph("assisted-not-party", said(_assisted(found.assisted_not_party)), page)


def _reach(found: AdherenceReported) -> Text | None:
    """Say how far the record reaches, where that is not the whole period."""
    if not found.is_beyond:
        return None
    if found.is_known:
        return sentence(
            "The record of adherence does not reach beyond %(day)s.", day=Day(found.as_at)
        )
    return sentence(
        "The record of adherence does not reach beyond %(day)s, and so says nothing of this "
        "period.",
        day=Day(found.as_at),
    )


def _joined(found: AdherenceReported) -> Iterable[Text | None]:
    """Count the acts of the period, and those of the period before; nothing where are none."""
    number = len(found.joined)
    if number:
        yield counted(
            "One instrument of consent to be bound was deposited in the period.",
            "%(count)s instruments of consent to be bound were deposited in the period.",
            number,
        )
    before = sum(one.joined_before or 0 for one in found.instruments)
    if before:
        yield counted(
            "In the period before, one was deposited.",
            "In the period before, %(count)s were deposited.",
            before,
        )


def _by_instrument(found: AdherenceReported, page: str) -> ReportTable:
    compared = any(one.joined_before is not None for one in found.instruments)
    columns = (
        text_column("instrument", sentence("Convention or Protocol")),
        count_column("at_start", sentence("Parties at the start")),
        count_column("joined", sentence("Joined")),
        count_column("at_end", sentence("Parties at the end")),
        *((count_column("joined_before", BEFORE),) if compared else ()),
    )
    rows = tuple(
        TableRow(
            one.instrument,
            (
                instrument_text(one.instrument),
                count(one.at_start),
                count(one.joined),
                count(one.at_end),
                *((count(one.joined_before),) if compared else ()),
            ),
        )
        for one in found.instruments
    )
    title = sentence("Parties to the Convention and the Protocols")
    note = sentence(
        "The start is the first day of the period, the end %(day)s.", day=Day(found.as_at)
    )
    return ReportTable("parties", (title,), columns, rows, notes=((note,),), behind=page)


def _new_parties(found: AdherenceReported, links: Links) -> ReportTable:
    columns = (
        text_column("party", sentence("State or organization")),
        text_column("instrument", sentence("Convention or Protocol")),
        day_column("dated_on", sentence("Date")),
        text_column("act", sentence("Act")),
    )
    order = list(Instrument)
    joined = sorted(
        found.joined, key=lambda one: (by_name(one.party, ORIGINAL), order.index(one.instrument))
    )
    rows = tuple(
        TableRow(
            f"{one.party}-{one.instrument}",
            (
                party_text(one.party),
                instrument_text(one.instrument),
                Day(one.dated_on),
                _act(one.action),
            ),
        )
        for one in joined
    )
    title = sentence("New parties")
    return ReportTable(
        "new-parties-listed", (title,), columns, rows, behind=links.answer("adherence/new-parties")
    )


def _late(number: int) -> Text:
    return counted(
        "One deposit of the period was missing from a list of parties that was published after "
        "its date.",
        "%(count)s deposits of the period were missing from a list of parties that was published "
        "after their date.",
        number,
    )


def _late_table(late: tuple[LateDeposit, ...], links: Links) -> ReportTable:
    columns = (
        text_column("party", sentence("State or organization")),
        text_column("instrument", sentence("Convention or Protocol")),
        day_column("dated_on", sentence("Date")),
        day_column("missing_from", sentence("Missing from the list of")),
        day_column("known_on", sentence("Known on")),
    )
    rows = tuple(
        TableRow(
            f"{one.party}-{one.instrument}",
            (
                party_text(one.party),
                instrument_text(one.instrument),
                Day(one.dated_on),
                Day(one.missing_from),
                Day(one.known_on),
            ),
        )
        for one in sorted(late, key=lambda one: (by_name(one.party, ORIGINAL), one.instrument))
    )
    title = sentence("Deposits that became known late")
    return ReportTable(
        "late-deposits-listed",
        (title,),
        columns,
        rows,
        behind=links.answer("adherence/late-deposits"),
    )


def _assisted(number: int | None) -> Text | None:
    if not number:
        return None
    return counted(
        "One State was assisted on an instrument to which it was not party at the end.",
        "%(count)s States were assisted on an instrument to which they were not party at the end.",
        number,
    )


def instrument_text(code: Instrument) -> Name:
    """Return the name of an instrument."""
    return Name(NameKind.INSTRUMENT, code, instrument_name(code, ORIGINAL))


def party_text(code: str) -> Name:
    """Return the name of a party."""
    return Name(NameKind.PARTY, code, giver_name(code, ORIGINAL))


def _act(action: Action) -> Sentence:
    return Sentence(action_name(action))
