"""
山东: so far the cards of the province's complaint hotline, as the press reported them.

The limits and the routing of the provincial rules of 2020 stand here once they are built.
"""

from datetime import date

from ..clocks import AlertRule
from ..labels import Text
from ..sources import Basis, Rank, Reading, Source

COMPLAINTS_2017 = Source(
    id="sd-2017",
    title="关于山东省级政务服务投诉热线的报道",
    title_en="Press reports on Shandong's provincial hotline for complaints about public services",
    rank=Rank.POLICY,
    published=date(2017, 4, 12),
    since=date(2017, 4, 12),
    place="37",
    reading=Reading.UNREAD,
    url="http://m.zx.lc123.net/html/2017-04-12/687807.html",
    remark=Text(
        "原文及题名未见，据报道；日期为报道日",
        "neither the text nor its title was seen; after a press report, dated by it",
    ),
)

CARDS = (
    AlertRule(
        Text("黄牌", "yellow card"),
        -1,
        COMPLAINTS_2017.cite(
            "",
            basis=Basis.REPORTED,
            note=Text("到期前1个工作日", "one working day before the end"),
        ),
    ),
    AlertRule(
        Text("红牌", "red card"),
        1,
        COMPLAINTS_2017.cite(
            "",
            basis=Basis.REPORTED,
            note=Text("到期后首个工作日", "first working day after the end"),
        ),
    ),
)
"""预警: a yellow card one working day before the end, a red one on the first working day after."""
