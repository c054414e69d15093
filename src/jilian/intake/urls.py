"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.intake import views

app_name = "intake"
urlpatterns = [
    path("uploads/", views.uploads, name="list"),
    path("uploads/new/", views.receive, name="receive"),
    path("uploads/templates/<slug:kind>.<slug:ending>", views.blank_table, name="template"),
    path("uploads/headings/", views.headings, name="headings"),
    path("uploads/headings/<int:pk>/forget/", views.forget_heading, name="forget_heading"),
    path("uploads/<int:pk>/", views.upload, name="detail"),
    path("uploads/<int:pk>/problems.csv", views.problems, name="problems"),
    path("uploads/<int:pk>/marked.xlsx", views.marked, name="marked"),
    path("uploads/<int:pk>/columns/", views.columns, name="columns"),
    path("uploads/<int:pk>/check/", views.check, name="check"),
    path("uploads/<int:pk>/apply/", views.apply, name="apply"),
    path("uploads/<int:pk>/set-aside/", views.set_aside, name="set_aside"),
    path("uploads/<int:pk>/undo/", views.undo, name="undo"),
]
