"""Firms' monthly figures of a file, read and checked; nothing is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.returns.formats.reading import read_firm_table
from jilian.returns.models import MonthlyReturn
from jilian.returns.queries.firms import compared_of
from jilian.returns.rules.forms import version_of
from jilian.returns.rules.tables import Checked, check_table


def check_firms(*, by: Person, monthly_return: MonthlyReturn, name: str, content: bytes) -> Checked:
    """Read and check a table of firms under a unit; nothing is kept."""
    row = monthly_return
    allow(by, Permission.ENTER_RETURNS, world_code=row.world.code, scopes=row.own_scopes)
    form = version_of(row.form, row.form_version)
    if not form.firm_items:
        raise Refusal("no_firms", _("Firms give no figures by this form."))
    table = read_firm_table(form, name, content)
    return check_table(form.of_firms(), table.rows, compared_of(row, form), table.headings)
