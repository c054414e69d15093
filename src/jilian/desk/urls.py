"""Addresses of the auditor, which belong to no world."""

from __future__ import annotations

from django.urls import path

from jilian.desk import views

app_name = "audit"
urlpatterns = [
    path("traces/", views.traces, name="traces"),
    path("traces/<int:pk>/", views.trace, name="trace"),
    path("audit/", views.chain, name="chain"),
    path("audit/verify/", views.verify, name="verify"),
    path("audit/verifications/<int:pk>/", views.verification, name="verification"),
    path("audit/seal/", views.seal, name="seal"),
    path("audit/digests/<int:pk>.json", views.digest, name="digest"),
    path("audit/taken-out/", views.taken_everywhere, name="taken"),
    path("audit/taken-out.csv", views.export_taken_everywhere, name="export_taken"),
    path("audit/looks/", views.looks, name="looks"),
    path("audit/records/<str:kind>/<str:key>/", views.record, name="record"),
]
