"""Addresses of this area within a world."""

from __future__ import annotations

from django.urls import path

from jilian.policies import views

app_name = "policies"
urlpatterns = [
    path("qualifies/", views.near, name="list"),
    path("qualifies.<str:kind>", views.export, name="export"),
    path("qualifies/check/", views.check_all, name="check_all"),
    path("qualifies/progress/<int:pk>/", views.progress, name="progress"),
    path("qualifies/rule-sets/", views.rule_sets, name="rule_sets"),
    path("qualifies/rule-sets/<slug:rule_set>/", views.rule_set, name="rule_set"),
    path("qualifies/evidence/", views.upload, name="upload"),
    path("qualifies/evidence/template/", views.template, name="template"),
    path("firms/<int:pk>/checks/", views.checks, name="checks"),
    path("firms/<int:pk>/checks/part/", views.of_firm, name="of_firm"),
    path("firms/<int:pk>/checks/<slug:rule_set>/", views.check, name="check"),
    path(
        "firms/<int:pk>/checks/<slug:rule_set>/<slug:line>/",
        views.decide_line,
        name="decide_line",
    ),
    path("firms/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("firms/<int:pk>/apply/", views.apply, name="apply"),
    path("evidence/<int:pk>/withdraw/", views.withdraw_evidence, name="withdraw_evidence"),
    path("applications/", views.applications, name="applications"),
    path("applications.<str:kind>", views.export_applications, name="export_applications"),
    path("applications/<int:pk>/", views.application, name="application"),
    path(
        "applications/<int:pk>/<slug:verdict>/",
        views.decide_application,
        name="decide_application",
    ),
    path("policies/", views.policies, name="policies"),
    path("policies/new/", views.new_policy, name="new_policy"),
    path("policies/<int:pk>/", views.policy, name="policy"),
    path("policies/<int:pk>.<str:kind>", views.export_benefits, name="export_benefits"),
    path("policies/<int:pk>/force/", views.put_in_force, name="put_in_force"),
    path("policies/<int:pk>/end/", views.end_policy, name="end_policy"),
    path("policies/<int:pk>/announce/", views.announce, name="announce"),
    path("benefits/<int:pk>/", views.benefit, name="benefit"),
    path("benefits/<int:pk>/<slug:act>/", views.act_on_benefit, name="act"),
]
