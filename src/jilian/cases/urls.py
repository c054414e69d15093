"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.cases.views import (
    departments,
    entering,
    figures,
    handling,
    listing,
    log,
    opening,
    page,
    papers,
    quick,
    states,
    templates,
    today,
)

app_name = "cases"
CASE = "cases/<uuid:key>/"
urlpatterns = [
    path("cases/", listing.cases, name="list"),
    path("cases.<str:kind>", listing.export, name="export"),
    path("cases/new/", opening.new, name="new"),
    path("cases/today/", today.today, name="today"),
    path("cases/leave/", today.leave, name="leave"),
    path("cases/back/", today.back, name="back"),
    path("firms/<int:pk>/cases/", listing.of_firm, name="of_firm"),
    path(CASE, page.detail, name="detail"),
    path(f"{CASE}enter/<slug:what>/<uuid:part>/", entering.enter, name="enter"),
    path(f"{CASE}record/", quick.record, name="record"),
    path(f"{CASE}correct/<int:pk>/", entering.correct, name="correct"),
    path(f"{CASE}matters/new/", opening.add_matter, name="add_matter"),
    path(f"{CASE}matters/<uuid:matter>/paper/", papers.need, name="need"),
    path(f"{CASE}papers/<uuid:paper>/give/", papers.give, name="give"),
    path(f"{CASE}papers/<uuid:paper>/promise/", papers.promise, name="promise"),
    path(f"{CASE}steps/<uuid:step>/promise/", papers.promise_for, name="promise_for"),
    path(f"{CASE}hand-over/", handling.hand_over, name="hand_over"),
    path(f"{CASE}take-over/", handling.take_over, name="take_over"),
    path(f"{CASE}close/", handling.close, name="close"),
    path(f"{CASE}solved/", handling.solved, name="solved"),
    path(f"{CASE}not-solved/", handling.not_solved, name="not_solved"),
    path(f"{CASE}reopen/", handling.reopen, name="reopen"),
    path("cases/branches/", departments.branches, name="branches"),
    path("cases/branches/<uuid:key>/", departments.branch, name="branch"),
    path("cases/states/", states.states, name="states"),
    path("cases/states/template.<str:kind>", states.states_template, name="states_template"),
    path("cases/figures/", figures.figures, name="figures"),
    path("cases/figures.<str:kind>", figures.figures_export, name="figures_export"),
    path("cases/figures/records/", figures.records, name="figures_records"),
    path("cases/figures/records.<str:kind>", figures.records_export, name="figures_records_export"),
    path("cases/figures/unsolved/", figures.unsolved, name="figures_unsolved"),
    path("cases/templates/", templates.templates, name="templates"),
    path("cases/templates/load/", templates.templates_load, name="templates_load"),
    path("cases/templates/<int:pk>/", templates.template, name="template"),
    path("cases/templates/<int:pk>/edit/", templates.template_edit, name="template_edit"),
    path("cases/log/", log.log, name="log"),
    path("cases/log.<str:form>", log.log_file, name="log_file"),
]
