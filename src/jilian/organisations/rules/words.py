"""Types and lines of organisations, modes of coverage, bands of counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, ngettext_lazy

TYPE_KNOWN, TYPE_UNKNOWN = "known", "unknown"  # asked for beside the types themselves


class OrganisationType(models.TextChoices):
    """What the founding reply made it; never derived from counts (rule ORG-08)."""

    BRANCH = "branch", _("branch")
    JOINT_BRANCH = "joint_branch", _("joint branch")
    PROJECT_BRANCH = "project_branch", _("project branch")
    TEMPORARY_BRANCH = "temporary_branch", _("temporary branch")
    AREA_BRANCH = "area_branch", _("area branch")
    GENERAL_BRANCH = "general_branch", _("general branch")
    PRIMARY_COMMITTEE = "primary_committee", _("committee")
    WORKING_COMMITTEE = "working_committee", _("working committee")


# So many of a type, as a sentence says it.
COUNTED = {
    OrganisationType.BRANCH: ngettext_lazy("%(shown)s branch", "%(shown)s branches", "n"),
    OrganisationType.JOINT_BRANCH: ngettext_lazy(
        "%(shown)s joint branch", "%(shown)s joint branches", "n"
    ),
    OrganisationType.PROJECT_BRANCH: ngettext_lazy(
        "%(shown)s project branch", "%(shown)s project branches", "n"
    ),
    OrganisationType.TEMPORARY_BRANCH: ngettext_lazy(
        "%(shown)s temporary branch", "%(shown)s temporary branches", "n"
    ),
    OrganisationType.AREA_BRANCH: ngettext_lazy(
        "%(shown)s area branch", "%(shown)s area branches", "n"
    ),
    OrganisationType.GENERAL_BRANCH: ngettext_lazy(
        "%(shown)s general branch", "%(shown)s general branches", "n"
    ),
    OrganisationType.PRIMARY_COMMITTEE: ngettext_lazy(
        "%(shown)s committee", "%(shown)s committees", "n"
    ),
    OrganisationType.WORKING_COMMITTEE: ngettext_lazy(
        "%(shown)s working committee", "%(shown)s working committees", "n"
    ),
}


class Line(models.TextChoices):
    """In which line one organisation stands under another. Both may hold at once."""

    TERRITORY = "territory", _("territory line")
    CLUSTER = "cluster", _("cluster line")


class CoverMode(models.TextChoices):
    """How an organisation covers a firm (rule COV-01)."""

    OWN = "own", _("own organisation")
    JOINT = "joint", _("joint organisation")
    AREA_OR_TRADE = "area_or_trade", _("area or trade organisation")


class ReorganisationKind(models.TextChoices):
    """How organisations took the place of others."""

    MERGE = "merge", _("merger")
    SPLIT = "split", _("split")


class CountBand(models.TextChoices):
    """Bands of member counts, enough for every threshold (rule file of organisations)."""

    M0 = "m0", "0"
    M1 = "m1", "1–2"
    M3 = "m3", "3–6"
    M7 = "m7", "7–49"
    M50 = "m50", "50–99"
    M100 = "m100", "≥ 100"
