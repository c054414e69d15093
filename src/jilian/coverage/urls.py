"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.coverage import views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.campaign_list, name="list"),
    path("coverage/new/", views.new, name="new"),
    path("coverage/count/", views.count, name="count"),
    path("coverage/<int:pk>/", views.board, name="board"),
    path("coverage/<int:pk>/targets.<str:kind>", views.export, name="export"),
    path("coverage/<int:pk>/draft/", views.draft, name="draft"),
    path("coverage/<int:pk>/freeze/", views.freeze, name="freeze"),
    path("coverage/<int:pk>/discard/", views.discard, name="discard"),
    path("coverage/<int:pk>/start/", views.start, name="start"),
    path("coverage/<int:pk>/move/", views.move, name="move"),
    path("coverage/<int:pk>/signing/", views.signing, name="signing"),
    path("coverage/<int:pk>/checks/", views.checks, name="checks"),
    path("coverage/<int:pk>/plan/", views.plan, name="plan"),
    path("coverage/<int:pk>/close/", views.close, name="close"),
    path("coverage/<int:pk>/report/", views.report, name="report"),
    path("coverage/<int:pk>/report.<str:kind>", views.export_report, name="export_report"),
    path("coverage/plans/<int:pk>/progress/", views.progress, name="progress"),
    path("coverage/targets/<int:pk>/", views.target, name="target"),
    path("clusters/<int:pk>/coverage/", views.of_cluster, name="of_cluster"),
]
