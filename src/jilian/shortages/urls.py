"""Addresses of this area within a world: keys are random, never running numbers."""

from __future__ import annotations

from django.urls import path

from jilian.shortages import views

app_name = "shortages"
CALL = "calls/<uuid:key>/"
urlpatterns = [
    path("calls/", views.calls, name="list"),
    path("calls.<str:kind>", views.export, name="export"),
    path("calls/new/", views.new, name="new"),
    path("calls/figures/", views.figures, name="figures"),
    path("calls/permits/", views.permits, name="permits"),
    path(CALL, views.detail, name="detail"),
    path(f"{CALL}live/", views.live, name="live"),
    path(f"{CALL}helpers/", views.helpers, name="helpers"),
    path(f"{CALL}why/", views.why, name="why"),
    path(f"{CALL}ask/", views.ask, name="ask"),
    path(f"{CALL}useful/<int:pk>/", views.useful, name="useful"),
    path(f"{CALL}release/", views.release, name="release"),
    path(f"{CALL}delegate/", views.delegate, name="delegate"),
    path(f"{CALL}widen/", views.widen, name="widen"),
    path(f"{CALL}corridor/", views.corridor, name="corridor"),
    path(f"{CALL}stock/", views.stock, name="stock"),
    path(f"{CALL}accept/<uuid:helper>/", views.accept, name="accept"),
    path(f"{CALL}let-go/<uuid:reservation>/", views.let_go, name="let_go"),
    path(f"{CALL}receive/<uuid:delivery>/", views.receive, name="receive"),
    path(f"{CALL}send-back/<uuid:delivery>/", views.send_back, name="send_back"),
    path(f"{CALL}close/", views.close, name="close"),
    path(f"{CALL}rest/", views.rest, name="rest"),
    path(f"{CALL}withdraw/", views.withdraw, name="withdraw"),
    path(f"{CALL}lesson/", views.lesson, name="lesson"),
    path(f"{CALL}answer/", views.answer, name="answer"),
    path(f"{CALL}dispatch/<uuid:reservation>/", views.dispatch, name="dispatch"),
    path(f"{CALL}permits/ask/<slug:kind>/", views.ask_permit, name="ask_permit"),
    path(f"{CALL}permits/<uuid:permit>/take-up/", views.take_up, name="take_up"),
    path(f"{CALL}permits/<uuid:permit>/give/", views.give, name="give"),
    path(f"{CALL}permits/<uuid:permit>/refuse/", views.refuse, name="refuse"),
]
