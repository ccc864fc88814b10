"""A record whose non-public columns hold a text of their own, by which one knows it anywhere."""

from dataclasses import replace
from datetime import date

from sqlalchemy import text
from sqlmodel import Session, col, select

from tests.api.accounts import euros
from tests.web.every_form import ANA, fill_for_every_form
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.db import transaction
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import change_contribution
from tracker.fund.donors.contacts import ContactDraft, add_contact
from tracker.fund.states import ContactRole, ContributionDocumentKind, ContributionReportKind
from tracker.people.tables import SavedView, User
from tracker.periods import utc_now
from tracker.reference.instruments import Instrument

MARKED: dict[str, tuple[str, ...]] = {
    "contribution": (
        "donor_reference", "agreement_number", "conditions", "note", "support_rate_reason",
    ),
    "contribution_instalment": ("note",),
    "contribution_report": ("period", "note"),
    "contribution_document": ("title", "address"),
    "donor": ("note",),
    "donor_contact": ("name", "email", "telephone", "note"),
    "donor_merge": ("why",),
    "ledger_entry": ("note", "correction", "basis", "rate_source"),
    "audit_record": ("why",),
    "allocation_ask": ("purpose", "reason"),
    "approval_request": ("title", "note", "reason"),
    "certified_statement": ("source", "note"),
    "figure_explanation": ("text",),
    "person": ("name", "email"),
    "sign_in_attempt": ("email", "address"),
    "assistance_request": ("summary", "decision", "cost_basis"),
    "user_session": ("agent", "address"),
    "saved_view": ("name",),
    "record_file": ("title",),
}  # fmt: skip
"""The columns that are not for everybody, of each table."""
INSTALMENT = ("987654321", "9876543.21", "9,876,543.21")
"""The amount of every instalment: in minor units, in a file and on a page."""
FIGURE = ("876543219", "8765432.19", "8,765,432.19")
"""The amount of every certified figure."""
MARK = "mark."
PART = InstalmentDraft(date(2024, 3, 1), 20_000, "x")


def fill_marked(session: Session) -> None:
    """Write a record with something for each form and each part, and mark what is not public."""
    fill_for_every_form(session)
    report = ReportDraft(ContributionReportKind.FINAL, "2022", date(2023, 3, 31))
    document = ContributionDocumentDraft(ContributionDocumentKind.AGREEMENT, "x", "x")
    need = AssistanceRequestDraft(
        "REQ-M", "KEN", RequestSource.OFFICIAL, RequestStatus.DECLINED, Priority.LOW,
        Instrument.TIP, date(2023, 5, 1), "6", decision="x",
    )  # fmt: skip
    with transaction(session):
        open_need = replace(need, code="REQ-O", consent_to_publish=True)
        add_assistance_requests(session, [need, open_need], ANA)
        draft = replace(euros(), reports=(report,), instalments=(PART,), documents=(document,))
        change_contribution(session, "C-EUR", draft, ANA, "parts")
        for user in session.exec(select(User).order_by(col(User.id))).all():
            session.add(
                SavedView(
                    id=user.id, person_id=user.id or 0, name="x", page="/", query="",
                    saved_at=utc_now(),
                )
            )  # fmt: skip
        add_contact(session, "JPN", ContactDraft(ContactRole.FINANCE, "Jo", "jo@example.org"), ANA)
    mark(session)


def mark(session: Session) -> None:
    """Write into each marked column a text that names table, column and row."""
    connection = session.connection()
    guards = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for guard in guards.scalars().all():
        connection.execute(text(f'DROP TRIGGER "{guard}"'))
    for table, columns in MARKED.items():
        given = ", ".join(f"{name} = '{MARK}{table}.{name}.' || id || '.'" for name in columns)
        connection.execute(text(f"UPDATE {table} SET {given}"))  # noqa: S608 - names of our own
    connection.execute(text(f"UPDATE contribution_instalment SET amount_minor = {INSTALMENT[0]}"))  # noqa: S608
    connection.execute(text(f"UPDATE certified_figure SET minor = {FIGURE[0]}"))  # noqa: S608
    session.commit()
