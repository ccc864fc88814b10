"""Values that every form accepts, and a record on which it accepts them."""

import io
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from tests.support.closing import close_months
from tests.support.people import PASSWORD
from tests.web.every_form import ANA, fill_for_every_form
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import commit
from tracker.fund.states import SupportBasis
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument

DAY = "2022-09-15"
SIGNS_IN = "reader@example.org"
NEW_PASSWORD = "seven green bottles on a wall"
A_SHEET = b"code,name,type\nSWE,Sweden,C01\n"
Values = Mapping[str, str]


class AcceptedForm(NamedTuple):
    """A form that is accepted: its address, the values to fill in, the page that shows it."""

    path: str
    values: Values
    page: str = ""


def entry(kind: str, reference: str = "C-ITA", **values: str) -> AcceptedForm:
    """Return the form of an entry of a kind on a contribution."""
    shared = {"effective_on": DAY, "amount": "5", "reference": f"N-{kind}", "note": "as advised"}
    return AcceptedForm(f"/contributions/{reference}/record/{kind}", shared | values)


TERMS = {
    "reference": "C-NEW", "donor": "ITA", "title": "For Peru", "pledged_on": DAY,
    "currency": "USD", "amount": "1000", "earmarking": "1", "support_rate": "13",
    "agreed_on": DAY, "agreement_number": "AGR-1", "donor_reference": "IT-1",
    "use_from": DAY, "use_until": "2026-12-31",
    "instalments-0-due_on": "2023-01-31", "instalments-0-amount": "1000",
    "instalments-0-note": "first", "reports-0-kind": "final", "reports-0-period": "2022",
    "reports-0-due_on": "2023-03-31", "reports-0-note": "due", "documents-0-kind": "agreement",
    "documents-0-title": "Agreement", "documents-0-address": "https://example.org/a",
    "documents-0-dated_on": DAY, "conditions": "none", "note": "by letter",
}  # fmt: skip
WORK = {
    "code": "A9", "title": "Course", "programme": "GLO1", "type": "training",
    "status": "implementation", "venue": "Lima", "budget": "1000", "planned_start": DAY,
    "planned_end": "2022-10-15", "actual_start": DAY, "actual_end": "2022-10-15",
    "instruments-0-code": "TIP", "instruments-0-share": "100", "beneficiaries-0-code": "PER",
    "beneficiaries-0-share": "100", "tools-0-tool": "GUIDE", "tools-0-use": "used",
    "tools-0-share": "20", "participants-0-place": "PER", "participants-0-function": "judge",
    "participants-0-women": "3", "participants-0-men": "4", "results-0-indicator": "Judges",
    "results-0-unit": "persons", "results-0-baseline": "0", "results-0-target": "10",
    "results-0-actual": "7", "results-0-measured_on": "2022-10-15",
    "documents-0-title": "Report", "documents-0-symbol": "CTOC/1",
    "documents-0-url": "https://example.org/b", "description": "For judges",
    "partners": "The ministry", "evaluation": "Good",
}  # fmt: skip
LINE = {"lines-0-contribution": "C-ITA", "lines-0-amount": "5"}
SECTIONS = {
    "what": {"title": "Trainings of judges", "description": "For judges"},
    "when-and-where": {"venue": "Lima"},
    "for-whom": {"beneficiaries-0-code": "UGA", "beneficiaries-0-share": "30"},
    "instruments": {"articles": "TIP 9"},
    "money": {"budget": "1000"},
    "people": {"participants-0-function": "judge", "participants-0-women": "3"},
    "results": {"evaluation": "Good"},
    "documents": {"documents-0-title": "Report"},
    "tools-and-requests": {"partners": "The ministry"},
}
ACCEPTED: Mapping[str, tuple[AcceptedForm, ...]] = {
    "activity_series.repeat": (
        AcceptedForm(
            "/activities/A1/repeat",
            {
                "every": "month",
                "after": DAY,
                "times": "1",
                "until": "2030-01-01",
                "occasions-0-code": "A91",
                "occasions-0-starts": "2029-10-15",
                "occasions-0-ends": "2029-10-16",
            },
        ),
    ),
    "ask_forms.ask_for": (
        AcceptedForm("/activities/A1/money/ask", LINE | {"purpose": "Travel of judges"}),
    ),
    "ask_forms.ask_it_again": (AcceptedForm("/asks/2/again", LINE | {"purpose": "Travel"}),),
    "ask_decisions.take_it_up": (
        AcceptedForm(
            "/asks/1/take-up",
            LINE | {"lines-0-reference": "N-ASK", "effective_on": DAY, "note": "for judges"},
        ),
    ),
    "ask_decisions.return_it": (AcceptedForm("/asks/1/return", {"reason": "say more"}, "/asks/1"),),
    "ask_decisions.decline_it": (
        AcceptedForm("/asks/1/decline", {"reason": "no money"}, "/asks/1"),
    ),
    "ask_decisions.take_it_back": (
        AcceptedForm("/asks/1/withdraw", {"reason": "not needed"}, "/asks/1"),
    ),
    "corrigenda.correct_it": (
        AcceptedForm(
            "/reports/2/correct",
            {
                "symbol": "E/CN.15/2022/1/Corr.1",
                "distribution": "General",
                "dated_on": DAY,
                "agenda_item": "6",
                "agenda_title": "Crime",
                "agenda_note": "E/CN.15/2022/0.",
                "figures": "as_issued",
                "why": "a slip",
            },
        ),
    ),
    "report_forms.add_it": (
        AcceptedForm(
            "/reports/add",
            {
                "session": "",
                "first": "2020-01-01",
                "last": "2021-12-31",
                "as_at": "2022-06-30",
                "symbol": "E/CN.15/2022/1",
                "distribution": "General",
                "dated_on": DAY,
                "agenda_item": "6",
                "agenda_title": "Crime",
                "agenda_note": "E/CN.15/2022/0.",
            },
        ),
    ),
    "rounds.make_it": (
        AcceptedForm(
            "/reports/statements/make",
            {"first": "2022-01-01", "last": "2022-12-31", "as_at": "2023-01-31"},
        ),
    ),
    "statements.add_it": (
        AcceptedForm(
            "/reports/statements/add/ITA",
            {
                "first": "2022-01-01",
                "last": "2022-12-31",
                "as_at": "2023-01-31",
                "contributions": "C-EUR",
            },
        ),
    ),
    "report_forms.return_it": (AcceptedForm("/reports/3/return", {"why": "A text is missing."}),),
    "report_forms.write_it": (AcceptedForm("/reports/1/texts/first", {"text": "Written."}),),
    "letters.choose": (AcceptedForm("/home/letters", {"language": "fr"}),),
    "person.invite_it": (
        AcceptedForm(
            "/people/invite",
            {
                "email": "new@example.org",
                "name": "Noor",
                "role": "programme_manager",
                "programmes": "GLO1",
                "why": "joins the team",
            },
        ),
    ),
    "person.change_it": (
        AcceptedForm("/people/P-000001/role", {"role": "approver", "why": "moves"}),
    ),
    "person.act": (AcceptedForm("/people/P-000001/send-reset", {"why": "forgotten"}),),
    "sign_in.enter": (AcceptedForm("/sign-in", {"email": SIGNS_IN, "password": PASSWORD}),),
    "own_password.change": (
        AcceptedForm(
            "/home/password",
            {
                "current_password": PASSWORD,
                "new_password": NEW_PASSWORD,
                "new_password_again": NEW_PASSWORD,
            },
        ),
    ),
    "approval_decisions.approve_it": (
        AcceptedForm("/approvals/1/approve", {"reason": ""}, "/approvals/1"),
    ),
    "approval_decisions.return_it": (
        AcceptedForm("/approvals/1/return", {"reason": "say more"}, "/approvals/1"),
    ),
    "approval_decisions.withdraw_it": (
        AcceptedForm("/approvals/1/withdraw", {"reason": "twice"}, "/approvals/1"),
    ),
    "approval_decisions.approve_several": (AcceptedForm("/approvals/approve?number=1", {}),),
    "periods.close_them": (AcceptedForm("/periods/close?through=2021-06", {"note": "file 3"}),),
    "periods.close_it": (AcceptedForm("/periods/2020/close", {"note": "audited"}),),
    "contribution_forms.add_it": (AcceptedForm("/contributions/add", TERMS),),
    "contribution_forms.change_it": (
        AcceptedForm("/contributions/C-EUR/change", {"title": "For Peru", "why": "amended"}),
    ),
    "contribution_donors.change": (
        AcceptedForm("/contributions/C-JPN/donor", {"donor": "ITA", "since": DAY, "why": "so"}),
    ),
    "contribution_states.move": (
        AcceptedForm(
            "/contributions/C-EUR/state",
            {"state": "partly_received", "agreed_on": DAY, "why": "came"},
        ),
    ),
    "contribution_states.note_submitted": (
        AcceptedForm(
            "/contributions/C-EUR/reports/1/submitted", {"submitted_on": DAY, "why": "sent"}
        ),
    ),
    "entry_forms.record": (
        entry("pledge"),
        entry("pledge_adjustment"),
        entry("pledge_cancellation", "C-JPN"),
        entry("pledge_write_off", "C-JPN", basis="insolvent"),
        entry("instalment_due"),
        entry("receipt", "C-EUR", usd="6", usd_source="advice 7"),
        entry("receipt_correction", "C-EUR", corrects="R3"),
        entry("bank_charge", "C-EUR", usd="6", usd_source="advice 8"),
        entry("support_cost", "C-LUMP"),
        entry("allocation", activity="A1"),
        entry("de_allocation", activity="A1"),
        entry("commitment", activity="A1"),
        entry("de_commitment", activity="A1"),
        entry("expenditure", activity="A1"),
        entry("transfer", to_contribution="C-EUR", letter="Note 7", letter_on=DAY),
        entry("refund"),
        entry("write_off", basis="stolen"),
    ),
    "reversals.reverse": (
        AcceptedForm(
            "/contributions/C-EUR/entries/8/reverse", {"effective_on": DAY, "why": "wrong"}
        ),
    ),
    "interest.record": (
        AcceptedForm(
            "/ledger/interest",
            {
                "effective_on": DAY,
                "amount": "5",
                "by": "named",
                "contribution": "C-ITA",
                "reference": "N-INT",
                "note": "quarter",
            },
        ),
    ),
    "programme_forms.add_it": (
        AcceptedForm(
            "/programmes/add",
            {
                "code": "GLO9",
                "title": "Courts",
                "kind": "national",
                "place": "KEN",
                "starts_on": DAY,
                "ends_on": "2026-12-31",
                "description": "For courts",
            },
        ),
    ),
    "programme_forms.change_it": (
        AcceptedForm("/programmes/GLO1/change", {"title": "Worldwide", "why": "renamed"}),
    ),
    "body_sessions.add_it": (
        AcceptedForm(
            "/sessions/add",
            {
                "body": "CCPCJ",
                "number": "24",
                "first_day": "2015-05-18",
                "last_day": "2015-05-22",
                "place": "Vienna",
                "source": "a document",
            },
        ),
    ),
    "body_sessions.change_it": (
        AcceptedForm("/sessions/CCPCJ-23/change", {"place": "Vienna", "why": "it was there"}),
    ),
    "programme_pooling.decide": (
        AcceptedForm("/programmes/GLO1/pooling", {"from_on": DAY, "why": "by decision 4"}),
    ),
    "activity_forms.add_it": (AcceptedForm("/activities/add", WORK),),
    "activity_forms.change_it": (
        AcceptedForm("/activities/A1/change", {"title": "Trainings", "why": "renamed"}),
    ),
    "dissemination.add_it": (
        AcceptedForm(
            "/dissemination/add",
            {
                "code": "DIS-9",
                "tool": "GUIDE",
                "held_on": DAY,
                "means": "training",
                "number": "20",
                "unit": "people",
                "place": "PER",
                "language": "es",
                "audience": "judge",
                "activity": "A1",
                "note": "at the academy",
            },
        ),
    ),
    "dissemination.change_it": (
        AcceptedForm("/dissemination/DIS-2/change", {"number": "26", "why": "recounted"}),
    ),
    "request_forms.add_it": (
        AcceptedForm(
            "/requests/add",
            {
                "code": "REQ-9",
                "state": "PER",
                "source": "official_request",
                "status": "received",
                "priority": "high",
                "instrument": "TIP",
                "received_on": DAY,
                "articles": "6",
                "summary": "Training of judges",
                "decision": "to be assessed",
                "estimated_cost": "1000",
                "cost_basis": "The State",
            },
        ),
    ),
    "request_forms.change_it": (
        AcceptedForm("/requests/REQ-1/change", {"status": "planned", "why": "there is money"}),
    ),
    "activity_publication.decide_it": (
        AcceptedForm(
            "/activities/A1/publication", {"intent": "returned", "why": "a name in the text"}
        ),
    ),
    "activity_sections.begin_it": (
        AcceptedForm(
            "/activities/add/begin",
            {name: WORK[name] for name in ("code", "title", "programme", "type", "status")},
        ),
    ),
    "activity_sections.save": tuple(
        AcceptedForm(f"/activities/A1/sections/{section}", values | {"why": "as agreed"})
        for section, values in SECTIONS.items()
    ),
    "activity_short_forms.save": (
        AcceptedForm(
            "/activities/A1/status",
            {
                "status": "closed",
                "actual_start": DAY,
                "actual_end": "2022-10-15",
                "why": "it is over",
            },
        ),
        AcceptedForm(
            "/activities/A1/people",
            {
                "function": "judge",
                "place": "PER",
                "counted_on": DAY,
                "women": "3",
                "men": "4",
                "why": "the list",
            },
        ),
        AcceptedForm(
            "/activities/A1/results",
            {
                "indicator": "Judges",
                "unit": "persons",
                "baseline": "0",
                "target": "10",
                "actual": "7",
                "measured_on": DAY,
                "why": "as counted",
            },
        ),
        AcceptedForm(
            "/activities/A1/documents",
            {
                "title": "Report",
                "symbol": "CTOC/1",
                "url": "https://example.org/b",
                "why": "it is out",
            },
        ),
    ),
    "tool_forms.add_it": (
        AcceptedForm(
            "/tools/add",
            {
                "code": "LAW",
                "title": "A model law",
                "year": "2020",
                "languages": "en fr",
                "symbol": "CTOC/2",
                "source": "https://example.org/c",
                "description": "Clauses",
                "versions-0-version": "1",
                "versions-0-released_on": DAY,
                "versions-0-languages": "en; French",
                "versions-0-symbol": "CTOC/3",
                "versions-0-url": "https://example.org/d",
                "versions-0-changes": "The first one",
            },
        ),
    ),
    "tool_forms.change_it": (
        AcceptedForm("/tools/GUIDE/change", {"title": "The guide", "why": "as printed"}),
    ),
    "rates.add_it": (
        AcceptedForm(
            "/rates/add",
            {"currency": "EUR", "effective_on": DAY, "rate": "0.95", "source": "Treasury"},
        ),
    ),
    "one_rate.supersede": (
        AcceptedForm(
            "/rates/EUR/2020-01-01/supersede",
            {"rate": "0.91", "source": "Treasury", "why": "misprint"},
        ),
    ),
    "one_rate.withdraw": (AcceptedForm("/rates/EUR/2020-01-01/withdraw", {"why": "misprint"}),),
    "donor_forms.add_it": (
        AcceptedForm(
            "/donors/add",
            {"code": "KEN", "name": "Kenya", "type": "C01", "state": "KEN", "note": "new"},
        ),
    ),
    "donor_forms.change_it": (
        AcceptedForm("/donors/JPN/change", {"note": "by letter", "why": "as told"}),
    ),
    "donor_merges.merge": (
        AcceptedForm("/donors/MFJ/merge", {"why": "the same"}, "/donors/MFJ/merge?into=JPN"),
    ),
    "donor_merges.undo": (AcceptedForm("/donors/merges/1/undo", {"why": "not the same"}),),
    "donor_merges.apart": (AcceptedForm("/donors/ITA/apart/JPN", {"why": "two States"}),),
    "donor_parts.add_its_name": (
        AcceptedForm(
            "/donors/JPN/names/add", {"name": "Nihon", "holds_from": DAY, "source": "letter"}
        ),
    ),
    "donor_parts.add_its_spelling": (
        AcceptedForm("/donors/JPN/spellings/add", {"spelling": "Giappone"}),
    ),
    "donor_parts.add_its_contact": (
        AcceptedForm(
            "/donors/ITA/contacts/add",
            {
                "name": "Bea",
                "email": "bea@example.org",
                "telephone": "+39 06 1",
                "note": "mornings",
            },
        ),
    ),
    "donor_parts.change_its_contact": (
        AcceptedForm("/donors/ITA/contacts/1/change", {"name": "Anna"}),
    ),
    "donor_parts.remove": (
        AcceptedForm("/donors/ITA/names/1/remove", {"why": "wrong"}),
        AcceptedForm("/donors/ITA/spellings/1/remove", {"why": "wrong"}),
        AcceptedForm("/donors/ITA/contacts/1/remove", {"why": "left"}),
    ),
    "files.add_it": tuple(
        AcceptedForm(f"/{record}/files/add", {"title": "Report", "why": "it is out"} | values)
        for record, values in (
            ("activities/A1", {}),
            ("requests/REQ-1", {}),
            ("tools/GUIDE", {"version": "2", "language": "French"}),
        )
    ),
    "files.add_it_to_contribution": (
        AcceptedForm("/contributions/C-EUR/files/add", {"title": "Agreement", "why": "signed"}),
    ),
    "files.withdraw_it": (AcceptedForm("/assistance-files/2/withdraw", {"why": "another one"}),),
    "files.withdraw_it_of_contribution": (
        AcceptedForm("/contribution-files/1/withdraw", {"why": "another one"}),
    ),
    "imports.upload": (AcceptedForm("/imports/new", {"kind": "donors"}),),
    "several.check": (
        AcceptedForm(
            "/imports/several/activities",
            {"codes": "A1\nA2", "change": "status=finalisation", "why": "as reported"},
        ),
    ),
    "tie_out_forms.add_it": (
        AcceptedForm(
            "/tie-out/add",
            {
                "reference": "CS-2022",
                "year": "2022",
                "source": "Auditors",
                "issued_on": "2023-06-30",
                "note": "final",
            },
        ),
    ),
    "tie_out_forms.type_it": (
        AcceptedForm("/tie-out/CS-2021/figures/add", {"donor": "ITA", "amount": "7"}),
    ),
    "tie_out_forms.explain_it": (
        AcceptedForm("/tie-out/CS-2021/figures/1", {"amount": "3", "text": "cut-off too"}),
    ),
    "tie_out_forms.change_it": (
        AcceptedForm("/tie-out/CS-2021/figures/1/change", {"amount": "311", "why": "misprint"}),
    ),
    "tie_out_forms.withdraw_it": (
        AcceptedForm("/tie-out/CS-2021/explanations/1/withdraw", {"why": "explained"}),
    ),
}
"""The accepted forms of each endpoint."""


