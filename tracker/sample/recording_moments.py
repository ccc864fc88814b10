"""The moments at which records of the story were made, so that earlier figures lack them."""

from datetime import UTC, date, datetime, time, timedelta

RECORDED_AFTER = timedelta(days=12)
HOUR = time(9)


def recorded_at(day: date) -> datetime:
    """Return the moment at which something that happened on a day was recorded."""
    return datetime.combine(day + RECORDED_AFTER, HOUR, UTC)
