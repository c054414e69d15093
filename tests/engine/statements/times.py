"""Spans of time and periods with what is read of them; the numbers are invented."""

from __future__ import annotations

SPANS_OF_TIME = (
    ("仅用12天办结", "12天: duration 12 day"),
    ("4小时领证", "4小时: duration 4 hour"),
    ("3个工作日内办结", "3个工作日内: duration <=3 working_day"),
    ("不超过5个工作日", "不超过5个工作日: duration <=5 working_day"),
    ("历时3年建成", "3年: duration 3 year"),
    ("历时近三年", "近三年: duration <3 year"),
    ("工期3年多", "3年多: duration >3<4 year"),
    ("用时两个多月", "两个多月: duration >2<3 month"),
    ("试点期为3—5年", "3—5年: duration 3..5 year"),
    ("等待时间缩短到15分钟以内", "15分钟以内: duration <=15 minute"),
    ("有效期两年", "两年: duration 2 year"),
    ("为期20日", "20日: duration 20 day"),
    ("耗时两年半", "两年半: duration 2.5 year"),
    ("平均办理时长6个小时", "6个小时: duration 6 hour"),
    ("隔离观察两周", "两周: duration 2 week"),
)

PERIODS = (
    ("截至2021年，共有企业1526家", "1526家: level 1526 firm @2021"),
    ("截至2021年6月20日，到账3亿元", "3亿元: level 300000000 yuan @2021-06-20"),
    ("2021年底达30家，2022年2月达35家", "30家: level 30 firm @2021 | 35家: level 35 firm @2022-02"),
    (
        "1—2月，产值60亿元；3月，产值31亿元",
        "60亿元: level 6000000000 yuan @2022-01..02 | 31亿元: level 3100000000 yuan @2022-03",
    ),
    (
        "去年，引进50家；今年以来，引进12家",
        "50家: level 50 firm @2021 | 12家: level 12 firm @2022..",
    ),
    (
        "“十三五”期间，年均增长12.4%；“十四五”开局之年，增长13.2%",
        "12.4%: compound_growth 12.4 percent @2016..2020 | 13.2%: growth 13.2 percent @2021",
    ),
    ("2016—2020年累计投入80亿元", "80亿元: level 8000000000 yuan @2016..2020"),
    ("到2025年，力争达到3000家", "3000家: level 3000 firm @2025"),
    ("2018年以来，新增600项", "600项: level 600 item @2018.."),
    ("自2021年3月起，办理90件", "90件: level 90 piece @2021-03.."),
    ("近三年新增90家", "90家: level 90 firm"),
    ("2021年增长8%，比2015年翻一番", "8%: growth 8 percent @2021 | 翻一番: doubling 2 times @2021"),
    ("目前达2306家", "2306家: level 2306 firm @2022-03"),
    (
        "前三季度增长6%，其中三季度增长5%",
        "6%: growth 6 percent @2021-01..09 | 5%: growth 5 percent @2021-07..09",
    ),
    (
        "2021年上半年20家，下半年30家",
        "20家: level 20 firm @2021-01..06 | 30家: level 30 firm @2021-07..12",
    ),
    ("专利320件（2021年）、商标15件", "320件: level 320 piece @2021 | 15件: level 15 piece"),
    (
        "由2015年的18.5%提高到2021年的63%",
        "18.5%: share 18.5 percent @2015 | 63%: share 63 percent @2021",
    ),
    ("“十三五”末达到1755家", "1755家: level 1755 firm @2020"),
    ("全年新增40家", "40家: level 40 firm @2021"),
    ("去年底存量75家", "75家: level 75 firm @2021"),
    ("前11个月进出口900亿元", "900亿元: level 90000000000 yuan @2021-01..11"),
    (
        "2021年产值10亿元\n职工200人",
        "10亿元: level 1000000000 yuan @2021 | 200人: level 200 person",
    ),
)
