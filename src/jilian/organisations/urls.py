"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.tree, name="tree"),
    path("organisations.<str:kind>", views.export, name="export"),
    path("organisations/counts/", views.counts, name="counts"),
    path("organisations/coverage/", views.coverage, name="coverage"),
    path("organisations/coverage.<str:kind>", views.export_coverage, name="export_coverage"),
    path("organisations/<int:pk>/", views.detail, name="detail"),
    path("organisations/<int:pk>/change/<slug:kind>/", views.change, name="change"),
    path("firms/<int:pk>/organisations/", views.of_firm, name="of_firm"),
    path("firms/<int:pk>/organisations/cover/", views.cover, name="cover"),
]
