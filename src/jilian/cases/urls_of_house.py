"""Addresses of this area that belong to no world: working days and halls."""

from __future__ import annotations

from django.urls import path

from jilian.cases.views import calendar

app_name = "calendar"
urlpatterns = [
    path("working-days/", calendar.years, name="years"),
    path("working-days/load/", calendar.load, name="load"),
    path("working-days/<int:year>/", calendar.year, name="year"),
    path("working-days/template.<str:kind>", calendar.year_template, name="template"),
    path("halls/", calendar.halls, name="halls"),
    path("halls/<int:pk>/", calendar.hall, name="hall"),
    path("halls/of/<slug:code>/new/", calendar.new_hall, name="new_hall"),
    path("halls/of/<slug:code>/close/", calendar.close, name="close"),
    path("halls/closures/<int:pk>/take-back/", calendar.take_back, name="take_back"),
]
