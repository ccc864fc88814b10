"""No template calls a section and the region of its table by one name."""

import re
from pathlib import Path

from tracker.settings import ROOT

TEMPLATES = sorted((*ROOT.glob("tracker/**/*.html"), *ROOT.glob("dashboards/**/*.html")))
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>")
CAPTION = re.compile(r'<caption[^>]*\bid="([^"]+)"[^>]*>(?:<span>)?(.*?)(?:</span>)?</caption>')
REGION = re.compile(r'role="region"[^>]*aria-labelledby="([^"]+)"')


def regions_called_as_their_section(template: Path) -> list[str]:
    """Return the captions that name a region and say what a heading of the template says."""
    text = template.read_text("utf-8")
    headings, regions = set(HEADING.findall(text)), set(REGION.findall(text))
    return [one for one, said in CAPTION.findall(text) if one in regions and said in headings]


def test_a_region_has_another_name_than_its_section() -> None:
    assert len(TEMPLATES) > 100
    found = {one.name: regions_called_as_their_section(one) for one in TEMPLATES}
    assert {name: captions for name, captions in found.items() if captions} == {}
