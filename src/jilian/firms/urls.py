"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import URLPattern, path

from jilian.firms import views

app_name = "firms"
urlpatterns: list[URLPattern] = [
    path("firms/", views.firm_list, name="list"),
    path("firms.<slug:kind>", views.export, name="export"),
    path("firms/<int:pk>/", views.detail, name="detail"),
    path("titles/", views.titles, name="titles"),
    path("titles.<slug:kind>", views.export_titles, name="export_titles"),
    path("carriers/<int:pk>/", views.carrier, name="carrier"),
]
