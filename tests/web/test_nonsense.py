"""Nonsense sent to every form of the pages: it is refused at its fields and never an error."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlmodel import Session
from werkzeug.datastructures import FileStorage, MultiDict

from tests.api.accounts import Account, euros
from tests.support.pages import Element, PageClient, parse
from tests.support.people import make_user, sign_in
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
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
from tracker.web.entries.kinds import GROUPS

ANA = "ana@example.org"
FINANCE = f"{Role.FINANCE_OFFICER}@example.org"
DAY = date(2022, 9, 1)
CONTRIBUTIONS = ("C-ITA", "C-EUR", "C-EUR", "C-ITA")
"""A contribution for each group of kinds of entries."""
FORMS: Mapping[str, tuple[str, ...]] = {
    "sign_in.enter": ("/sign-in",),
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
    "activity_forms.add_it": ("/activities/add",),
    "activity_forms.change_it": ("/activities/A1/change",),
    "tool_forms.add_it": ("/tools/add",),
    "tool_forms.change_it": ("/tools/GUIDE/change",),
    "rates.add_it": ("/rates/add",),
    "one_rate.supersede": ("/rates/EUR/2020-01-01/supersede",),
    "one_rate.withdraw": ("/rates/EUR/2020-01-01/withdraw",),
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
    "imports.upload": ("/imports/new",),
    "tie_out_forms.add_it": ("/tie-out/add",),
    "tie_out_forms.type_it": ("/tie-out/CS-2021/figures/add",),
    "tie_out_forms.explain_it": ("/tie-out/CS-2021/figures/1",),
    "tie_out_forms.change_it": ("/tie-out/CS-2021/figures/1/change",),
    "tie_out_forms.withdraw_it": ("/tie-out/CS-2021/explanations/1/withdraw",),
}
"""The addresses of every form, of records that are there."""
BUTTONS = {
    "sign_in.leave",
    "sessions.end",
    "sessions.end_others",
    "import_preview.apply",
    "import_preview.check",
    "import_preview.cancel",
    "import_preview.discard",
}
"""The requests without a field to fill in."""
NONSENSE = (
    "x" * 5_000,
    "-9" * 30,
    "\0",
    "<b>\N{RIGHT-TO-LEFT OVERRIDE}'\"; drop",
    "9999999999999999999",
    "0000-00-00",
    "\N{ARABIC-INDIC DIGIT THREE}\N{ARABIC DECIMAL SEPARATOR}\N{SUPERSCRIPT TWO}%",
    "NaN",
    "1e400",
)
LAWFUL = {303, 403, 404, 422, 429}
"""The statuses of answers; a form of texts alone takes most nonsense and is saved."""
ANSWERED = LAWFUL | {200, 302, 400, 401}
"""The statuses of pages whose arguments are nonsense."""
ARGUMENTS = (
    "activity", "amount", "as_at", "contribution", "currency", "day", "donor", "earmarking",
    "format", "from", "instalment", "into", "kind", "known_at", "month", "next", "number", "on",
    "order", "page", "per_page", "preparer", "programme", "q", "request", "sort", "state",
    "status", "through", "to", "type", "until", "year",
)  # fmt: skip
"""The names that pages read from the query string."""
FEWEST_PAGES = 30
WRITERS = (Role.FINANCE_OFFICER, Role.PROGRAMME_MANAGER, Role.APPROVER)


@pytest.fixture
def writers(app: Flask, account: Account, sqlite_session: Session) -> list[PageClient]:
    """Give the clients of those who fill forms in, and a record with something for each form."""
    app.config["WTF_CSRF_ENABLED"] = False
    clients = [sign_in(app, make_user(sqlite_session, role).email) for role in WRITERS]
    with transaction(sqlite_session) as session:
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
        figure = add_figure(
            session, "CS-2021", FigureDraft("JPN", StatementItem.RECEIVED, 31_000), ANA
        )
        explain(session, "CS-2021", figure, minor=100, text="cut-off", actor=ANA)
    return clients


def test_every_form_is_walked_through(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    posts = {rule.endpoint for rule in rules if not rule.rule.startswith("/api/")}
    assert posts == set(FORMS) | BUTTONS


@pytest.mark.parametrize("endpoint", FORMS)
def test_nonsense_is_refused_at_its_fields(
    writers: list[PageClient], client: PageClient, endpoint: str
) -> None:
    links = 0
    people = [client] if endpoint == "sign_in.enter" else writers
    for path in FORMS[endpoint]:
        for person in people:
            for sent in attempts(person, path):
                answer = person.post(path, data=sent)
                assert answer.status_code in LAWFUL, (path, answer.status_code)
                if answer.status_code == 403:
                    break
                if answer.status_code == 422:
                    links += linked_errors(parse(answer.get_data(as_text=True)))
    assert links


@pytest.mark.parametrize("text", [*NONSENSE, "2024-02-30", "9" * 25, "-1", ""])
def test_nonsense_in_the_address_is_an_answer(
    app: Flask, writers: list[PageClient], client: PageClient, text: str
) -> None:
    """Every argument of a list, a form or a file is read from what anybody may type."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    assert len(rules) > FEWEST_PAGES
    for person in (client, writers[0]):
        for rule in rules:
            answer = person.http.get(rule.rule, query_string=dict.fromkeys(ARGUMENTS, text))
            assert answer.status_code in ANSWERED, (rule.rule, answer.status_code)


def attempts(client: PageClient, path: str) -> Iterator[MultiDict[str, object]]:
    """Yield each nonsense in all fields, or in all but the given ones, then files, then nothing."""
    fields = fields_at(client, path)
    for text in NONSENSE:
        yield MultiDict((name, value) for name in fields for value in (text, "second"))
        yield MultiDict((name, chosen or text) for name, chosen in fields.items())
    yield MultiDict((name, FileStorage(io.BytesIO(b"\xff\xfe\0x"), "a.xlsx")) for name in fields)
    yield MultiDict()


def fields_at(client: PageClient, path: str) -> dict[str, str]:
    """Return the fields of the form at an address, or on its page, with given values."""
    page = client.get(path)
    if page.status_code in (404, 405):
        page = client.get(path.rpartition("/")[0])
    tree = parse(page.get_data(as_text=True)) if page.mimetype == "text/html" else None
    forms = tree.xpath("//main//form[@method='post']") if tree is not None else []
    fields = {str(name): "" for form in forms for name in form.xpath(".//@name")}
    for form in forms:
        for choice in form.xpath(".//select | .//input[@type='radio' or @type='hidden']"):
            offered = choice.xpath(".//option[last()]/@value | self::input/@value")
            fields[choice.get("name")] = str(offered[0]) if offered else ""
    return fields or {"reason": ""}


def linked_errors(page: Element) -> int:
    """Count the errors of a summary that lead to a field; the client checks that it is there."""
    return len(page.xpath("//div[@id='error-summary']//li/a"))
