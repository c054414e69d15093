"""Addresses of this area under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.claims import views

app_name = "claims"
urlpatterns = [
    path("claims/", views.claims, name="list"),
    path("claims/<int:pk>/", views.claim, name="claim"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/<int:pk>/", views.correction, name="correction"),
    path("firms/<int:pk>/values/", views.values, name="values"),
    path("firms/<int:pk>/corrections/", views.of_firm, name="of_firm"),
    path("firms/<int:pk>/correct/", views.propose, name="propose"),
    path("sources/<int:pk>/authority/", views.authority, name="authority"),
]
