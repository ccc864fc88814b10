"""Activities have themes and a publication, requests consent, review and cost; all is dated.

Activities of before are published; no State of before has consented.

Revision ID: 0032
Revises: 0031
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

PUBLICATION = ("draft", "submitted", "published")
THEMES = (
    "money_laundering", "corruption", "smuggling", "terrorism_links", "confiscation",
    "extradition", "mutual_legal_assistance", "law_enforcement",
)  # fmt: skip
OLD_SOURCES = ("official_request", "self_assessment", "needs_assessment", "conference_decision")
SOURCES = (*OLD_SOURCES, "country_review")
REQUEST_STATUSES = ("received", "under_review", "accepted", "answered", "declined")
PRIORITIES = ("high", "medium", "low")
INSTRUMENTS = ("UNTOC", "TIP", "SOM", "FIREARMS")
REQUEST, FORMER_REQUEST = "assistance_request", "former_assistance_request"
THEME, FORMER_THEME = "activity_theme", "former_activity_theme"
PUBLISHED = "former_activity_publication"
GUARDED = (PUBLISHED, FORMER_THEME, FORMER_REQUEST)
CLUSTER = ("cluster_known", "review_cluster IS NULL OR review_cluster BETWEEN 1 AND 4")
COST = ("cost_not_negative", "estimated_cost_minor IS NULL OR estimated_cost_minor >= 0")


def among(column: str, codes: tuple[str, ...]) -> str:
    """Write that a column holds one of the codes."""
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"


ADDED = (
    ("activity", "publication", "VARCHAR(32) DEFAULT 'published' NOT NULL",
     "publicationstate", among("publication", PUBLICATION)),
    (REQUEST, "review_cluster", "INTEGER", *CLUSTER),
    (REQUEST, "estimated_cost_minor", "BIGINT", *COST),
    (REQUEST, "cost_basis", "VARCHAR(500) DEFAULT '' NOT NULL", "", ""),
    (REQUEST, "consent_to_publish", "BOOLEAN DEFAULT false NOT NULL", "", ""),
    (REQUEST, "known_from", "", "", ""),
)  # fmt: skip
"""Table, column, its type and default, and the name and text of its check."""


def upgrade() -> None:
    """Add the columns and tables."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, column, kind, name, check in ADDED:
        moment = "DATETIME" if on_sqlite else "TIMESTAMP WITH TIME ZONE"
        constraint = f" CONSTRAINT ck_{table}_{name} CHECK ({check})" if name else ""
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind or moment}{constraint}")
    _exchange_sources(OLD_SOURCES, SOURCES)
    _create_themes()
    _create_former_requests()
    for statement in _guards(on_sqlite=on_sqlite):
        op.execute(statement)


def downgrade() -> None:
    """Forget them; needs of a review become needs that were assessed."""
    for table in (FORMER_REQUEST, FORMER_THEME, PUBLISHED, THEME):
        op.drop_table(table)
    op.execute(f"UPDATE {REQUEST} SET source = 'needs_assessment' WHERE source = 'country_review'")  # noqa: S608 - names of our own
    _exchange_sources(SOURCES, OLD_SOURCES)
    checked = [(table, f"ck_{table}_{name}") for table, _, _, name, _ in ADDED if name]
    if op.get_bind().dialect.name == "sqlite":
        _without_checks(checked)
    for table, column, *_ in reversed(ADDED):
        op.drop_column(table, column)


def _create_themes() -> None:
    """Make the tables of themes, and of what an activity's publication was."""
    op.create_table(
        THEME,
        sa.Column("activity_id", sa.Integer(), nullable=False),
        _theme(),
        *_key(THEME, "activity_id", "activity"),
        sa.PrimaryKeyConstraint("activity_id", "theme", name=op.f(f"pk_{THEME}")),
    )
    op.create_table(
        PUBLISHED,
        *_former("activity_id"),
        sa.Column("publication", _codes("publicationstate", PUBLICATION), nullable=False),
        *_key(PUBLISHED, "activity_id", "activity"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PUBLISHED}")),
    )
    _index(PUBLISHED, "activity_id")
    op.create_table(
        FORMER_THEME,
        sa.Column("publication_id", sa.Integer(), nullable=False),
        _theme(),
        *_key(FORMER_THEME, "publication_id", PUBLISHED),
        sa.PrimaryKeyConstraint("publication_id", "theme", name=op.f(f"pk_{FORMER_THEME}")),
    )


