"""The terms by which the rules know a contribution that is not written yet."""

from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.earmarks import Earmark
from tracker.fund.states import ScopeKind


def terms_of(number: int, draft: ContributionDraft, donor_id: int = 0) -> Terms:
    """Return the terms of a contribution that is not written yet, of a donor by number."""
    allowed: dict[ScopeKind, set[str]] = {}
    for kind, code in draft.scope:
        allowed.setdefault(kind, set()).add(code)
    earmark = Earmark({kind: frozenset(codes) for kind, codes in allowed.items()})
    return Terms(
        number,
        draft.reference,
        draft.currency,
        draft.support_rate_bp,
        earmark,
        donor_id=donor_id,
        support_basis=draft.support_basis,
        use_from=draft.use_from,
        use_until=draft.use_until,
        earmarking=draft.earmarking,
    )
