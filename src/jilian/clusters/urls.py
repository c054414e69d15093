"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.clusters import views

app_name = "clusters"
urlpatterns = [
    path("clusters/", views.cluster_list, name="list"),
    path("clusters.json", views.points, name="map"),
    path("clusters/<int:pk>/", views.detail, name="detail"),
    path("clusters/<int:pk>/chain/", views.chain, name="chain"),
    path("clusters/<int:pk>/members.<str:kind>", views.export, name="export"),
    path("firms/<int:pk>/clusters/", views.of_firm, name="of_firm"),
    path("runs/", views.runs, name="runs"),
    path("runs/start/", views.start, name="start"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/progress/", views.progress, name="progress"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/adopt/", views.adopt, name="adopt"),
]
