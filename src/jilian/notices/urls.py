"""Addresses of this area that belong to no world."""

from __future__ import annotations

from django.urls import path

from jilian.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/<int:pk>/", views.open_notice, name="open"),
    path("channels/", views.channels, name="channels"),
    path("channels/sent/", views.deliveries, name="deliveries"),
    path("channels/sent/<int:pk>/again/", views.repeat, name="repeat"),
    path("channels/new/<slug:kind>/", views.new, name="new"),
    path("channels/<int:pk>/", views.channel, name="channel"),
    path("channels/<int:pk>/place/", views.place, name="place"),
    path("channels/<int:pk>/whom/", views.whom, name="whom"),
    path("channels/<int:pk>/switch/", views.switch, name="switch"),
    path("channels/<int:pk>/test/", views.try_out, name="try_out"),
]
