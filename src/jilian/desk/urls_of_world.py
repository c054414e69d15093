"""Addresses of the data steward under the code of a world, and the history of its records."""

from __future__ import annotations

from django.urls import path

from jilian.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/measure/", views.measure, name="measure"),
    path("desk/firms/<slug:which>/", views.firms, name="firms"),
    path("desk/conflicts/", views.conflicts, name="conflicts"),
    path("desk/agreements/", views.agreements, name="agreements"),
    path("desk/agreements/new/", views.new_agreement, name="new_agreement"),
    path("desk/agreements/<int:pk>/end/", views.end_agreement, name="end_agreement"),
    path("desk/taken-out/", views.taken, name="taken"),
    path("desk/taken-out.csv", views.export_taken, name="export_taken"),
    path("history/<slug:kind>/<int:pk>/", views.history, name="history"),
    path("firms/<int:pk>/history/", views.of_firm, name="of_firm"),
    path("firms/<int:pk>/looks/", views.looks_at_firm, name="looks_at_firm"),
]
