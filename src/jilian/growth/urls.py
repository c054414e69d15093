"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.growth import views

app_name = "growth"
urlpatterns = [
    path("growth/", views.growth, name="growth"),
    path("growth.<str:kind>", views.export_growth, name="export_growth"),
    path("growth/reports/", views.reports, name="reports"),
    path("growth/reports/compile/", views.compile_month, name="compile"),
    path("growth/reports/<int:pk>/", views.report, name="report"),
    path("growth/reports/<int:pk>.xlsx", views.report_file, name="report_file"),
    path("growth/reports/<int:pk>/compare/", views.compare, name="compare"),
    path("developed/", views.developed, name="developed"),
    path("developed.<str:kind>", views.export_developed, name="export_developed"),
    path("developed/<slug:code>/<int:year>/", views.enter, name="enter"),
]
