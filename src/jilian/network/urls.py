"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.network import views

app_name = "network"
urlpatterns = [
    path("links/", views.link_list, name="list"),
    path("links.<slug:kind>", views.export, name="export"),
    path("links/<int:pk>/", views.detail, name="detail"),
    path("firms/<int:pk>/links/", views.of_firm, name="of_firm"),
    path("snapshots/", views.snapshots, name="snapshots"),
    path("snapshots/freeze/", views.freeze, name="freeze"),
    path("snapshots/infer/", views.infer, name="infer"),
    path("snapshots/<int:pk>.zip", views.download, name="download"),
]
