"""Addresses of this area that belong to no world."""

from __future__ import annotations

from django.urls import path

from jilian.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/<int:pk>/", views.open_notice, name="open"),
]
