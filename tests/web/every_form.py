"""Every form of the pages: its address, who fills it in, and a record with something for each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlmodel import Session

from tests.api.accounts import Account, euros, fill
from tests.support.filled import filled_once
from tests.support.issued_reports import issue_small_report
from tests.support.issuing import cleared
from tests.support.reports import FACTS, small_report
from tracker.assistance.activity_sections import ActivitySection
from tracker.assistance.added_sessions import SessionDraft, add_sessions
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.db import transaction
from tracker.documents.tables import RecordFile
from tracker.fund.approvals.submission import submit
from tracker.fund.asks.allocation_costs import AllocationLine
from tracker.fund.asks.answering import give_back
from tracker.fund.asks.asking import AskDraft, ask
from tracker.fund.contributions.part_drafts import ReportDraft
from tracker.fund.contributions.terms import change_contribution
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.contacts import ContactDraft, add_contact
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.reconciliation.statement_rules import FigureDraft, StatementDraft
from tracker.fund.reconciliation.statement_writes import add_figure, add_statement, explain
from tracker.fund.states import ContactRole, ContributionReportKind, StatementItem
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType
from tracker.reference.instruments import Instrument
from tracker.reference.sessions import SessionBody
from tracker.reports.content.report import ReportKind
from tracker.reports.register.drafts import add_report
from tracker.reports.terms import ReportTerms
from tracker.web.entries.kinds import GROUPS

ANA = "ana@example.org"
FINANCE = f"{Role.FINANCE_OFFICER}@example.org"
MANAGER = f"{Role.PROGRAMME_MANAGER}@example.org"
DAY = date(2022, 9, 1)
CONTRIBUTIONS = ("C-ITA", "C-EUR", "C-EUR", "C-ITA")
"""A contribution for each group of kinds of entries."""
FORMS: Mapping[str, tuple[str, ...]] = {
    "sign_in.enter": ("/sign-in",),
    "own_password.change": ("/home/password",),
    "approval_decisions.approve_it": ("/approvals/1/approve", "/approvals/2/approve"),
    "approval_decisions.return_it": ("/approvals/1/return", "/approvals/2/return"),
    "approval_decisions.withdraw_it": ("/approvals/1/withdraw", "/approvals/2/withdraw"),
    "approval_decisions.approve_several": ("/approvals/approve?number=1",),
    "periods.close_them": ("/periods/close?through=2020-12", "/periods/close"),
    "periods.close_it": ("/periods/2021/close",),
    "contribution_forms.add_it": ("/contributions/add",),
    "contribution_forms.change_it": ("/contributions/C-EUR/change",),
    "contribution_donors.change": ("/contributions/C-EUR/donor",),
    "contribution_states.move": ("/contributions/C-EUR/state",),
    "contribution_states.note_submitted": ("/contributions/C-EUR/reports/1/submitted",),
    "entry_forms.record": tuple(
        f"/contributions/{reference}/record/{kind}"
        for reference, (_group, kinds) in zip(CONTRIBUTIONS, GROUPS, strict=True)
        for kind in kinds
    ),
    "reversals.reverse": ("/contributions/C-ITA/entries/1/reverse",),
    "interest.record": ("/ledger/interest",),
    "programme_forms.add_it": ("/programmes/add",),
    "programme_forms.change_it": ("/programmes/GLO1/change",),
    "programme_pooling.decide": ("/programmes/GLO1/pooling",),
    "body_sessions.add_it": ("/sessions/add",),
    "body_sessions.change_it": ("/sessions/CCPCJ-23/change",),
    "activity_forms.add_it": ("/activities/add",),
    "activity_forms.change_it": ("/activities/A1/change",),
    "activity_sections.begin_it": ("/activities/add/begin",),
    "activity_sections.save": tuple(
        f"/activities/A1/sections/{section}" for section in ActivitySection
    ),
    "activity_publication.decide_it": ("/activities/A1/publication",),
    "activity_short_forms.save": tuple(
        f"/activities/A1/{part}" for part in ("status", "people", "results", "documents")
    ),
    "activity_series.repeat": ("/activities/A1/repeat",),
    "ask_forms.ask_for": ("/activities/A1/money/ask",),
    "ask_forms.ask_it_again": ("/asks/2/again",),
    "ask_decisions.take_it_up": ("/asks/1/take-up",),
    "ask_decisions.return_it": ("/asks/1/return",),
    "ask_decisions.decline_it": ("/asks/1/decline",),
    "ask_decisions.take_it_back": ("/asks/1/withdraw",),
    "corrigenda.correct_it": ("/reports/2/correct",),
    "report_forms.add_it": ("/reports/add",),
    "report_forms.return_it": ("/reports/3/return",),
    "report_forms.write_it": ("/reports/1/texts/first",),
    "rounds.make_it": ("/reports/statements/make",),
    "statements.add_it": ("/reports/statements/add/ITA",),
    "request_forms.add_it": ("/requests/add",),
    "request_forms.change_it": ("/requests/REQ-1/change",),
    "tool_forms.add_it": ("/tools/add",),
    "tool_forms.change_it": ("/tools/GUIDE/change",),
    "rates.add_it": ("/rates/add",),
    "one_rate.supersede": ("/rates/EUR/2020-01-01/supersede",),
    "one_rate.withdraw": ("/rates/EUR/2020-01-01/withdraw",),
    "dissemination.add_it": ("/dissemination/add",),
    "dissemination.change_it": ("/dissemination/DIS-2/change",),
    "donor_forms.add_it": ("/donors/add",),
    "donor_forms.change_it": ("/donors/ITA/change",),
    "donor_merges.merge": ("/donors/JPN/merge", "/donors/ITA/merge"),
    "donor_merges.undo": ("/donors/merges/1/undo",),
    "donor_merges.apart": ("/donors/ITA/apart/JPN",),
    "donor_parts.add_its_name": ("/donors/ITA/names/add",),
    "donor_parts.add_its_spelling": ("/donors/ITA/spellings/add",),
    "donor_parts.add_its_contact": ("/donors/ITA/contacts/add",),
    "donor_parts.change_its_contact": ("/donors/ITA/contacts/1/change",),
    "donor_parts.remove": (
        "/donors/ITA/names/1/remove",
        "/donors/ITA/spellings/1/remove",
        "/donors/ITA/contacts/1/remove",
    ),
    "files.add_it": tuple(
        f"/{record}/files/add" for record in ("activities/A1", "requests/REQ-1", "tools/GUIDE")
    ),
    "files.add_it_to_contribution": ("/contributions/C-EUR/files/add",),
    "files.withdraw_it": ("/assistance-files/2/withdraw",),
    "files.withdraw_it_of_contribution": ("/contribution-files/1/withdraw",),
    "imports.upload": ("/imports/new",),
    "several.check": ("/imports/several/activities", "/imports/several/requests"),
    "tie_out_forms.add_it": ("/tie-out/add",),
    "tie_out_forms.type_it": ("/tie-out/CS-2021/figures/add",),
    "tie_out_forms.explain_it": ("/tie-out/CS-2021/figures/1",),
    "tie_out_forms.change_it": ("/tie-out/CS-2021/figures/1/change",),
    "letters.choose": ("/home/letters",),
    "person.invite_it": ("/people/invite",),
    "person.change_it": ("/people/P-000001/role",),
    "person.act": ("/people/P-000001/send-reset",),
    "tie_out_forms.withdraw_it": ("/tie-out/CS-2021/explanations/1/withdraw",),
}
"""The addresses of every form, of records that are there."""
BUTTONS = {
    "drafts.discard",
    "drafts.keep",
    "factor_resets.reset",
    "passkeys.add",
    "passkeys.ask_for_new",
    "passkeys.ask_for_proof",
    "passkeys.prove",
    "passkeys.remove",
    "sign_in.enter_by_passkey",
    "second_factor.remove",
    "second_factor.renew",
    "second_factor.replace",
    "second_factor.set_up",
    "sign_in.enter_code",
    "sign_in.leave",
    "letters.again",
    "invitation.accept_it",
    "forgotten_password.ask",
    "forgotten_password.replace",
    "activity_publication.submit_it",
    "activity_revisions.decide_it",
    "activity_revisions.drop_it",
    "activity_revisions.hand_it_in_again",
    "activity_publication.decide_several",
    "tokens.make",
    "tokens.revoke",
    "tokens.revoke_any",
    "sessions.end",
    "sessions.end_others",
    "donor_briefs.ask",
    "donor_briefs.cancel",
    "import_preview.apply",
    "import_preview.check",
    "import_preview.cancel",
    "import_preview.discard",
    "report_forms.clear_it",
    "report_forms.draw_again",
    "documents.ask",
    "documents.cancel",
    "donor_summaries.make_file",
    "report_issue.ask",
    "report_issue.cancel",
    "reports.verify",
    "request_forms.answer_it",
    "round_work.cancel",
    "rounds.clear",
    "rounds.draw_again",
    "rounds.issue",
    "saved_views.save",
    "saved_views.rename",
    "saved_views.delete",
}
"""The requests whose forms do not come back: buttons, a name beside one, codes of the moment."""
OF_TWO_EDITS = {"activity_revisions.settle_it"}
"""Forms that a record has only after two edits, which tests of their own bring about."""
DRAFTLESS = {
    "own_password.change": "passwords",
    "imports.upload": "a file, which no draft holds",
    "files.add_it": "a file, which no draft holds",
    "files.add_it_to_contribution": "a file, which no draft holds",
    "several.check": "a preview follows, which writes nothing",
    "rounds.make_it": "three days, no words",
    "statements.add_it": "its terms stand in its address",
    "person.invite_it": "access is given at once, or not",
    "person.change_it": "access is given at once, or not",
    "letters.choose": "boxes, nothing typed",
}
"""The forms with more than two fields of which no draft is kept, and why."""
REPORT_TERMS = ReportTerms(
    ReportKind.COMMISSION, FACTS.first, FACTS.last, FACTS.as_at, datetime(2024, 5, 1, tzinfo=UTC)
)
REQUEST = AssistanceRequestDraft(
    "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.TIP, DAY, "6", "Trained judges",
)  # fmt: skip
WRITERS = (
    Role.FINANCE_OFFICER,
    Role.PROGRAMME_MANAGER,
    Role.APPROVER,
    Role.SECRETARIAT,
    Role.ADMINISTRATOR,
)


def a_record_file(column: str, number: int) -> RecordFile:
    """Return a file of a record that is not public; its content is in no folder."""
    return RecordFile(
        **{column: number},  # type: ignore[arg-type] # the column of a record
        title="Agreement", name="agreement.pdf", kind="pdf", digest="0" * 64, size=1,
        added_at=datetime(2024, 5, 1, tzinfo=UTC),
    )  # fmt: skip


@filled_once
def fill_for_every_form(session: Session) -> Account:
    """Write the account of tests/api and what it lacks for every form to be opened."""
    account = fill(session)
    with transaction(session):
        for number, preparer in enumerate((FINANCE, ANA), start=1):
            heading = Heading(DAY, f"N-{number}")
            order = PostingInstruction(
                EntryKind.ALLOCATION,
                heading,
                100,
                account.contributions["C-ITA"],
                account.activities["A1"],
            )
            submit(session, [order], preparer)
        asked = AskDraft("A1", (AllocationLine("C-ITA", 100),), "Judges")
        for _number in range(2):
            ask(session, asked, MANAGER)
        give_back(session, 2, 1, FINANCE, "say more")
        rate = RateDraft("EUR", date(2020, 1, 1), Decimal("0.9"), "Treasury")
        add_rates(session, [rate], ANA)
        report = ReportDraft(ContributionReportKind.FINAL, "2022", date(2023, 3, 31))
        change_contribution(session, "C-EUR", replace(euros(), reports=(report,)), ANA, "agreed")
        add_donors(session, [DonorDraft("MFA", "Itally", ContributorType.GOVERNMENT)], ANA)
        merge_donors(session, "MFA", "ITA", ANA, "the same", users_follow=None)
        add_name(session, "ITA", NameDraft("Italia", DAY), ANA)
        add_alias(session, "ITA", Spelling("Italien"), ANA)
        contact = ContactDraft(ContactRole.FINANCE, "Ana", "ana@example.org")
        add_contact(session, "ITA", contact, ANA)
        draft = StatementDraft("CS-2021", 2021, "Auditors", date(2022, 6, 30))
        add_statement(session, draft, ANA)
        days = (date(2014, 5, 12), date(2014, 5, 16))
        add_assistance_requests(session, [REQUEST], ANA)
        add_sessions(session, [SessionDraft(SessionBody.COMMISSION, 23, *days, "", "it")], ANA)
        figure = add_figure(
            session, "CS-2021", FigureDraft("JPN", StatementItem.RECEIVED, 31_000), ANA
        )
        add_report(session, REPORT_TERMS, small_report(), ANA)
        issue_small_report(session, REPORT_TERMS)
        for column, number in (
            ("contribution_id", account.contributions["C-EUR"]),
            ("activity_id", account.activities["A1"]),
        ):
            session.add(a_record_file(column, number))
        explain(session, "CS-2021", figure, minor=100, text="cut-off", actor=ANA)
    cleared(session, ANA)
    return account
