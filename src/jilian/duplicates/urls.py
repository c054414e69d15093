"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import URLPattern, path

from jilian.duplicates import views

app_name = "duplicates"
urlpatterns: list[URLPattern] = [
    path("duplicates/", views.review, name="list"),
    path("duplicates/search/", views.search, name="search"),
    path("duplicates/searches/<int:pk>/", views.searching, name="searching"),
    path("duplicates/judge/", views.judge_many, name="judge_many"),
    path("duplicates/undo/", views.undo_many, name="undo_many"),
    path("duplicates/<int:pk>/", views.pair, name="pair"),
    path("duplicates/<int:pk>/judge/", views.judge, name="judge"),
    path("duplicates/<int:pk>/undo/", views.undo, name="undo"),
]
