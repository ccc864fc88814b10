"""All commands of `flask`, by their groups."""

from flask import Flask

from tracker.cli import codes, database, imports, jobs, ledger, people, sample


def register_commands(app: Flask) -> None:
    """Add the groups of commands."""
    for group in (
        codes.commands,
        database.commands,
        imports.commands,
        jobs.commands,
        ledger.commands,
        people.commands,
        sample.commands,
    ):
        app.cli.add_command(group)
