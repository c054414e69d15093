"""The API: the areas' routers under one description.

Whatever goes wrong is answered as a problem (RFC 9457) with a code and a sentence.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import django_auth

from jilian.absorption.api import router as absorption
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.problems import CONTENT_TYPE, problem
from jilian.cases.api import router as cases
from jilian.chain.api import router as chain
from jilian.claims.api import router as claims
from jilian.clusters.api import router as clusters
from jilian.committees.api import router as committees
from jilian.coverage.api import router as coverage
from jilian.disclosure.api import router as disclosure
from jilian.duplicates.api import router as duplicates
from jilian.firms.api import router as firms
from jilian.gaps.api import router as gaps
from jilian.growth.api import router as growth
from jilian.indicators.api import router as indicators
from jilian.intake.api import router as intake
from jilian.leaders.api import router as leaders
from jilian.network.api import router as network
from jilian.organisations.api import router as organisations
from jilian.policies.api import router as policies
from jilian.purchases.api import router as purchases
from jilian.reports.api import router as reports
from jilian.shortages.api import router as shortages
from jilian.statements.api import router as statements

PROBLEM = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457): a code for programs, a sentence for people.",
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "description": "Which parts of the request do not fit, and why.",
            "type": "array",
            "items": {"type": "object"},
        },
    },
}
PROBLEMS = {
    400: "The request cannot be read.",
    401: "Nobody is signed in.",
    403: "The token against forged requests is missing.",
    404: "It is not there, or not for this reader.",
    409: "Refused: the code and the sentence say why.",
    422: "Something in the request does not fit.",
}


class PlainParser(Parser):
    """Reads JSON; refuses a NUL in a text, which PostgreSQL cannot keep, and NaN."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read the body, or raise ValueError, which is answered with 400."""
        if b"\\u0000" in request.body:
            raise ValueError("NUL in a text")
        return json.loads(request.body, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


class DescribedAPI(NinjaAPI):
    """Describes with each operation the problems that any of them may answer."""

    def get_openapi_schema(self, **how: Any) -> Any:
        """Add the problems."""
        described = super().get_openapi_schema(**how)
        described["components"]["schemas"]["Problem"] = PROBLEM
        body = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in described["paths"].values():
            for operation in path.values():
                for status, words in PROBLEMS.items():
                    operation["responses"][status] = {"description": words, "content": body}
        return described


api = DescribedAPI(
    parser=PlainParser(),
    title="Jilian",
    version="1",
    description="Firms, supply links, organisations and clusters of a world, as of a day.",
    auth=django_auth,
    docs_decorator=login_required,
    urls_namespace="api",
)
for prefix, router in (
    ("firms", firms),
    ("duplicates", duplicates),
    ("claims", claims),
    ("links", network),
    ("organisations", organisations),
    ("clusters", clusters),
    ("procedures", committees),
    ("leaders", leaders),
    ("coverage", coverage),
    ("absorptions", absorption),
    ("growth", growth),
    ("calls", shortages),
    ("purchases", purchases),
    ("cases", cases),
    ("policies", policies),
    ("chain", chain),
    ("gaps", gaps),
    ("disclosure", disclosure),
    ("indicators", indicators),
    ("reports", reports),
    ("statements", statements),
    ("uploads", intake),
):
    api.add_router(f"/{{world_code}}/{prefix}", router, tags=[prefix])


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal with its code and sentence."""
    return problem(409, refusal.code, str(refusal.sentence))


@api.exception_handler(NotAllowed)
@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what is closed exactly as what does not exist."""
    return problem(404, "not_found", _("Not found"))


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which parts of the request do not fit."""
    told = [
        {"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors
    ]
    return problem(422, "unfit", _("Something in the request does not fit."), errors=told)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Ask to sign in."""
    return problem(401, "not_signed_in", _("Sign in first."))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the library refuses."""
    codes = {400: "unreadable", 403: "token_missing"}
    return problem(error.status_code, codes.get(error.status_code, "refused"), str(error))
