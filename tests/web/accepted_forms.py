"""Values that every form accepts, and a record on which it accepts them."""

import io
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from tests.support.closing import close_months
from tests.support.people import PASSWORD
from tests.web.accepted_assistance_forms import ASSISTANCE_FORMS
from tests.web.accepted_form import DAY, AcceptedForm
from tests.web.accepted_money_forms import MONEY_FORMS
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

SIGNS_IN = "reader@example.org"
NEW_PASSWORD = "seven green bottles on a wall"
A_SHEET = b"code,name,type\nSWE,Sweden,C01\n"
ACCEPTED: Mapping[str, tuple[AcceptedForm, ...]] = {
    **MONEY_FORMS,
    **ASSISTANCE_FORMS,
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
    "imports.upload": (AcceptedForm("/imports/new", {"kind": "donors"}),),
    "several.check": (
        AcceptedForm(
            "/imports/several/activities",
            {"codes": "A1\nA2", "change": "status=finalisation", "why": "as reported"},
        ),
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
