"""Addresses of the area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.returns import views

app_name = "returns"
urlpatterns = [
    path("returns/", views.due, name="due"),
    path("returns/review/", views.review, name="review"),
    path("returns/releases/", views.releases, name="releases"),
    path("returns/duties/", views.duties, name="duties"),
    path("returns/duties/<int:pk>/end/", views.end, name="end_duty"),
    path("returns/duties/<int:pk>/begin/<str:month>/", views.begin, name="begin"),
    path("returns/of/<slug:form>/<str:month>/", views.month, name="month"),
    path("returns/of/<slug:form>/<str:month>/lock/", views.lock, name="lock"),
    path("returns/of/<slug:form>/<str:month>/release/", views.release, name="release"),
    path("returns/of/<slug:form>/<str:month>/values.<str:kind>", views.export, name="export"),
    path("returns/<int:pk>/", views.detail, name="detail"),
    path("returns/<int:pk>/enter/<int:step>/", views.enter, name="enter"),
    path("returns/<int:pk>/check/", views.check, name="check"),
    path("returns/<int:pk>/correct/", views.correct, name="correct"),
    path("returns/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("returns/<int:pk>/act/<slug:act>/", views.act, name="act"),
    path("returns/<int:pk>/template.xlsx", views.template, name="template"),
    path("returns/<int:pk>/upload/", views.upload, name="upload"),
    path("returns/<int:pk>/firms/", views.firms, name="firms"),
    path("returns/<int:pk>/firms.xlsx", views.firms_template, name="firms_template"),
]
