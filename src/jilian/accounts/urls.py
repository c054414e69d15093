"""Addresses of this area that belong to no world."""

from __future__ import annotations

from django.urls import path

from jilian.accounts import views

app_name = "accounts"
urlpatterns = [
    path("permissions/", views.permissions, name="permissions"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/roles/", views.give_role, name="give_role"),
    path("people/<int:pk>/roles/<int:appointment>/end/", views.end_role, name="end_role"),
    path("people/<int:pk>/link/", views.renew, name="renew"),
    path("people/<int:pk>/close/", views.close, name="close"),
    path("people/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("join/<str:token>/", views.join, name="join"),
    path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("me/", views.profile, name="profile"),
    path("me/elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
]
