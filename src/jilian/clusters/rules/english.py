"""English words for the 97 divisions of GB/T 4754-2017, short enough for a name.

Our rendering: the standard has no official English. One line a section, codes counted upwards.
"""

from __future__ import annotations

_WORDS: tuple[tuple[int, str], ...] = (
    (1, "crops;forestry;livestock;fishery;agricultural services"),
    (6, "coal;oil and gas;iron ore;metal ores;minerals;mining services;other mining"),
    (13, "agricultural food;food;beverages;tobacco;textiles;clothing;leather and footwear"),
    (20, "wood;furniture;paper;printing;cultural and sports goods;refining;chemicals"),
    (27, "medicine;chemical fibre;rubber and plastics;non-metallic materials;iron and steel"),
    (32, "non-ferrous metals;metal products;general machinery;special machinery;vehicles"),
    (37, "rail, ship and aerospace equipment;electrical equipment;electronics;instruments"),
    (41, "other manufacturing;recycling;equipment repair;power and heat;gas;water"),
    (47, "building;civil engineering;installation;building decoration;wholesale;retail"),
    (53, "rail transport;road transport;water transport;air transport;pipelines"),
    (58, "freight forwarding;warehousing;post;hotels;catering;telecommunications"),
    (64, "internet services;software;monetary services;capital markets;insurance"),
    (69, "other finance;real estate;leasing;business services;research"),
    (74, "technical services;technology promotion;water management;ecology;public facilities"),
    (79, "land management;resident services;repair services;other services;education;health"),
    (85, "social work;publishing;broadcasting and film;culture and arts;sports;entertainment"),
    (91, "party organs;state organs;political bodies;social security;associations"),
    (96, "grass-roots self-government;international organisations"),
)

DIVISION_WORDS: dict[str, str] = {
    f"{first + place:02d}": word
    for first, words in _WORDS
    for place, word in enumerate(words.split(";"))
}