def _theme() -> sa.Column[Any]:
    """Return the column of a theme."""
    return sa.Column("theme", _codes("theme", THEMES), nullable=False)


def _create_former_requests() -> None:
    """Make the table of what requests were."""
    op.create_table(
        FORMER_REQUEST,
        *_former("request_id"),
        sa.Column("state", sa.String(length=3), nullable=False),
        sa.Column("source", _codes("requestsource", SOURCES), nullable=False),
        sa.Column("status", _codes("requeststatus", REQUEST_STATUSES), nullable=False),
        sa.Column("priority", _codes("priority", PRIORITIES), nullable=False),
        sa.Column("instrument", _codes("instrument", INSTRUMENTS), nullable=False),
        sa.Column("articles", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("review_cluster", sa.Integer(), nullable=True),
        sa.Column("estimated_cost_minor", db.MinorUnits(), nullable=True),
        sa.Column("consent_to_publish", sa.Boolean(), nullable=False),
        *_key(FORMER_REQUEST, "request_id", REQUEST),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FORMER_REQUEST}")),
    )
    _index(FORMER_REQUEST, "request_id")


def _former(record: str) -> list[sa.Column[Any]]:
    """Return the first columns of a table of former states."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(record, sa.Integer(), nullable=False),
        sa.Column("known_until", db.UtcDateTime(), nullable=False),
    ]


def _key(table: str, column: str, target: str) -> list[sa.ForeignKeyConstraint]:
    """Return the foreign key of a table."""
    return [sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))]


def _index(table: str, record: str) -> None:
    """Index a table of former states by its record and its moment."""
    for column in (record, "known_until"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column of codes."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _guards(*, on_sqlite: bool) -> list[str]:
    """Return the triggers by which former states are only ever added to."""
    if on_sqlite:
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT raise(ABORT, 'former breakdowns are only ever added to'); END"
            for table in GUARDED
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table}"
        f" FOR EACH {each} EXECUTE FUNCTION former_breakdown_refused()"
        for table in GUARDED
        for name, verbs, each in (
            ("fixed", "UPDATE OR DELETE", "ROW"),
            ("kept", "TRUNCATE", "STATEMENT"),
        )
    ]


def _exchange_sources(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let other sources of requests in."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(REQUEST, ((among("source", before), among("source", after)),))
        return
    name = op.f(f"ck_{REQUEST}_requestsource")
    op.drop_constraint(name, REQUEST, type_="check")
    op.create_check_constraint(name, REQUEST, among("source", after))


def _without_checks(checked: list[tuple[str, str]]) -> None:
    """Take checks off tables of SQLite, so that their columns can go."""
    texts = {f"ck_{table}_{name}": check for table, _, _, name, check in ADDED if name}
    for table in sorted({table for table, _ in checked}):
        _rebuild(
            table,
            tuple(
                (f" CONSTRAINT {name} CHECK ({texts[name]})", "")
                for of_table, name in checked
                if of_table == table
            ),
        )


def _rebuild(table: str, exchanges: tuple[tuple[str, str], ...]) -> None:
    """Make a table of SQLite anew with words of its definition exchanged; its indexes stay."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL"
            " AND type IN ('table', 'index') ORDER BY rowid"
        ),
        {"name": table},
    ).all()
    (made,) = (sql for kind, sql in found if kind == "table")
    for old, new in exchanges:
        if old not in made:
            raise RuntimeError(f"the table is not as expected: {old} is not in {made}")
        made = made.replace(old, new, 1)
    head, _, body = made.partition("(")
    connection.exec_driver_sql(f"{head.replace(table, f'new_{table}', 1)}({body}")
    connection.exec_driver_sql(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 - names of our own
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for kind, sql in found:
        if kind == "index":
            connection.exec_driver_sql(sql)
