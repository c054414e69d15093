"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.chain import views

app_name = "chain"
urlpatterns = [
    path("breaks/", views.critical, name="critical"),
    path("breaks.<slug:kind>", views.export, name="export"),
    path("breaks/compute/", views.compute, name="compute"),
    path("breaks/<int:pk>/progress/", views.progress, name="progress"),
    path("breaks/what-if/", views.what_if, name="what_if"),
    path("breaks/what-if.<slug:kind>", views.export_hits, name="export_hits"),
    path("breaks/single-sources/", views.single_sources, name="single_sources"),
    path("breaks/single-sources.<slug:kind>", views.export_single, name="export_single"),
    path("breaks/single-sources/<int:pk>/", views.single_source, name="single_source"),
    path("breaks/essential/", views.essential, name="essential"),
    path("breaks/network/", views.network, name="network"),
    path("breaks/network.json", views.drawing, name="drawing"),
    path("breaks/scenarios/", views.scenarios, name="scenarios"),
    path("breaks/scenarios/save/", views.save, name="save"),
    path("breaks/scenarios/compare/", views.compare, name="compare"),
    path("breaks/scenarios/<int:pk>/", views.scenario, name="scenario"),
    path("breaks/scenarios/<int:pk>/again/", views.again, name="again"),
    path("breaks/scenarios/<int:pk>/put-away/", views.put_away, name="put_away"),
    path("firms/<int:pk>/inputs/", views.inputs, name="inputs"),
    path("firms/<int:pk>/inputs/stock/", views.state_stock, name="state_stock"),
    path("stocks/<int:pk>/withdraw/", views.withdraw_stock, name="withdraw_stock"),
    path("firms/<int:pk>/breaks/", views.of_firm, name="of_firm"),
    path("clusters/<int:pk>/breaks/", views.of_cluster, name="of_cluster"),
]
