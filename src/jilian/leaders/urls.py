"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.leaders import views

app_name = "leaders"
urlpatterns = [
    path("leaders/", views.selections, name="list"),
    path("leaders/sum/", views.weights_sum, name="sum"),
    path("leaders/<int:pk>/", views.detail, name="detail"),
    path("leaders/<int:pk>/measures/", views.measures, name="measures"),
    path("leaders/<int:pk>/weights/", views.weights, name="weights"),
    path("leaders/<int:pk>/compute/", views.compute, name="compute"),
    path("leaders/<int:pk>/again/", views.again, name="again"),
    path("leaders/<int:pk>/decide/", views.decide, name="decide"),
    path("leaders/<int:pk>/undo/", views.undo, name="undo"),
    path("leaders/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("leaders/<int:pk>/table.<str:kind>", views.export, name="export"),
    path("clusters/<int:pk>/leaders/", views.of_cluster, name="of_cluster"),
    path("clusters/<int:pk>/leaders/new/", views.start, name="start"),
    path("clusters/<int:pk>/chain-head/", views.calendar, name="calendar"),
    path("clusters/<int:pk>/chain-head/propose/", views.propose, name="propose"),
    path("clusters/<int:pk>/chain-head/items/", views.note, name="note"),
    path("chain-head/terms/<int:pk>/", views.change, name="change"),
    path("chain-head/items/<int:pk>/done/", views.finish, name="finish"),
    path("chain-head/hand-overs/<int:pk>/<str:side>/", views.word, name="word"),
]
