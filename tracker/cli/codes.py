"""`flask codes`: lists the codes of records that break the rule for codes."""

import click
from flask.cli import AppGroup

from tracker.db import make_session
from tracker.fund.code_register import unlawful_codes
from tracker.http.context import services

commands = AppGroup("codes", help="The codes of records.")


@commands.command("list")
def list_() -> None:
    """List the codes on record that break the rule, which stay: kind, code, what is wrong."""
    with make_session(services().engine) as session:
        for one in unlawful_codes(session):
            click.echo(f"{one.kind}\t{one.code}\t{one.why or 'differs from another by case alone'}")