def a_file() -> FileStorage:
    """Return a sheet that an import accepts."""
    return FileStorage(io.BytesIO(A_SHEET), "donors.csv", content_type="text/csv")


def fill_for_accepted_forms(session: Session) -> None:
    """Write a record on which every form is accepted."""
    account = fill_for_every_form(session)
    ministry = DonorDraft("MFJ", "Ministry of Japan", ContributorType.GOVERNMENT)
    lump_sums = ContributionDraft(
        "C-LUMP", "JPN", FinancingInstrument.PROJECT, Earmarking.UNEARMARKED, "USD", 10_000,
        pledged_on=date(2022, 1, 1), support_basis=SupportBasis.LUMP_SUM,
        support_rate_reason="agreed",
    )  # fmt: skip
    with transaction(session):
        add_donors(session, [ministry], ANA)
        added = add_contributions(session, [lump_sums], ANA)
        with open_book(session, ANA) as book:
            heading = Heading(date(2022, 8, 1), "COM-1")
            used = UseOfFunds(
                account.activities["A1"], 5_000, heading, account.contributions["C-ITA"]
            )
            commit(book, used)
            came = Heading(date(2022, 2, 1), "R-LUMP")
            receive(book, ContributionMovement(added["C-LUMP"], 10_000, came))
    with transaction(session):
        close_months(session, Month(2020, 12), ANA)
