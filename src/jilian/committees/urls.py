"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.committees import views

app_name = "committees"
urlpatterns = [
    path("procedures/", views.procedures, name="list"),
    path("procedures.<str:kind>", views.export, name="export"),
    path("procedures/<int:pk>/", views.detail, name="detail"),
    path("procedures/<int:pk>/contents/", views.contents, name="contents"),
    path("procedures/<int:pk>/declared/", views.declared, name="declared"),
    path("procedures/<int:pk>/seats/", views.seats, name="seats"),
    path("procedures/<int:pk>/step/<slug:step>/", views.step, name="step"),
    path("procedures/<int:pk>/decide/<slug:step>/", views.decide, name="decide"),
    path("procedures/<int:pk>/undo/", views.undo, name="undo"),
    path("procedures/<int:pk>/papers/<slug:paper>.docx", views.paper, name="paper"),
    path("terms/", views.terms, name="terms"),
    path("terms.<str:kind>", views.export_terms, name="export_terms"),
    path("clusters/<int:pk>/body/", views.of_cluster, name="of_cluster"),
    path("clusters/<int:pk>/body/new/", views.new, name="new"),
]
