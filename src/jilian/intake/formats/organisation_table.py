"""Tables of organisations: names, types, superiors, the firm covered, counts; never persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from jilian.base.reading import cells
from jilian.intake.formats import numbers
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.firm_table import CREDIT_CODE_NAMES, SCHEMES
from jilian.intake.formats.lines import Line
from jilian.intake.formats.meanings import FirmFields, FirmsNamed, known_division
from jilian.intake.queries import Register
from jilian.intake.rules import TableKind
from jilian.organisations.operations.saving import save_organisations
from jilian.organisations.queries.register import compare_organisations
from jilian.organisations.rules import CountBand, CoverMode, OrganisationRow, OrganisationType
from jilian.organisations.rules.register import CONFLICTS, FIELDS

LONGEST_KEY = 60
TYPES = {
    OrganisationType.BRANCH: ("党支部", "支部", "branch"),
    OrganisationType.JOINT_BRANCH: ("联合党支部", "联合支部", "joint branch"),
    OrganisationType.PROJECT_BRANCH: ("项目党支部", "project branch"),
    OrganisationType.TEMPORARY_BRANCH: ("临时党支部", "temporary branch"),
    OrganisationType.AREA_BRANCH: ("区域党支部", "楼宇党支部", "园区党支部", "商圈党支部",
                                   "area branch"),
    OrganisationType.GENERAL_BRANCH: ("党总支", "总支", "党总支部", "general branch"),
    OrganisationType.PRIMARY_COMMITTEE: ("党委", "基层党委", "committee", "primary committee"),
    OrganisationType.WORKING_COMMITTEE: ("党工委", "working committee"),
}  # fmt: skip
COVER_MODES = {
    CoverMode.OWN: ("单独组建", "单独", "own", "own organisation"),
    CoverMode.JOINT: ("联合组建", "联合", "joint", "joint organisation"),
    CoverMode.AREA_OR_TRADE: ("区域组建", "行业组建", "区域或行业组建", "区域性", "行业性",
                              "area or trade", "area or trade organisation"),
}  # fmt: skip
BANDS = {
    CountBand.M0: ("0",),
    CountBand.M1: ("1-2", "1-2人"),
    CountBand.M3: ("3-6", "3-6人"),
    CountBand.M7: ("7-49", "7-49人"),
    CountBand.M50: ("50-99", "50-99人"),
    CountBand.M100: ("100以上", "100人以上", "≥100", "100+"),
}
FIRM = FirmFields("firm_code", "firm_scheme", "firm_identifier", "firm")
COUNTS = ("formal", "probationary", "newly_developed", "band")

COLUMNS: tuple[Column, ...] = (
    Column("name", ("组织名称", "党组织名称", "组织全称", "党组织全称", "党组织", "name"),
           "Organisation", cells.text(200), _("In full."), "示例：某某公司党支部",
           "Example: name of a branch", needed=True),
    Column("key", ("组织编号", "组织代码", "党组织编号", "党组织代码", "key"), "Organisation code",
           cells.code(LONGEST_KEY), _("Yours; where there is none, the name stands for it."), "",
           ""),
    Column("type", ("组织类型", "党组织类型", "组织类别", "类型", "type"), "Type",
           cells.word(TYPES), _("As the founding reply says: 党支部, 党总支, 党委, …"), "党支部",
           "branch"),
    Column("superior", ("上级组织", "上级党组织", "上级组织名称", "上级党组织名称",
                        "隶属党组织"), "Superior", cells.text(200),
           _("Name or code, in the register or in this table."), "某某镇党委", "Its committee"),
    Column("cluster_superior", ("集群上级组织", "所属集群党组织", "集群党组织"),
           "Cluster superior", cells.text(200), _("In the line of a cluster."),
           in_template=False),
    Column("division", ("所在街镇", "所属街镇", "街镇", "所在街道", "街道", "乡镇",
                        "行政区划代码", "town", "division code"), "Division", cells.text(60),
           _("Name or code of the town or street."), "新桥镇", "新桥镇"),
    Column("firm", ("所在企业", "依托企业", "覆盖企业", "所在单位", "企业名称", "单位名称"), "Firm",
           cells.text(200), _("The firm that it covers; for several firms, several rows."),
           "某某半导体材料有限公司", "Name of the firm"),
    Column("firm_code", (*CREDIT_CODE_NAMES, "企业统一社会信用代码", "所在企业统一社会信用代码"),
           "Firm credit code", cells.credit_code, _("Goes before the name."),
           "91310117XXXXXXXXXX", "91310117XXXXXXXXXX"),
    Column("firm_scheme", ("企业标识类型",), "Firm scheme", cells.word(SCHEMES),
           in_template=False),
    Column("firm_identifier", ("企业标识", "企业标识号"), "Firm identifier", cells.code(80),
           in_template=False),
    Column("cover_mode", ("覆盖方式", "组建方式"), "Coverage", cells.word(COVER_MODES),
           _("单独组建, 联合组建 or 区域组建."), "单独组建", "own"),
    Column("formal", ("正式党员数", "正式党员人数", "正式党员"), "Formal members", numbers.count,
           _("A count, never names."), "12", "12", shared=False),
    Column("probationary", ("预备党员数", "预备党员人数", "预备党员"), "Probationary members",
           numbers.count, _("A count, never names."), "1", "1", shared=False),
    Column("newly_developed", ("新发展党员数", "当年发展党员数", "发展党员数"), "Newly developed",
           numbers.count, _("A count, never names."), in_template=False, shared=False),
    Column("band", ("党员数区间", "正式党员数区间", "band"), "Band of formal members",
           cells.word(BANDS), _("Instead of the exact count."), in_template=False),
    Column("counted_on", ("统计日期", "统计时点", "计数日期"), "Counted on", cells.day,
           _("The day of the counts."), "2025-12-31", "2025-12-31"),
    Column("valid_from", ("成立日期", "批准日期", "批复日期", "founded on", "valid from"),
           "Founded on", cells.day, _("Day of the founding reply, if it is known."), "2022-03-08",
           "2022-03-08"),
    Column("valid_to", ("撤销日期", "dissolved on"), "Dissolved on", cells.day,
           in_template=False),
    Column("known_by", ("数据日期", "截至日期", "as of"), "Known by", cells.day,
           _("The day that the row tells of; the day of the upload where it is empty."),
           in_template=False),
)  # fmt: skip


def rows(lines: Iterable[Line], register: Register) -> Iterator[tuple[Line, OrganisationRow]]:
    """Turn lines into rows of organisations. A superior may stand further down in the table."""
    kept = list(lines)
    divisions = register.divisions(line["division"] for line in kept if line["division"])
    firms = FirmsNamed(kept, (FIRM,), register)
    keys = _Keys(kept, register)
    for line in kept:
        firm = firms.one(line, FIRM, needed=False)
        place = known_division(line, divisions)
        key = keys.own(line)
        superior, cluster = keys.named(line, "superior"), keys.named(line, "cluster_superior")
        _check(line, key, (superior, cluster))
        if not line.is_bad and key is not None:
            row = replace(_row(line, key), division_code=place, firm=firm)
            yield line, replace(row, superior_key=superior, cluster_superior_key=cluster)


class _Keys:
    """Finds organisations by code or name, in the table first and then in the register."""

    def __init__(self, lines: Iterable[Line], register: Register) -> None:
        fields = ("key", "name", "superior", "cluster_superior")
        words = {line[field] for line in lines for field in fields if line[field]}
        self.held = register.organisations(words)
        self.in_table: Mapping[str, set[str]] = defaultdict(set)
        for line in lines:
            if line["name"] and (key := self._own(line)):
                self.in_table[line["name"]].add(key)
                self.in_table[key].add(key)

    def _own(self, line: Line) -> str | None:
        if line["key"]:
            return str(line["key"])
        held = self.held.get(line["name"], ())
        if len(held) == 1:
            return held[0]
        return str(line["name"]) if not held else None

    def own(self, line: Line) -> str | None:
        """The key of the line's organisation: its code, the one it has already, or its name."""
        if not line["name"]:
            return None
        key = self._own(line)
        if key is None:
            line.refuse("name", "organisation_ambiguous", count=len(self.held[line["name"]]))
        elif len(key) > LONGEST_KEY:
            line.refuse("name", "organisation_key_needed")
        return key

    def named(self, line: Line, field: str) -> str | None:
        """The key of the organisation that a cell names."""
        word = line[field]
        if not word:
            return None
        found = self.in_table.get(word) or set(self.held.get(word, ()))
        if len(found) == 1:
            return next(iter(found))
        if found:
            line.refuse(field, "organisation_ambiguous", count=len(found))
        else:
            line.refuse(field, "organisation_unknown")
        return None


