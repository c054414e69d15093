"""Addresses of the area."""

from __future__ import annotations

from django.urls import path

from jilian.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("shown/", views.tables, name="tables"),
    path("shown/method/", views.method, name="method"),
    path("shown/<slug:key>/", views.table, name="table"),
    path("shown/<slug:key>.<str:kind>", views.export, name="export"),
]
