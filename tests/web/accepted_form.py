"""The values that a form accepts."""

from collections.abc import Mapping
from typing import NamedTuple

DAY = "2022-09-15"
Values = Mapping[str, str]


class AcceptedForm(NamedTuple):
    """A form that is accepted: its address, the values to fill in, the page that shows it."""

    path: str
    values: Values
    page: str = ""
