"""Words that more than one file of these rules needs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Position(models.TextChoices):
    """Where in the chain a member stands, computed from the direction of links."""

    UPSTREAM = "upstream", _("upstream")
    MIDSTREAM = "midstream", _("midstream")
    DOWNSTREAM = "downstream", _("downstream")
    SUPPORTING = "supporting", _("supporting")
    UNKNOWN = "unknown", _("position unknown")
