"""Addresses of this area, under the code of a world."""

from __future__ import annotations

from django.urls import path

from jilian.clusters import views

app_name = "clusters"
urlpatterns = [
    path("clusters/", views.cluster_list, name="list"),
    path("clusters.json", views.points, name="map"),
    path("clusters/<int:pk>/", views.detail, name="detail"),
    path("clusters/list.<str:kind>", views.export_list, name="export_list"),
    path("clusters/<int:pk>/brief/", views.brief, name="brief"),
    path("clusters/<int:pk>/output/", views.output, name="output"),
    path("clusters/<int:pk>/strength/", views.strength, name="strength"),
    path("clusters/<int:pk>/life/", views.life, name="life"),
    path("clusters/<int:pk>/chain/", views.chain, name="chain"),
    path("clusters/<int:pk>/members.<str:kind>", views.export, name="export"),
    path("firms/<int:pk>/clusters/", views.of_firm, name="of_firm"),
    path("runs/", views.runs, name="runs"),
    path("runs/start/", views.start, name="start"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/progress/", views.progress, name="progress"),
    path("runs/<int:pk>/reproduce/", views.reproduce, name="reproduce"),
    path("runs/<int:pk>/reproduction/", views.reproduction, name="reproduction"),
    path("runs/<int:pk>/changes/", views.changes, name="changes"),
    path("runs/<int:pk>/changes/take/", views.take_over, name="take_over"),
    path("runs/<int:pk>/changes.<str:kind>", views.changes_export, name="changes_export"),
    path("runs/<int:pk>/beside/", views.compare, name="compare"),
    path("runs/<int:pk>/beside.<str:kind>", views.compare_export, name="compare_export"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/note/", views.note, name="note"),
    path("proposals/<int:pk>/adopt/", views.adopt, name="adopt"),
    path("proposals/<int:pk>/firms.<str:kind>", views.proposal_export, name="proposal_export"),
    path("adoptions/<int:pk>/undo/", views.undo_adoption, name="undo_adoption"),
]
