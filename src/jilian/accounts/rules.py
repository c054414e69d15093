"""The roles that people hold, what each is for, and the rules of giving them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

SECOND_FACTOR = "mfa_authenticator.data"  # bound into each secret of a second factor
INVITATION_LASTS = timedelta(days=7)


class ScopeKind(models.TextChoices):
    """What a role is held for. A scope is a pair of plain values: (kind, key)."""

    DISTRICT = "district", _("the whole world")
    TOWN = "town", _("a town or street")
    CLUSTER = "cluster", _("a cluster")
    FIRM = "firm", _("a firm")
    DEPARTMENT = "department", _("a department")
    SYSTEM = "system", _("the installation")


Scope = tuple[str, str]


class Role(models.TextChoices):
    """The roles, in the order in which they are listed."""

    ORGANISATION_OFFICE = "organisation_office", _("District organisation office")
    TOWN_OFFICE = "town_office", _("Town or street office")
    CLUSTER_SECRETARY = "cluster_secretary", _("Cluster secretary")
    MEMBER_FIRM = "member_firm", _("Member firm")
    SCIENCE_COMMISSION = "science_commission", _("Science commission")
    ECONOMY_COMMISSION = "economy_commission", _("Economy commission")
    SERVICE_OFFICER = "service_officer", _("Service officer")
    DEPARTMENT_OFFICER = "department_officer", _("Department that approves")
    DISTRICT_LEADER = "district_leader", _("District leader")
    PARTNER_CITY = "partner_city", _("Another city's office")
    DATA_STEWARD = "data_steward", _("Data steward")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("Audit administrator")


SCOPE_OF_ROLE: dict[Role, ScopeKind] = {
    Role.ORGANISATION_OFFICE: ScopeKind.DISTRICT,
    Role.TOWN_OFFICE: ScopeKind.TOWN,
    Role.CLUSTER_SECRETARY: ScopeKind.CLUSTER,
    Role.MEMBER_FIRM: ScopeKind.FIRM,
    Role.SCIENCE_COMMISSION: ScopeKind.DISTRICT,
    Role.ECONOMY_COMMISSION: ScopeKind.DISTRICT,
    Role.SERVICE_OFFICER: ScopeKind.TOWN,
    Role.DEPARTMENT_OFFICER: ScopeKind.DEPARTMENT,
    Role.DISTRICT_LEADER: ScopeKind.DISTRICT,
    Role.PARTNER_CITY: ScopeKind.DISTRICT,
    Role.DATA_STEWARD: ScopeKind.DISTRICT,
    Role.SYSTEM_ADMINISTRATOR: ScopeKind.SYSTEM,
    Role.SECURITY_ADMINISTRATOR: ScopeKind.SYSTEM,
    Role.AUDIT_ADMINISTRATOR: ScopeKind.SYSTEM,
}

ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)

PURPOSE_OF_ROLE = {
    Role.ORGANISATION_OFFICE: _(
        "Looks after organisations and clusters: starts formation runs, adopts what is proposed, "
        "and answers with counts that open down to their records."
    ),
    Role.TOWN_OFFICE: _(
        "Keeps the organisations of its own town or street up to date and sees its firms."
    ),
    Role.CLUSTER_SECRETARY: _(
        "Leads the standing body of one cluster beside another job: its members, its chain, "
        "its own counts."
    ),
    Role.MEMBER_FIRM: _(
        "Sees what is recorded about its own firm, its own links, and the clusters there are."
    ),
    Role.SCIENCE_COMMISSION: _(
        "Keeps titles and carriers, freezes the network and starts formation runs."
    ),
    Role.ECONOMY_COMMISSION: _(
        "Minds the chain: calls for help that go beyond a cluster, what would break, which links "
        "are missing, and the firms that are brought in."
    ),
    Role.SERVICE_OFFICER: _(
        "Carries the cases of the firms of one town or street through the offices, knows these "
        "firms and opens their facts."
    ),
    Role.DEPARTMENT_OFFICER: _(
        "Says how far the branches of its own department have come, and sees no other branch; "
        "looks firms up in the register."
    ),
    Role.DISTRICT_LEADER: _("Reads everything in figures that open down to their parts."),
    Role.PARTNER_CITY: _("Reads the register and the organisations from another city."),
    Role.DATA_STEWARD: _(
        "Uploads tables, looks at every difference before it is applied, and keeps firms, links "
        "and titles right."
    ),
    Role.SYSTEM_ADMINISTRATOR: _("Keeps the installation running; sees its state, no records."),
    Role.SECURITY_ADMINISTRATOR: _("Invites people, gives and ends roles; sees no records."),
    Role.AUDIT_ADMINISTRATOR: _("Reads who did what and when; changes nothing."),
}

# Names and offices of the people of the demo. They are functions and nobody's names.
DEMO_NAMES = {
    Role.ORGANISATION_OFFICE: ("区委组织部·演示", "区委组织部"),
    Role.TOWN_OFFICE: ("街镇·演示", "街镇党建办公室"),
    Role.CLUSTER_SECRETARY: ("集群党组织书记·演示", "集群党组织"),
    Role.MEMBER_FIRM: ("成员企业·演示", "成员企业"),
    Role.SCIENCE_COMMISSION: ("科委·演示", "区科学技术委员会"),
    Role.ECONOMY_COMMISSION: ("经委·演示", "区经济委员会"),
    Role.SERVICE_OFFICER: ("服务专员·演示", "企业服务中心"),
    Role.DEPARTMENT_OFFICER: ("审批部门·演示", "审批部门"),
    Role.DISTRICT_LEADER: ("区领导·演示", "区委"),
    Role.PARTNER_CITY: ("其他城市办公室·演示", "协作城市联席会议办公室"),
    Role.DATA_STEWARD: ("数据管理员·演示", "区数据中心"),
    Role.SYSTEM_ADMINISTRATOR: ("系统管理员·演示", "运行维护"),
    Role.SECURITY_ADMINISTRATOR: ("安全管理员·演示", "安全管理"),
    Role.AUDIT_ADMINISTRATOR: ("审计管理员·演示", "安全审计"),
}


def roles_conflict(held: Collection[str], wanted: str) -> bool:
    """Say whether one person may not hold both: the three administrators are separate people.

    Source: graded protection, GB/T 22239-2019, level 3 (system, security and audit apart).
    """
    return wanted in ADMINISTRATORS and bool((set(held) & ADMINISTRATORS) - {wanted})


def fingerprint_of(token: str) -> str:
    """Return what is kept of an invitation's key: SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationState(models.TextChoices):
    """What has become of an invitation."""

    OPEN = "open", pgettext_lazy("invitation", "open")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


def invitation_state(
    *, at: datetime, expires_at: datetime, accepted: bool, withdrawn: bool
) -> InvitationState:
    """Return the state at a moment; the last moment is excluded."""
    if accepted:
        return InvitationState.ACCEPTED
    if withdrawn:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if at >= expires_at else InvitationState.OPEN


BROWSERS = (
    ("MicroMessenger", _("WeChat")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_named(user_agent: str) -> str:
    """Return browser and machine in two words, as far as a browser's own name for itself tells."""
    found = (
        next((str(word) for sign, word in words if sign in user_agent), "")
        for words in (BROWSERS, MACHINES)
    )
    return " · ".join(filter(None, found))