def _check(line: Line, key: str | None, superiors: tuple[str | None, str | None]) -> None:
    for field, superior in zip(("superior", "cluster_superior"), superiors, strict=True):
        if key is not None and superior == key:
            line.refuse(field, "superior_itself")
    if line["band"] and line["formal"] is not None:
        line.refuse("band", "count_and_band")
    if line["counted_on"] is None and any(line[count] is not None for count in COUNTS):
        line.refuse("counted_on", "count_day_missing")
    start, end = line["valid_from"] or line["known_by"], line["valid_to"]
    if start and end and end <= start:
        line.refuse("valid_to", "dates_reversed", start=start.isoformat())


def _row(line: Line, key: str) -> OrganisationRow:
    return OrganisationRow(
        key=key,
        name=line["name"],
        type=str(line["type"]) if line["type"] else None,
        cover_mode=str(line["cover_mode"]) if line["cover_mode"] else None,
        formal_members=line["formal"],
        probationary_members=line["probationary"],
        newly_developed=line["newly_developed"],
        band=str(line["band"]) if line["band"] else None,
        counted_on=line["counted_on"],
        valid_from=line["valid_from"],
        known_by=line["known_by"],
        valid_to=line["valid_to"],
        row=line.number,
    )


def identity(row: OrganisationRow) -> Hashable:
    """An organisation may stand in several rows, but no row twice."""
    return replace(row, row=None)


FORMAT: TableFormat[OrganisationRow] = TableFormat(
    kind=TableKind.ORGANISATIONS,
    columns=COLUMNS,
    either=(),
    rows=rows,
    identity=identity,
    compare=compare_organisations,
    save=save_organisations,
    faults=lambda register, rows, day: register.organisation_faults(rows, day),
    labels=FIELDS,
    reasons=CONFLICTS,
)
