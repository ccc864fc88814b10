"""The page of tools: how they reached readers, where, at which cost, and exchanges of practice."""

from flask_babel import lazy_gettext as _l

from dashboards import tool_blocks
from dashboards.blocks import BlockSpec
from dashboards.charts.dissemination import PEOPLE_MAP, WHERE, all_units, one_unit
from dashboards.charts.ranked import ranked
from dashboards.pages.page_spec import PageSpec
from dashboards.people_tiles import sees_small_counts
from dashboards.tool_tiles import cost_of_tools, reached, tools_disseminated
from tracker.assistance.dissemination_counts import DisseminationBy
from tracker.assistance.states import DisseminationUnit
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension

COPIES, DOWNLOADS, PEOPLE = DisseminationUnit
TOOLS = PageSpec(
    "tools",
    "/dashboards/tools",
    _l("Reach of tools"),
    _l("How tools reached their readers"),
    (
        tools_disseminated,
        reached(COPIES),
        reached(DOWNLOADS),
        reached(PEOPLE),
        cost_of_tools,
    ),
    (
        all_units("means", _l("By which means tools were disseminated"), DisseminationBy.MEANS),
        one_unit("copies", _l("Copies by tool"), DisseminationBy.TOOL, COPIES),
        one_unit("downloads", _l("Downloads by tool"), DisseminationBy.TOOL, DOWNLOADS),
        one_unit("reached", _l("People by tool"), DisseminationBy.TOOL, PEOPLE),
        PEOPLE_MAP,
        one_unit("copies-language", _l("Copies by language"), DisseminationBy.LANGUAGE, COPIES),
        one_unit(
            "downloads-language", _l("Downloads by language"), DisseminationBy.LANGUAGE, DOWNLOADS
        ),
        one_unit("copies-country", _l("Copies by State or area"), DisseminationBy.COUNTRY, COPIES),
        one_unit(
            "reached-readers", _l("People by their function"), DisseminationBy.AUDIENCE, PEOPLE
        ),
        WHERE,
        ranked("cost", _l("Spent by tool"), Measure.SPENT, Dimension.TOOL).over_all(),
        BlockSpec("exchanges", tool_blocks.exchanges),
    ),
    shows_more=sees_small_counts,
    needs_money=False,
)
