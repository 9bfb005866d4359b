"""The account addresses; the names are those by which allauth looks them up.

Nothing else of allauth is reachable: no sign-up, no mail addresses, no reset by mail.
"""

from django.urls import path

from hefa.people.allauth import password_page, sign_in_page, sign_out_page

urlpatterns = [
    path("login/", sign_in_page, name="account_login"),
    path("logout/", sign_out_page, name="account_logout"),
    path("password/", password_page, name="account_change_password"),
]
