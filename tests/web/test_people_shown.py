"""People of an activity with and without double counting, as staff and as the public see them."""

import re

from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.assistance.recorded_activities import find_activity, read_draft

MOVED = 303
FIRST = {"function": "judge", "place": "Peru", "counted_on": "2022-03-01", "women": "20",
         "why": "the list"}  # fmt: skip
AGAIN = FIRST | {"counted_on": "2022-06-01", "women": "18", "women_before": "15",
                 "before_activity": "A1"}  # fmt: skip


def numbers(client: PageClient) -> list[str]:
    """Return the two totals of the page."""
    page = client.get("/activities/A1").get_data(as_text=True)
    found = re.search(r"With double counting</dt><dd>(.+?) <.+?Without double counting</dt><dd>"
                      r"(.+?) <", page, re.DOTALL)  # fmt: skip
    assert found is not None
    return [re.sub("<.+?>", "", one) for one in found.groups()]


def test_who_came_twice_is_two_participations_and_one_person(
    account: Account, manager: PageClient, client: PageClient, sqlite_session: Session
) -> None:
    del account
    counts = read_draft(sqlite_session, find_activity(sqlite_session, "A1")).participants
    all_before = sum(sum(one.counted) for one in counts)
    new_before = all_before - sum(sum(one.before) for one in counts)
    for values in (FIRST, AGAIN):
        assert manager.submit("/activities/A1/people", values).status_code == MOVED
    assert numbers(manager) == [str(all_before + 38), str(new_before + 23)]
    assert len(numbers(client)) == len(numbers(manager))
