"""Addresses of the area."""

from __future__ import annotations

from django.urls import path

from jilian.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("shown/", views.tables, name="tables"),
    path("shown/method/", views.method, name="method"),
    path("shown/keeping/", views.keeping, name="keeping"),
    path("shown/keeping/declare/<slug:key>/", views.declare, name="declare"),
    path("shown/keeping/<int:pk>/", views.run, name="run"),
    path("shown/keeping/<int:pk>/progress/", views.progress, name="progress"),
    path("shown/keeping/<int:pk>/release/", views.release, name="release"),
    path("shown/keeping/<int:pk>/drop/", views.drop, name="drop"),
    path("shown/<slug:key>/", views.table, name="table"),
    path("shown/<slug:key>.<str:kind>", views.export, name="export"),
]
