"""Addresses of this area that belong to no world: one's own claims."""

from __future__ import annotations

from django.urls import path

from jilian.claims import views

app_name = "my_claims"
urlpatterns = [
    path("claims/", views.mine, name="list"),
    path("claims/new/", views.file, name="file"),
    path("claims/<int:pk>/", views.own_claim, name="claim"),
]
