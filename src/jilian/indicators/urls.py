"""Addresses of the area."""

from __future__ import annotations

from django.urls import path

from jilian.indicators import views

app_name = "indicators"
urlpatterns = [
    path("monday/", views.leader, name="leader"),
    path("indicators/", views.listing, name="list"),
    path("indicators.<str:kind>", views.listing_export, name="export"),
    path("indicators/compare/", views.compare, name="compare"),
    path("indicators/compare.<str:kind>", views.compare_export, name="compare_export"),
    path("indicators/measure/", views.measure, name="measure"),
    path("indicators/returned/", views.returned, name="returned"),
    path("indicators/release/", views.release, name="release"),
    path("indicators/runs/<int:pk>/", views.run, name="run"),
    path("indicators/runs/<int:pk>/progress/", views.run_progress, name="run_progress"),
    path("indicators/<slug:indicator>/", views.detail, name="detail"),
    path(
        "indicators/<slug:indicator>/series.<str:kind>", views.series_export, name="series_export"
    ),
    path("indicators/<slug:indicator>/towns/", views.towns, name="towns"),
    path("indicators/<slug:indicator>/parts/", views.parts, name="parts"),
    path("indicators/<slug:indicator>/parts.<str:kind>", views.parts_export, name="parts_export"),
]
