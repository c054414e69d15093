"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.gaps import views

app_name = "gaps"
urlpatterns = [
    path("gaps/", views.missing, name="list"),
    path("gaps.<str:kind>", views.missing_export, name="export"),
    path("gaps/search/", views.search, name="search"),
    path("gaps/progress/<int:pk>/", views.progress, name="progress"),
    path("gaps/related/", views.related, name="related"),
    path("gaps/<int:pk>/", views.detail, name="detail"),
    path("gaps/<int:pk>/decide/<slug:status>/", views.decide, name="decide"),
    path("gaps/<int:pk>/list/", views.put_on_list, name="put_on_list"),
    path("clusters/<int:pk>/gaps/", views.chain, name="chain"),
    path("clusters/<int:pk>/gaps/part/", views.of_cluster, name="of_cluster"),
    path("clusters/<int:pk>/lists/", views.items, name="items"),
    path("clusters/<int:pk>/lists/new/", views.new_item, name="new_item"),
    path("clusters/<int:pk>/recruits/new/", views.new_recruit, name="new_recruit"),
    path("chain-items/<int:pk>/close/", views.close_item, name="close_item"),
    path("recruits/", views.pipeline, name="pipeline"),
    path("recruits.<str:kind>", views.pipeline_export, name="pipeline_export"),
    path("recruits/<int:pk>/", views.recruit, name="recruit"),
    path("recruits/<int:pk>/stage/", views.stage, name="stage"),
    path("recruit-stages/<int:pk>/correct/", views.correct, name="correct"),
    path("size-classes/", views.sizes, name="sizes"),
]
