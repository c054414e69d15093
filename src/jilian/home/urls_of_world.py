"""Addresses of this area under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.home import views

app_name = "world"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("sources/", views.sources, name="sources"),
    path("sources.csv", views.export_sources, name="export_sources"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("facts/", views.facts, name="facts"),
    path("facts.csv", views.export_facts, name="export_facts"),
    path("dots.json", views.dots, name="dots"),
    path("outlines.json", views.outlines, name="outlines"),
]
