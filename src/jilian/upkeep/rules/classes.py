"""The classes of data that the software keeps. A record of a model nobody classed fails a test.

Sources: 个人信息保护法 art. 6, 13, 19 (purpose, basis, time), 数据安全法 art. 21 (classes),
政务数据共享条例 (share types). Which basis applies in an office is for the office to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Basis(models.TextChoices):
    """On which basis data are kept (个人信息保护法 art. 13)."""

    DUTY = "duty", _("duty of the office by law")
    CONTRACT = "contract", _("agreement with who gave it")
    PUBLIC = "public", _("lawfully published")
    SECURITY = "security", _("duty to keep logs (网络安全法 art. 23)")
    TECHNICAL = "technical", _("none needed: no data about anybody")


class ShareType(models.TextChoices):
    """How other offices may get it (政务数据共享条例)."""

    FREE = "free", _("shared without conditions")
    CONDITIONAL = "conditional", _("shared on conditions")
    NONE = "none", _("not shared")


@dataclass(frozen=True)
class DataClass:
    """A class of data: what for, on which basis, how long, how it is deleted, how it is shared.

    ``setting`` names the environment variable with the days; empty: kept for as long as the
    record is needed, and ``deletion`` says who ends it.
    """

    code: str
    name: StrOrPromise
    purpose: StrOrPromise
    basis: Basis
    share: ShareType
    deletion: StrOrPromise
    areas: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    setting: str = ""
    sealed: tuple[str, ...] = ()


CLASSES: tuple[DataClass, ...] = (
    DataClass(
        "accounts", _("accounts of users"),
        _("To let people in, show who acted, and give rights by office."),
        Basis.DUTY, ShareType.NONE,
        _("The security administrator closes an account; name and office stay readable in traces."),
        models=("accounts.Person", "accounts.Appointment", "account.EmailAddress",
                "account.EmailConfirmation"),
    ),
    DataClass(
        "second_factors", _("secrets of the second factor"),
        _("To prove that it is the same person who signs in."),
        Basis.SECURITY, ShareType.NONE,
        _("Deleted when the second factor is put away."),
        models=("mfa.Authenticator",), sealed=("mfa.Authenticator.data",),
    ),
    DataClass(
        "directory", _("binding to the office's directory"),
        _("To sign in through the directory of the office."),
        Basis.DUTY, ShareType.NONE, _("Deleted with the account."), areas=("socialaccount",),
    ),
    DataClass(
        "sessions", _("sessions"),
        _("To stay signed in; a person sees and ends the own sessions."),
        Basis.SECURITY, ShareType.NONE, _("Deleted when they have run out, every night."),
        models=("sessions.Session", "usersessions.UserSession"), setting="JILIAN_SESSION_DAYS",
    ),
    DataClass(
        "invitations", _("invitations"), _("To let somebody join with the role decided on."),
        Basis.DUTY, ShareType.NONE, _("Deleted some time after they were used or ran out."),
        models=("accounts.Invitation",), setting="JILIAN_INVITATION_DAYS",
    ),
    DataClass(
        "notices", _("notices"), _("To tell a person what waits."),
        Basis.DUTY, ShareType.NONE, _("Deleted some time after the matter is done."),
        areas=("notices",), setting="JILIAN_NOTICE_DAYS",
    ),
    DataClass(
        "channels", _("channels out of the house"),
        _("To tell people by mail or robot that something waits, where an office wants it."),
        Basis.DUTY, ShareType.NONE, _("Changed or switched off by the system administrator."),
        models=("notices.Channel",),
        sealed=("notices.Channel.target", "notices.Channel.secret"),
    ),
    DataClass(
        "uploaded_files", _("content of uploaded files"),
        _("To show a row as it was received while its upload may be questioned or undone."),
        Basis.CONTRACT, ShareType.NONE,
        _("The file is emptied; what it brought, its fingerprint and its counts stay."),
        areas=("intake",), setting="JILIAN_UPLOAD_DAYS",
    ),
    DataClass(
        "later_work", _("finished later work"), _("To find out why something failed."),
        Basis.TECHNICAL, ShareType.NONE, _("Deleted some time after it ended."),
        areas=("django_tasks_database",), setting="JILIAN_WORK_DAYS",
    ),
    DataClass(
        "traces", _("traces of writes"),
        _("To show who did what; a law asks for at least six months."),
        Basis.SECURITY, ShareType.NONE,
        _("Deleted up to a sealed digest; the rest of the chain stays provable."),
        areas=("audit",), setting="JILIAN_TRACE_DAYS",
    ),
    DataClass(
        "looks", _("looks at records"), _("To let a firm see who looked at its data."),
        Basis.SECURITY, ShareType.NONE, _("Deleted with the traces of the same time."),
        models=("audit.Look",), setting="JILIAN_TRACE_DAYS",
    ),
    DataClass(
        "firms", _("register of firms"),
        _("To know the firms of the district, their sites, products and titles."),
        Basis.PUBLIC, ShareType.CONDITIONAL,
        _("Ends by date, is never overwritten; a wrong upload is undone."),
        areas=("firms", "duplicates"),
    ),
    DataClass(
        "claims", _("claims and corrections"),
        _("To let a firm keep its own record right."),
        Basis.CONTRACT, ShareType.NONE,
        _("Kept as the reason of the value; ends with the account that filed it."),
        areas=("claims",),
    ),
    DataClass(
        "links", _("supply links"),
        _("To form clusters and find suppliers; yearly values are business secrets."),
        Basis.CONTRACT, ShareType.NONE, _("Ends by date; a wrong upload is undone."),
        areas=("network",),
        sealed=("network.SupplyLink.amount_yuan", "network.SnapshotTable.content"),
    ),
    DataClass(
        "organisations", _("organisations and coverage"),
        _("To look after organisations: counts of bodies and bands, nobody's membership."),
        Basis.DUTY, ShareType.NONE, _("Ends by date."), areas=("organisations",),
    ),
    DataClass(
        "clusters", _("clusters"), _("To work with the firms of a chain together."),
        Basis.DUTY, ShareType.CONDITIONAL, _("Ends by date."), areas=("clusters",),
    ),
    DataClass(
        "procedures", _("setting up of bodies"),
        _("To set up organisations of clusters by the rules: days, papers, counts, seats."),
        Basis.DUTY, ShareType.NONE, _("Kept as the reason of the organisation set up."),
        areas=("committees",),
    ),
    DataClass(
        "absorptions", _("absorptions"),
        _("To bring an organisation under a cluster's body with everybody's consent and paper."),
        Basis.DUTY, ShareType.NONE, _("Kept as the reason of the links that moved."),
        areas=("absorption",),
    ),
    DataClass(
        "calls", _("calls for help"),
        _("To find help before a line stops, without giving away who is short of what; to learn"
          " which links are missing."),
        Basis.CONTRACT, ShareType.NONE,
        _("Kept with what was promised, delivered and learnt; a call is withdrawn by its firm."),
        areas=("shortages",),
    ),
    DataClass(
        "cases", _("cases of firms with their events, papers and times"),
        _("To carry a firm through the offices and say with whom its case lies since when."),
        Basis.DUTY, ShareType.NONE,
        _("Events are never changed, only corrected by further ones; times follow from them."),
        areas=("cases",),
    ),
    DataClass(
        "purchases", _("purchases, offers and orders"),
        _("To put purchases round a cluster and count their orders once; prices are business"
          " secrets."),
        Basis.CONTRACT, ShareType.NONE,
        _("Kept with the request; a report of an order is withdrawn by its own side."),
        areas=("purchases",),
        sealed=("purchases.Purchase.estimate", "purchases.OfferLine.unit_price",
                "purchases.OrderReportLine.value"),
    ),
    DataClass(
        "gaps", _("missing links, lists of clusters, firms brought in"),
        _("To find what a chain lacks and follow who is brought in; values of a demand are business"
          " secrets."),
        Basis.DUTY, ShareType.CONDITIONAL,
        _("A decision, a closed line and a corrected stage stay beside what followed."),
        areas=("gaps",),
        sealed=("gaps.MissingLink.declared_yuan", "gaps.MissingLink.inferred_yuan"),
    ),
    DataClass(
        "policies", _("checks of firms, applications, benefits"),
        _("To find who qualifies and pay benefits that nobody need apply for; values that a firm"
          " states are its own word until an office has seen the paper."),
        Basis.DUTY, ShareType.CONDITIONAL,
        _("A replaced value, a decided line and the log of a benefit stay; the list of a check goes"
          " with the next one."),
        areas=("policies",),
    ),
    DataClass(
        "disclosure", _("tables that are shown outside"),
        _("To show sums and counts to who does not hold the records; hidden values are not kept"
          " here."),
        Basis.DUTY, ShareType.CONDITIONAL,
        _("Never overwritten: a correction is a further release."),
        areas=("disclosure",),
    ),
    DataClass(
        "returns", _("monthly returns and firms' monthly figures"),
        _("To release sums with their cover; single firms' figures only as they give them for a"
          " named purpose, seen by their town, their cluster and the commission."),
        Basis.CONTRACT, ShareType.CONDITIONAL,
        _("Never overwritten: a correction is the next revision; a table of firms is followed by"
          " the next one."),
        areas=("returns",),
    ),
    DataClass(
        "indicators", _("values of indicators"),
        _("To say what was measured or published, with its parts; counts of units, never people."),
        Basis.DUTY, ShareType.CONDITIONAL,
        _("Never overwritten: a revision stands beside what was published."),
        areas=("indicators",),
    ),
    DataClass(
        "reports", _("frozen reports, signatures, printed files"),
        _("To print again what was printed, to the byte; who signed stands under it."),
        Basis.DUTY, ShareType.CONDITIONAL,
        _("Never changed: a correction is a note beside it."),
        areas=("reports",),
    ),
    DataClass(
        "breaks", _("critical lists, scenarios, stocks of firms"),
        _("To know what breaks first; days of supply are business secrets that a firm gives."),
        Basis.CONTRACT, ShareType.NONE,
        _("A list and a result stay with their network; a firm withdraws its own statement."),
        areas=("chain",),
        sealed=("chain.StockStatement.product", "chain.StockStatement.days"),
    ),
    DataClass(
        "growth", _("monthly reports and newly developed members"),
        _("To say how organisations grew, as it was published; counts of units, never people."),
        Basis.DUTY, ShareType.CONDITIONAL,
        _("Never overwritten: a revision stands beside what was published."),
        areas=("growth",),
    ),
    DataClass(
        "campaigns", _("coverage campaigns"),
        _("To reach firms without an organisation, by a frozen list that an auditor can follow."),
        Basis.DUTY, ShareType.NONE,
        _("Lists and movements are kept; counts, and what was planned from them, are deleted when"
          " the campaign closes."),
        areas=("coverage",),
        sealed=("coverage.TargetCount.stated",),
    ),
    DataClass(
        "leaders", _("selections of leading firms, chain heads"),
        _("To choose the leading firm by a table that can be computed again."),
        Basis.DUTY, ShareType.NONE,
        _("Kept with its frozen inputs, so that a decision can be checked."), areas=("leaders",),
    ),
    DataClass(
        "sources", _("sources and published figures"),
        _("To say of every record where it comes from."),
        Basis.PUBLIC, ShareType.FREE, _("Kept for as long as a record came from it."),
        areas=("sources", "places"),
    ),
    DataClass(
        "desk", _("steward's desk"),
        _("To see the quality of the register and what was agreed about data."),
        Basis.DUTY, ShareType.NONE, _("Kept as long as the register."), areas=("desk",),
    ),
    DataClass(
        "upkeep", _("upkeep"), _("To hold back deletion where a law or a court asks for it."),
        Basis.DUTY, ShareType.NONE, _("Kept as long as the installation."), areas=("upkeep",),
    ),
    DataClass(
        "framework", _("tables of the framework"), _("To make the software work."),
        Basis.TECHNICAL, ShareType.NONE, _("Not deleted; nothing about anybody."),
        areas=("auth", "contenttypes"),
    ),
)  # fmt: skip


def class_of(label: str) -> DataClass | None:
    """Return the class of a model ("accounts.Person"); its own entry before that of its area."""
    named = next((one for one in CLASSES if label in one.models), None)
    area = label.partition(".")[0]
    return named or next((one for one in CLASSES if area in one.areas), None)
