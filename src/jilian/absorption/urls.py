"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.absorption import views

app_name = "absorption"
urlpatterns = [
    path("absorptions/", views.absorptions, name="list"),
    path("absorptions.<str:kind>", views.export, name="export"),
    path("absorptions/<int:pk>/", views.detail, name="detail"),
    path("absorptions/<int:pk>/answer/<slug:side>/", views.answer, name="answer"),
    path("absorptions/<int:pk>/decide/", views.decide, name="decide"),
    path("absorptions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("absorptions/<int:pk>/end/", views.end, name="end"),
    path("absorptions/<int:pk>/undo/", views.undo, name="undo"),
    path("clusters/<int:pk>/absorptions/", views.of_cluster, name="of_cluster"),
    path("clusters/<int:pk>/absorb/", views.propose, name="propose"),
]
