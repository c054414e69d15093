"""What made-up firms make and buy: trades with their classes, and the services all of them use.

Classes carry real GB/T 4754-2017 codes, so that made districts meet the real classification and
input-output table; who makes what for whom is a plausible invention.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A class of firms in a trade: the word in their names, what they make, what they buy.

    `tier` is the planted chain position: 0 upstream, 1 midstream, 2 downstream, 3 supporting.
    `weight` says how common such firms are within the trade.
    """

    industry: str
    word: str
    makes: str
    buys: tuple[str, ...]
    tier: int
    weight: float = 1.0
    strategic: bool = False


@dataclass(frozen=True)
class Trade:
    """A trade that can become a cluster: key, Chinese name, classes from upstream to downstream."""

    key: str
    name: str
    lines: tuple[Line, ...]


def _s(
    industry: str, word: str, makes: str, buys: tuple[str, ...], tier: int, weight: float = 1.0
) -> Line:
    return Line(industry, word, makes, buys, tier, weight, strategic=True)


TRADES: tuple[Trade, ...] = (
    Trade("integrated_circuits", "集成电路", (
        _s("3985", "硅片", "抛光硅片", (), 0),
        _s("2661", "清洗剂", "去毛刺溶液", (), 0),
        _s("3562", "晶体设备", "晶体生长系统", (), 0, 0.6),
        _s("3973", "晶圆", "集成电路晶圆", ("抛光硅片", "去毛刺溶液", "晶体生长系统"), 1),
        _s("3972", "封装", "功率分立器件", ("集成电路晶圆", "去毛刺溶液"), 1),
        _s("3913", "终端", "工业控制终端", ("功率分立器件", "集成电路晶圆"), 2),
    )),
    Trade("smart_energy", "智慧能源", (
        Line("3252", "铝材", "铝型材", (), 0),
        _s("3824", "功率模块", "电力电子模块", (), 0),
        _s("3821", "变压器", "干式变压器", ("铝型材", "电力电子模块"), 1),
        _s("3829", "配电", "智能配电柜", ("干式变压器", "电力电子模块"), 1, 1.2),
        _s("3825", "光伏", "光伏逆变器", ("电力电子模块", "铝型材"), 1),
        _s("3841", "储能", "储能电池系统", ("光伏逆变器", "智能配电柜"), 2),
    )),
    Trade("biomedicine", "生物医药", (
        _s("2710", "原料药", "化学原料药", (), 0),
        _s("2770", "药包材", "医用无纺布", (), 0),
        _s("2761", "生物药", "重组蛋白制剂", ("化学原料药",), 1),
        _s("2720", "制剂", "化学药片剂", ("化学原料药",), 1, 1.2),
        _s("3581", "诊断", "医学影像设备", ("重组蛋白制剂",), 2),
        _s("3584", "器械", "外科手术器械包", ("医用无纺布", "化学药片剂"), 2),
    )),
    Trade("food", "食品生产", (
        Line("1495", "配料", "食品添加剂", (), 0),
        Line("1361", "水产", "冷冻鱼糜", (), 0),
        Line("1469", "调味", "复合调味料", ("食品添加剂",), 1),
        Line("1411", "烘焙", "冷冻面团", ("食品添加剂",), 1),
        Line("1499", "速食", "即食餐", ("冷冻鱼糜", "复合调味料", "冷冻面团"), 2, 1.4),
        Line("1421", "糖果", "夹心巧克力", ("食品添加剂", "冷冻面团"), 2, 0.7),
    )),
    Trade("new_materials", "新材料", (
        _s("2651", "树脂", "改性树脂", (), 0),
        _s("3062", "玻纤", "玻璃纤维布", (), 0),
        _s("3051", "玻璃", "镀膜幕墙玻璃", (), 0),
        Line("2921", "薄膜", "光学薄膜", ("改性树脂",), 1),
        _s("2659", "复合板", "复合阻燃板", ("改性树脂", "玻璃纤维布"), 1),
        Line("3311", "幕墙", "单元式幕墙", ("镀膜幕墙玻璃", "复合阻燃板", "光学薄膜"), 2),
    )),
    Trade("modern_equipment", "现代装备", (
        Line("3393", "锻件", "精密锻件", (), 0),
        Line("3360", "热处理", "热处理加工件", (), 0),
        _s("3443", "阀门", "高压阀门", ("精密锻件", "热处理加工件"), 1, 1.3),
        _s("3441", "泵业", "真空泵", ("精密锻件", "热处理加工件"), 1),
        _s("3444", "液压", "液压站", ("高压阀门", "真空泵"), 2),
        _s("3531", "成套", "食品加工成套设备", ("液压站", "真空泵"), 2, 0.6),
    )),
    Trade("smart_security", "智慧安防", (
        _s("3976", "光电", "红外探测器", (), 0),
        _s("3982", "电路板", "多层电路板", (), 0),
        _s("4028", "仪器", "无线综合测试仪", ("多层电路板",), 1),
        _s("3940", "雷达", "周界雷达", ("多层电路板", "红外探测器"), 1),
        _s("3915", "密码", "商用密码机", ("多层电路板",), 1, 0.7),
        _s("3921", "通信", "应急通信系统", ("周界雷达", "商用密码机", "无线综合测试仪"), 2),
    )),
    Trade("smart_manufacturing", "智能制造", (
        _s("3812", "电机", "伺服电机", (), 0),
        _s("3484", "减速机", "精密减速器", (), 0),
        _s("3491", "机器人", "工业机器人", ("伺服电机", "精密减速器"), 1, 1.3),
        _s("3421", "机床", "数控机床", ("伺服电机", "精密减速器"), 1),
        _s("3569", "产线", "电子装配产线", ("工业机器人", "数控机床"), 2),
        Line("3467", "包装机", "全自动包装机", ("工业机器人", "伺服电机"), 2, 0.7),
    )),
    Trade("vehicles", "新能源汽车", (
        Line("2913", "橡胶", "橡胶密封件", (), 0),
        Line("3392", "铸造", "铝合金压铸件", (), 0),
        _s("3670", "底盘", "底盘总成", ("铝合金压铸件", "橡胶密封件"), 1, 1.5),
        _s("3831", "线缆", "高压线束", (), 0),
        _s("3812", "驱动", "驱动电机总成", ("铝合金压铸件", "高压线束"), 1),
        _s("3612", "整车", "新能源厢式车", ("底盘总成", "驱动电机总成", "高压线束"), 2, 0.5),
    )),
    Trade("artificial_intelligence", "人工智能", (
        _s("3911", "算力", "边缘计算整机", (), 0),
        _s("6531", "集成", "算法集成服务", ("边缘计算整机",), 1),
        _s("6513", "软件", "工业视觉软件", ("边缘计算整机", "数据标注服务"), 1, 1.4),
        _s("6450", "数据", "数据标注服务", (), 0),
        _s("7320", "研发", "算法研发服务", ("工业视觉软件", "算法集成服务"), 2),
    )),
)  # fmt: skip

SUPPORT = Trade("support", "配套服务", (
    Line("2231", "纸箱", "瓦楞纸箱", (), 3, 1.2),
    Line("2926", "塑料包装", "周转箱", (), 3),
    Line("2319", "印刷", "标签印刷", (), 3),
    Line("5920", "仓储", "仓储服务", (), 3, 0.8),
    Line("5431", "货运", "道路货运服务", (), 3, 1.2),
    Line("4330", "维修", "设备维修服务", (), 3, 0.8),
    Line("2511", "油品", "润滑油", (), 3, 0.5),
    Line("7452", "检测", "检测服务", (), 3, 0.5),
))  # fmt: skip

#: Words after the number in a firm's name, by chance; none makes it look like a real firm.
ENDINGS = ("制造", "科技", "工业", "实业")
DIGITS = "〇一二三四五六七八九"
