"""Addresses of this area; they belong to no world."""

from __future__ import annotations

from django.urls import path

from jilian.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("health", views.health, name="health"),
    path("ready", views.ready, name="ready"),
    path("kept-data/", views.kept, name="kept"),
    path("kept-data/<slug:code>/hold/", views.hold, name="hold"),
    path("metrics", views.metrics, name="metrics"),
]
