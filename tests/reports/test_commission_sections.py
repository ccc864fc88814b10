"""The sections of the Commission's report from plain values: none, one, many."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.support.reports import FACTS
from tracker.assistance.dissemination_counts import UnitCounts
from tracker.assistance.small_counts import CountRow
from tracker.fund.balances.waterfall_steps import StepName
from tracker.reference.adherence_changes import LateDeposit
from tracker.reference.adherence_codes import Action
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.reference.sessions import sessions_on_file
from tracker.reports.commission.adherence import adherence_section
from tracker.reports.commission.assistance import assistance_sections
from tracker.reports.commission.conclusions import conclusions
from tracker.reports.commission.figures import (
    Assistance,
    CommissionFigures,
    FundsEnding,
    IndicatorsMeasured,
    MoneyOfPeriod,
    MoneyRow,
    RequestsReceived,
    Resources,
    ToolOfPeriod,
    Tools,
    WorkOfPeriod,
    WorkRow,
)
from tracker.reports.commission.head import masthead
from tracker.reports.commission.introduction import introduction
from tracker.reports.commission.links import Links
from tracker.reports.commission.resources import resources_sections
from tracker.reports.commission.tools import tools_section
from tracker.reports.content.blocks import NumberedParagraph, ReportSection, ReportTable
from tracker.reports.content.report import Masthead, ReportKind
from tracker.reports.content.texts import PlainText
from tracker.reports.spelling.speller import Speller
from tracker.reports.terms import ReportTerms
from tracker.resolution.paragraph_content import (
    AdherenceReported,
    CommissionContent,
    JoinedParty,
    PartiesOfInstrument,
    ReportedDays,
)
from tracker.totals.balance_flows import BalanceFlow, BalanceFlows
from tracker.totals.query import Query

LAST = date(2014, 4, 30)
LINKS = Links(Query(LAST, date(2013, 4, 27), LAST, as_at=LAST))
ENGLISH = Speller("en")
NOBODY = CountRow("", (0, 0, 0, 0, 0), 0, 0)
NO_FLOWS = BalanceFlows(0, (), (), 0)
NO_MONEY = MoneyOfPeriod(0, 0, 0, 0, NO_FLOWS)
NO_RESOURCES = Resources(NO_MONEY, None, (), (), (), (), FundsEnding(LAST))
NO_WORK = Assistance(WorkOfPeriod(0, NOBODY, 0), None, (), (), (), RequestsReceived(), ())
NO_TOOLS = Tools(UnitCounts(), None, (), ())
NO_CONTENT = CommissionContent(ReportedDays(date(2013, 4, 27), LAST), None, ())
NOTHING = CommissionFigures(NO_CONTENT, (), NO_WORK, NO_TOOLS, NO_RESOURCES)


def texts(*sections: ReportSection) -> list[str]:
    """Return the numbered paragraphs of sections in English."""
    return [
        ENGLISH.words(block.words)
        for section in sections
        for block in section.blocks
        if isinstance(block, NumberedParagraph)
    ]


def tables(sections: Iterable[ReportSection]) -> dict[str, ReportTable]:
    """Return the tables of sections by id."""
    return {
        block.id: block
        for section in sections
        for block in section.blocks
        if isinstance(block, ReportTable)
    }


def in_english(table: ReportTable) -> list[list[str]]:
    """Return the rows of a table with its sums in English."""
    rows = (*table.rows, *((table.sums,) if table.sums else ()))
    return [[ENGLISH.cell(cell) for cell in row.cells] for row in rows]


def adherence(
    *joined: JoinedParty, beyond: bool = False, known: bool = True, before: int | None = None
) -> AdherenceReported:
    """Return adherence to the Convention."""
    unknown = PartiesOfInstrument(Instrument.UNTOC, None, None, None, before)
    number = len(joined)
    convention = (
        replace(unknown, at_start=174, at_end=174 + number, joined=number) if known else unknown
    )
    return AdherenceReported(LAST, LAST, beyond, (convention,), joined, 0 if known else None)


def joined(party: str) -> JoinedParty:
    """Return a State that acceded to the Convention."""
    return JoinedParty(Instrument.UNTOC, party, date(2013, 7, 1), Action.ACCESSION, LAST, ())


def work(activities: int, people: CountRow = NOBODY, states: int = 0) -> Assistance:
    """Return the assistance of so many activities."""
    return replace(NO_WORK, now=WorkOfPeriod(activities, people, states))


def money(code: str, name: str, received: int, pledged: int = 0) -> MoneyRow:
    """Return the money of a donor."""
    return MoneyRow(code, PlainText(name), pledged, received, 0, None)


# Adherence


def test_one_new_party_is_one() -> None:
    section = adherence_section(adherence(joined("PLW")), (), LINKS)
    assert texts(section) == ["One instrument of consent to be bound was deposited in the period."]
    found = tables([section])
    assert in_english(found["parties"]) == [["Organized Crime Convention", "174", "1", "175"]]
    assert [row[0] for row in in_english(found["new-parties-listed"])] == ["Palau"]


def test_new_parties_are_counted_in_words_to_ten_and_stand_in_alphabetical_order() -> None:
    section = adherence_section(adherence(joined("ZWE"), joined("EU"), joined("AUT")), (), LINKS)
    assert texts(section)[0].startswith("Three instruments of consent to be bound were deposited")
    names = [row[0] for row in in_english(tables([section])["new-parties-listed"])]
    assert names == ["Austria", "Zimbabwe", "European Union"]


def test_beyond_the_record_nothing_is_none_or_zero() -> None:
    section = adherence_section(adherence(beyond=True, known=False), (), LINKS)
    assert texts(section) == [
        (
            "The record of adherence does not reach beyond 30 April 2014, and so says nothing "
            "of this period."
        )
    ]
    assert tables([section]) == {}


def test_a_period_without_new_parties_says_nothing_of_them() -> None:
    assert texts(adherence_section(adherence(), (), LINKS)) == []
    assert texts(adherence_section(adherence(before=1), (), LINKS)) == [
        "In the period before, one was deposited."
    ]


def test_a_deposit_known_late_is_listed_with_the_list_that_lacks_it() -> None:
    late = LateDeposit(
        Instrument.UNTOC, "PLW", date(2013, 7, 1), Action.ACCESSION, LAST, date(2013, 9, 1), None
    )
    section = adherence_section(adherence(), (late,), LINKS)
    assert texts(section)[0].startswith("One deposit of the period was missing from a list")
    assert in_english(tables([section])["late-deposits-listed"]) == [
        ["Palau", "Organized Crime Convention", "1 July 2013", "1 September 2013", "30 April 2014"]
    ]


# Assistance and tools


def test_one_activity_was() -> None:
    assert texts(*assistance_sections(work(1, states=1), None, None, LINKS)) == [
        (
            "One activity was under way in the period. "
            "One State was named as a beneficiary of these activities."
        )
    ]


def test_people_are_counted_by_sex_with_singular_and_plural() -> None:
    people = CountRow("", (1, 30, 0, 0, 2), 33, 31)
    said = texts(*assistance_sections(work(12, people, 3), None, None, LINKS))
    assert said == [
        (
            "12 activities were under way in the period. "
            "Three States were named as beneficiaries of these activities."
        ),
        (
            "33 participations were counted in the activities. "
            "Without double counting, these are 31 people. "
            "By sex: one woman, 30 men and two people whose sex is not on record."
        ),
    ]


def test_indicators_measured_and_reached_are_counted() -> None:
    found = replace(work(1, states=1), indicators=IndicatorsMeasured(12, 11, 4))
    said = texts(*assistance_sections(found, None, None, LINKS))
    assert said[-1].startswith(
        "12 indicators of these activities were measured by the end of the period."
    )
    assert "Targets reached: " in said[-1]


def test_numbers_of_people_that_are_not_shown_are_not_said() -> None:
    hidden = CountRow("", (None, None, None, None, None), 12, None)
    (_, people) = texts(*assistance_sections(work(1, hidden), None, None, LINKS))
    assert people == "12 participations were counted in the activities."
    row = WorkRow("TIP", PlainText("TIP"), 1, None, 1, 5_00)
    found = replace(work(1), by_instrument=(row,))
    table = tables(assistance_sections(found, None, None, LINKS))["assistance-instrument"]
    assert in_english(table)[0] == ["TIP", "1", "\u2013", "\u2013", "\u2013", "1", "5.00"]
    assert len(table.notes) == 2


def test_copies_downloads_and_people_stand_apart_and_people_have_no_sum() -> None:
    own = UnitCounts(1, 700, 40)
    found = Tools(
        own,
        UnitCounts(0, 2, None),
        (ToolOfPeriod("GUIDE", "Guide", 1, own),),
        (("mailing", PlainText("Mailing"), own),),
    )
    section = tools_section(found, LINKS)
    assert texts(section) == [
        "One technical assistance tool was worked with or disseminated in the period.",
        (
            "Disseminated in the period: one copy, 700 downloads and 40 readers counted. "
            "In the period before: two downloads."
        ),
    ]
    assert in_english(tables([section])["dissemination-means"])[-1] == [
        "Total", "1", "700", "\u2013",
    ]  # fmt: skip


# Resources and conclusions

FLOWS = BalanceFlows(
    100_00,
    (BalanceFlow(StepName.RECEIVED, 50_00),),
    (BalanceFlow(StepName.SPENT, -30_01), BalanceFlow(StepName.SUPPORT_COST, -3_90)),
    116_09,
)


def test_the_account_adds_up_to_the_closing_balance() -> None:
    found = replace(NO_RESOURCES, now=MoneyOfPeriod(60_00, 50_00, 30_01, 3_90, FLOWS))
    sections = resources_sections(found, LINKS)
    table = tables(sections)["account"]
    amounts = [row.cells[1].minor for row in table.rows]  # type: ignore[union-attr]
    assert table.sums is not None
    assert sum(amounts) == table.sums.cells[1].minor == 116_09  # type: ignore[union-attr]
    assert (
        "USD\u00a0100.00 at the beginning of the period and USD\u00a0116.09 at its end"
        in (texts(*sections)[0])
    )


def test_an_account_without_money_says_nothing() -> None:
    (section,) = resources_sections(NO_RESOURCES, LINKS)
    assert section.blocks == ()


def test_one_donor_paid_in() -> None:
    now = MoneyOfPeriod(0, 50_00, 0, 0, FLOWS)
    found = replace(NO_RESOURCES, now=now, by_donor=(money("ITA", "Italy", 50_00),))
    said = texts(*resources_sections(found, LINKS))
    assert said[1] == "In the period, payments came from: Italy."


def test_conclusions_follow_from_figures_and_there_are_none_without() -> None:
    assert conclusions(NOTHING, LINKS).blocks == ()
    donors = tuple(
        money(code, code, minor) for code, minor in zip("ABCD", (50, 20, 15, 15), strict=True)
    )
    found = replace(
        NOTHING,
        assistance=replace(NO_WORK, requests=RequestsReceived(3, 1)),
        resources=replace(NO_RESOURCES, by_donor=donors, ending=FundsEnding(LAST, 1, 5_00, 7_00)),
    )
    said = texts(conclusions(found, LINKS))
    assert said[0].startswith(
        "Of what was received, 85\u00a0% came from the three largest donors: "
        "A (50\u00a0%), B (20\u00a0%) and C (15\u00a0%). The Commission may wish"
    )
    assert said[1].startswith("One request received in the period")
    assert said[2].startswith(
        "The period of use of one contribution ends within a year. "
        "Of this money, USD\u00a05.00 can still be allocated, by 30 April 2014 at the latest."
    )
    assert len(said) == 3


def test_few_donors_are_not_called_the_largest() -> None:
    donors = tuple(money(code, code, 10) for code in "ABC")
    found = replace(NOTHING, resources=replace(NO_RESOURCES, by_donor=donors))
    assert conclusions(found, LINKS).blocks == ()


# Introduction and head


def test_the_introduction_quotes_the_resolution() -> None:
    asked = (paragraphs()[4], paragraphs()[9])
    section = introduction(FACTS, asked, paragraphs()[11], LINKS)
    mandate, quoted, of_others, period = section.blocks
    assert isinstance(mandate, NumberedParagraph)
    assert quoted.words == (PlainText(paragraphs()[11].text),)  # type: ignore[union-attr]
    assert isinstance(of_others, NumberedParagraph)
    assert [ENGLISH.words(point.words) for point in of_others.points] == [
        f"Paragraph {one.number}: {one.text}" for one in asked
    ]
    assert isinstance(period, NumberedParagraph)
    assert ENGLISH.words(period.words).startswith(
        "The present report covers the period from 27 April 2013 to 30 April 2014."
    )


def terms(session: str = "", head: Masthead = Masthead()) -> ReportTerms:  # noqa: B008 - frozen
    """Return the terms of a report."""
    return ReportTerms(
        ReportKind.COMMISSION,
        None,
        LAST,
        LAST,
        datetime(2026, 11, 29, tzinfo=UTC),
        session=session,
        masthead=head,
    )


def test_nothing_of_the_head_is_invented() -> None:
    assert masthead(terms(), sessions_on_file()) == Masthead()
    head = masthead(terms("CCPCJ-22"), sessions_on_file())
    assert ENGLISH.words((head.session, *head.place_and_dates)) == (  # type: ignore[arg-type]
        "Session 22 Vienna, 22 April 2013 to 26 April 2013"
    )
    assert (head.symbol, head.agenda_item, head.dated_on) == ("", "", None)


def test_what_was_typed_goes_before_what_is_on_record() -> None:
    typed = Masthead(symbol="E/CN.15/2014/9", session=PlainText("Twenty-second session"))
    head = masthead(terms("CCPCJ-22", typed), sessions_on_file())
    assert (head.symbol, head.session) == ("E/CN.15/2014/9", PlainText("Twenty-second session"))


@pytest.mark.parametrize("number", [1, 2, 10, 11, 101])
def test_every_number_has_its_form(number: int) -> None:
    (said,) = texts(*assistance_sections(work(number), None, None, LINKS))
    assert ("activity was" in said) == (number == 1)
    assert any(sign.isdigit() for sign in said) == (number > 10)
