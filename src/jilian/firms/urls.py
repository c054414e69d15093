"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import URLPattern, path

from jilian.firms import views

app_name = "firms"
urlpatterns: list[URLPattern] = [
    path("firms/", views.firm_list, name="list"),
    path("firms.<slug:kind>", views.export, name="export"),
    path("firms/<int:pk>/", views.detail, name="detail"),
    path("firms/<int:pk>/merge/", views.merge, name="merge"),
    path("firms/<int:pk>/split/", views.split, name="split"),
    path("firms/<int:pk>/merges/", views.history, name="history"),
    path("firms/merges/<int:pk>/undo/", views.undo_merge, name="undo_merge"),
    path("firms/splits/<int:pk>/undo/", views.undo_split, name="undo_split"),
    path("titles/", views.titles, name="titles"),
    path("titles.<slug:kind>", views.export_titles, name="export_titles"),
    path("carriers/<int:pk>/", views.carrier, name="carrier"),
]
