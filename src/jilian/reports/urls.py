"""Addresses of the area."""

from __future__ import annotations

from django.urls import path

from jilian.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.reports, name="list"),
    path("reports.<str:kind>", views.export, name="export"),
    path("reports/compile/", views.compile_month, name="compile"),
    path("reports/waiting/", views.waiting, name="waiting"),
    path("reports/templates/", views.templates, name="templates"),
    path("reports/templates/new/", views.new_template, name="new_template"),
    path("reports/templates/preview/", views.preview, name="preview"),
    path("reports/templates/figure/", views.pick, name="pick"),
    path("reports/templates/<slug:key>/", views.template, name="template"),
    path("reports/templates/<slug:key>/word/", views.word, name="word"),
    path("reports/<int:pk>/", views.report, name="detail"),
    path("reports/<int:pk>.<str:ending>", views.report_file, name="file"),
    path("reports/<int:pk>/figures/<int:number>/", views.figure, name="figure"),
    path("reports/<int:pk>/sign/", views.sign, name="sign"),
    path("reports/<int:pk>/note/", views.note, name="note"),
    path("reports/<int:pk>/compare/", views.compare, name="compare"),
]
