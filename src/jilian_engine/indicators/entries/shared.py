"""Units, themes and boundaries that several entries share."""

from __future__ import annotations

from jilian_engine.indicators.definition import Select, Unit, Where, Window, Words

FIRMS = Unit("firm", Words("家", "firms"))
ITEMS = Unit("item", Words("项", "items"))
PERCENT = Unit("percent", Words("%", "%"), places=1)
WAN_YUAN = Unit("10k_yuan", Words("万元", "10,000 yuan"), places=2)
YI_YUAN = Unit("100m_yuan", Words("亿元", "100 million yuan"), places=2)
WAN_PER_FIRM = Unit("10k_yuan_per_firm", Words("万元/家", "10,000 yuan a firm"), places=2)
PEOPLE = Unit("person", Words("人", "people"))
MU = Unit("mu", Words("亩", "mu"), places=2)
CARRIERS = Unit("carrier", Words("家", "carriers"))
CLUSTERS = Unit("cluster", Words("个", "clusters"))
BODIES = Unit("organisation", Words("个", "organisations"))
MEMBERS = Unit("member", Words("名", "members"))
LINKS = Unit("link", Words("条", "links"))
CALLS = Unit("call", Words("次", "calls"))
HOURS = Unit("hour", Words("小时", "hours"), places=1)
ORDERS = Unit("order", Words("笔", "orders"))
YUAN = Unit("yuan", Words("元", "yuan"), places=2)
CASES = Unit("case", Words("件", "cases"))
MATTERS = Unit("matter", Words("项", "matters"))
WORKING_DAYS = Unit("working_day", Words("个工作日", "working days"), places=1)

REGISTER = Words("企业", "Firms")
ECONOMY = Words("规模以上工业", "Industry above scale")
TITLES = Words("资质与载体", "Titles and carriers")
CHAIN = Words("集群与产业链", "Clusters and chain")
ORGANISING = Words("党组织", "Organisations")
HELP = Words("短缺互助与采购", "Calls for help and purchases")
SERVICE = Words("企业服务", "Services to firms")
RETURNS = Words("月报表", "Monthly returns")
PUBLISHED = Words("已发布数据", "Published elsewhere")

#: Industry is mining, manufacturing and supply of power, heat, gas and water (GB/T 4754).
INDUSTRY = ("B", "C", "D")
YEAR_WORDS = Words(
    "截至月末最近一个完整年度的年度数据", "yearly facts of the last year that had ended by then"
)
ABOVE_SCALE_WORDS = Words(
    "主行业为工业（门类B、C、D）、年营业收入2000万元及以上的企业；" + YEAR_WORDS.zh,
    "firms whose main industry is industrial (sections B, C, D) with a revenue of 20 million yuan "
    "or more; " + YEAR_WORDS.en,
)
ABOVE_SCALE = Where("above_scale")
ABOVE_SCALE_FIRMS = Select("years", (ABOVE_SCALE,))


def known(*columns: str) -> tuple[Where, ...]:
    """Conditions that these columns are known."""
    return tuple(Where(column, "known") for column in columns)


def in_month(table: str, when: str, *where: Where) -> Select:
    """What happened in the month."""
    return Select(table, where, Window.MONTH, when)


def median(table: str, when: str, amount: str, *where: Where) -> Select:
    """The middle of an amount over what happened in the month."""
    return Select(table, where, Window.MONTH, when, "median", amount)
