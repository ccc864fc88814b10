"""Values that the forms of money and of donors accept."""

from collections.abc import Mapping

from tests.web.accepted_form import DAY, AcceptedForm


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
LINE = {"lines-0-contribution": "C-ITA", "lines-0-amount": "5"}
MONEY_FORMS: Mapping[str, tuple[AcceptedForm, ...]] = {
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
    "programme_pooling.decide": (
        AcceptedForm("/programmes/GLO1/pooling", {"from_on": DAY, "why": "by decision 4"}),
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
