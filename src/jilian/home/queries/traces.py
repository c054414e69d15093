"""Names of people for pages that say who did something."""

from __future__ import annotations

from jilian.accounts.models import Person


def names_of_people(usernames: set[str]) -> dict[str, str]:
    """Return the names of people by how they sign in."""
    rows = Person.objects.filter(username__in=usernames)
    return {one.username: one.display_name for one in rows}
