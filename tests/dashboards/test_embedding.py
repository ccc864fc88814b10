"""Embedded figures: they alone may be framed, and no cookie changes what they show."""

import re
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
from sqlmodel import Session

from tests.conftest import SignIn
from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.addresses import addresses
from tests.support.pages import PageClient
from tests.support.servers import LiveServer
from tracker.http.context import EMBED
from tracker.people.roles import Role

LEFT = f"{EMBED}overview/left"


def policy(headers: object) -> dict[str, str]:
    """Return the directives of a Content-Security-Policy."""
    text = str(getattr(headers, "get")("Content-Security-Policy", ""))  # noqa: B009 - of any response
    return dict(part.strip().partition(" ")[::2] for part in text.split(";"))


@pytest.fixture
def filled(sqlite_session: Session) -> None:
    fill_for_all_charts(sqlite_session)


@pytest.mark.usefixtures("filled")
def test_no_route_but_embedded_figures_may_be_framed(app: Flask, client: PageClient) -> None:
    walked = list(addresses(app))
    faults = (f"{EMBED}none/left", f"{EMBED}overview/none", f"{LEFT}?donor=ZZZ", f"{LEFT}?as_at=x")
    beside = ("/none", "/static/css/tokens.css", f"/sign-in?next={LEFT}", "/embed", EMBED)
    framed = set()
    for address in [*dict.fromkeys(walked), *faults, *beside]:
        answer = client.http.get(address)
        ancestors = policy(answer.headers).get("frame-ancestors")
        if ancestors == "*":
            framed.add(address)
            assert "X-Frame-Options" not in answer.headers
            assert policy(answer.headers)["form-action"] == "'none'"
        else:
            assert "/static/" in address or ancestors == "'none'", address
            assert "/static/" in address or answer.headers["X-Frame-Options"] == "DENY", address
    assert framed == {LEFT}
    assert len(walked) > 100


@pytest.mark.usefixtures("filled")
def test_a_signed_in_reader_is_shown_what_everybody_is(
    client: PageClient, signed_in: SignIn
) -> None:
    staff = signed_in(Role.PROGRAMME_MANAGER)
    for address in (LEFT, f"{EMBED}people/people-sex", f"{LEFT}?lang=fr"):
        public, own = client.get(address), staff.get(address)
        assert public.status_code == 200
        assert own.data == public.data
        assert "Set-Cookie" not in own.headers
        assert "csrf" not in own.get_data(as_text=True)
    client.http.set_cookie("language", "fr")
    assert 'lang="en"' in client.get(LEFT).get_data(as_text=True)


@pytest.mark.usefixtures("filled")
def test_the_code_beside_a_figure_leads_to_it_with_its_dates_live_or_fixed(
    client: PageClient,
) -> None:
    page = client.html("/dashboards/donors/ITA?to=2022-12-31&lang=fr")
    for name, dates in (("embed", ""), ("embed-fixed", "&as_at=")):
        code = str(page.xpath(f"string(//textarea[@id='left-{name}'])"))
        found = re.match(r'<iframe src="http://localhost(/embed/[^"]+)" title="[^"]+" ', code)
        assert found, code
        address = unescape(found[1])
        assert address.startswith("/embed/donor/left?to=2022-12-31")
        assert dates in address
        assert ("known_at" in address) is bool(dates)
        shown = client.html(address)
        assert shown.get("lang") == "fr"
        assert shown.xpath("//details[contains(@class, 'chart-table')]//tbody/tr")
        back = shown.xpath("//main/p//a/@href")[-1]
        assert client.get(back.partition("#")[0], follow_redirects=True).status_code == 200


def test_another_site_frames_a_figure_and_its_page_is_accessible(
    page: Page, live_server: LiveServer
) -> None:
    source = f"{live_server.url}{EMBED}regions/map?lang=ar"
    frame = f'<title>Elsewhere</title><iframe src="{source}" title="x" width="700" height="900">'
    page.route("**/elsewhere", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto("/elsewhere")
    chart = page.frame_locator("iframe").locator("figure.chart")
    expect(chart).to_contain_class("drawn")
    page.goto(source)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
