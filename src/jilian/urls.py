"""All addresses: each area's own, gathered. What belongs to a world stands under its code."""

from __future__ import annotations

from django.urls import include, path

from jilian.api import api

handler400 = "jilian.upkeep.views.unreadable"
handler404 = "jilian.upkeep.views.not_there"
handler500 = "jilian.upkeep.views.broken"
urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", api.urls),
    path("", include("jilian.accounts.urls")),
    path("", include("jilian.notices.urls")),
    path("", include("jilian.upkeep.urls")),
    path("", include("jilian.claims.urls")),
    path("", include("jilian.home.urls")),
    path("", include("jilian.desk.urls")),
    path("", include("jilian.cases.urls_of_house")),
    path("<slug:world>/", include("jilian.home.urls_of_world")),
    path("<slug:world>/", include("jilian.firms.urls")),
    path("<slug:world>/", include("jilian.duplicates.urls")),
    path("<slug:world>/", include("jilian.claims.urls_of_world")),
    path("<slug:world>/", include("jilian.network.urls")),
    path("<slug:world>/", include("jilian.organisations.urls")),
    path("<slug:world>/", include("jilian.clusters.urls")),
    path("<slug:world>/", include("jilian.leaders.urls")),
    path("<slug:world>/", include("jilian.committees.urls")),
    path("<slug:world>/", include("jilian.absorption.urls")),
    path("<slug:world>/", include("jilian.coverage.urls")),
    path("<slug:world>/", include("jilian.growth.urls")),
    path("<slug:world>/", include("jilian.shortages.urls")),
    path("<slug:world>/", include("jilian.purchases.urls")),
    path("<slug:world>/", include("jilian.cases.urls")),
    path("<slug:world>/", include("jilian.policies.urls")),
    path("<slug:world>/", include("jilian.chain.urls")),
    path("<slug:world>/", include("jilian.gaps.urls")),
    path("<slug:world>/", include("jilian.disclosure.urls")),
    path("<slug:world>/", include("jilian.returns.urls")),
    path("<slug:world>/", include("jilian.indicators.urls")),
    path("<slug:world>/", include("jilian.reports.urls")),
    path("<slug:world>/", include("jilian.statements.urls")),
    path("<slug:world>/", include("jilian.intake.urls")),
    path("<slug:world>/", include("jilian.desk.urls_of_world")),
]
