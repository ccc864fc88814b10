"""The routes of the dashboards."""

from apiflask import APIFlask


def register(app: APIFlask) -> None:
    """Add the dashboards to the application."""
    del app
