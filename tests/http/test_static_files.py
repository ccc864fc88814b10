"""Static files: kept for good under an address that changes with their content, compressed."""

import pytest

from tests.support.pages import PageClient
from tracker.http.static_files import asset

NAMES = ("css/base.css", "js/site.js", "vendor/plotly.min.js", "vendor/topojson/world_110m.json")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_for_good_and_compressed(client: PageClient, name: str) -> None:
    with client.http.get(asset(name), headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_file_that_a_page_names_is_there(client: PageClient) -> None:
    page = client.html("/contributions?lang=ar")
    names = page.xpath("//link/@href | //script/@src")
    assert len(names) > 5
    for name in names:
        with client.http.get(name) as answer:
            assert answer.status_code == 200, name


def test_another_content_has_another_address(client: PageClient) -> None:
    wrong = asset("css/base.css").replace("/static/", "/static/0")
    assert client.http.get(wrong).status_code == 404
