"""All tables in one place, for migrations and checks."""

from sqlmodel import SQLModel

import tracker.assistance.models
import tracker.assistance.request_models
import tracker.assistance.tool_models
import tracker.exchange.jobs.models
import tracker.fund.approval_models
import tracker.fund.donor_models
import tracker.fund.ledger.models
import tracker.fund.models
import tracker.fund.period_models
import tracker.fund.rate_models
import tracker.fund.term_models
import tracker.fund.tieout_models
import tracker.people.models
import tracker.reference.models

MODULES = (
    tracker.assistance.models,
    tracker.assistance.request_models,
    tracker.assistance.tool_models,
    tracker.exchange.jobs.models,
    tracker.fund.ledger.models,
    tracker.fund.approval_models,
    tracker.fund.donor_models,
    tracker.fund.models,
    tracker.fund.period_models,
    tracker.fund.rate_models,
    tracker.fund.term_models,
    tracker.fund.tieout_models,
    tracker.people.models,
    tracker.reference.models,
)
METADATA = SQLModel.metadata
