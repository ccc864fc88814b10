"""All commands of `flask`, by their groups."""

from flask import Flask

from tracker.cli import (
    backup,
    codes,
    database,
    documents,
    imports,
    jobs,
    ledger,
    mail,
    people,
    reminders,
    report,
    sample,
    search,
)


def register_commands(app: Flask) -> None:
    """Add the commands and their groups."""
    app.cli.add_command(backup.backup)
    for group in (
        codes.commands,
        database.commands,
        documents.commands,
        imports.commands,
        jobs.commands,
        ledger.commands,
        mail.commands,
        search.commands,
        people.commands,
        reminders.commands,
        report.commands,
        sample.commands,
    ):
        app.cli.add_command(group)
