"""All tables in one place, for migrations and checks."""

from sqlmodel import SQLModel

import tracker.assistance.tables.activities
import tracker.assistance.tables.former_activities
import tracker.assistance.tables.former_breakdowns
import tracker.assistance.tables.publication
import tracker.assistance.tables.requests
import tracker.assistance.tables.revisions
import tracker.assistance.tables.tools
import tracker.documents.tables
import tracker.exchange.import_jobs.tables
import tracker.fund.ledger.tables
import tracker.fund.tables.approvals
import tracker.fund.tables.asks
import tracker.fund.tables.contributions
import tracker.fund.tables.donors
import tracker.fund.tables.former_breakdowns
import tracker.fund.tables.periods
import tracker.fund.tables.pools
import tracker.fund.tables.rates
import tracker.fund.tables.statements
import tracker.fund.tables.terms
import tracker.jobs.tables
import tracker.mail.tables
import tracker.people.factor_tables
import tracker.people.passkey_tables
import tracker.people.tables
import tracker.people.token_tables
import tracker.reference.tables
import tracker.reminders.tables
import tracker.reports.register.tables
import tracker.search.tables
import tracker.search.upkeep  # keeps the index of search wherever records are written

MODULES = (
    tracker.assistance.tables.activities,
    tracker.assistance.tables.former_activities,
    tracker.assistance.tables.former_breakdowns,
    tracker.assistance.tables.publication,
    tracker.assistance.tables.requests,
    tracker.assistance.tables.revisions,
    tracker.assistance.tables.tools,
    tracker.documents.tables,
    tracker.exchange.import_jobs.tables,
    tracker.fund.ledger.tables,
    tracker.fund.tables.approvals,
    tracker.fund.tables.asks,
    tracker.fund.tables.donors,
    tracker.fund.tables.contributions,
    tracker.fund.tables.former_breakdowns,
    tracker.fund.tables.periods,
    tracker.fund.tables.pools,
    tracker.fund.tables.rates,
    tracker.fund.tables.terms,
    tracker.fund.tables.statements,
    tracker.jobs.tables,
    tracker.mail.tables,
    tracker.people.factor_tables,
    tracker.people.passkey_tables,
    tracker.people.tables,
    tracker.people.token_tables,
    tracker.reference.tables,
    tracker.reminders.tables,
    tracker.reports.register.tables,
    tracker.search.tables,
)
METADATA = SQLModel.metadata
