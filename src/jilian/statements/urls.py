"""Addresses of the area."""

from __future__ import annotations

from django.urls import path

from jilian.statements import views

app_name = "statements"
urlpatterns = [
    path("statements/", views.check, name="check"),
    path("statements/article/", views.article, name="article"),
    path("statements/file.<slug:kind>", views.export, name="export"),
]
