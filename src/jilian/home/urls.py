"""Addresses of this area that belong to no world."""

from __future__ import annotations

from django.urls import path

from jilian.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.health, name="health"),
    path("components/", views.components, name="components"),
    path("system/", views.system, name="system"),
]
