"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.purchases import views

app_name = "purchases"
ONE = "purchases/<int:pk>/"
urlpatterns = [
    path("purchases/", views.purchases, name="list"),
    path("purchases.<str:kind>", views.export, name="export"),
    path("purchases/new/", views.new, name="new"),
    path("purchases/orders/", views.orders, name="orders"),
    path("purchases/orders/<int:pk>/", views.order, name="order"),
    path(
        "purchases/orders/<int:pk>/<slug:side>/withdraw/",
        views.withdraw_report,
        name="withdraw_report",
    ),
    path("purchases/orders/<int:pk>/<slug:side>/link/", views.agree, name="agree"),
    path("purchases/links/", views.links, name="links"),
    path("purchases/figures/", views.figures, name="figures"),
    path(ONE, views.detail, name="detail"),
    path(f"{ONE}change/", views.change, name="change"),
    path(f"{ONE}lines/", views.lines, name="lines"),
    path(f"{ONE}lines/<int:number>/", views.line, name="line"),
    path(f"{ONE}circle/", views.circle, name="circle"),
    path(f"{ONE}round/", views.put_round, name="round"),
    path(f"{ONE}forward/", views.forward, name="forward"),
    path(f"{ONE}close/", views.close, name="close"),
    path(f"{ONE}cancel/", views.cancel, name="cancel"),
    path(f"{ONE}offer/", views.offer, name="offer"),
    path(f"{ONE}offer/withdraw/", views.withdraw_offer, name="withdraw_offer"),
    path(f"{ONE}offer/<int:number>/", views.offer_line, name="offer_line"),
    path(f"{ONE}compare/", views.compare, name="compare"),
    path(f"{ONE}compare.<str:kind>", views.export_comparison, name="export_comparison"),
    path(f"{ONE}declare/", views.declare, name="declare"),
    path(f"{ONE}award/<int:number>/", views.award, name="award"),
    path(f"{ONE}decide/", views.decide, name="decide"),
    path(f"{ONE}report/<slug:side>/", views.report, name="report"),
]
