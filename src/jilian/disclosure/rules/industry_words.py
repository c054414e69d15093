"""English words for the sections of GB/T 4754-2017; our rendering, as there is no official one."""

from __future__ import annotations

SECTION_WORDS: dict[str, str] = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRST",
        (
            "Farming, forestry and fishery", "Mining", "Manufacturing",
            "Power, heat, gas and water", "Construction", "Wholesale and retail",
            "Transport and post", "Hotels and catering", "Software and telecommunications",
            "Finance", "Real estate", "Leasing and business services",
            "Research and technical services", "Water, environment and public facilities",
            "Resident and repair services", "Education", "Health and social work",
            "Culture, sports and entertainment", "Public administration",
            "International organisations",
        ),
        strict=True,
    )
)  # fmt: skip
