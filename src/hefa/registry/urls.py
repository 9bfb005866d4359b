"""The addresses of 设置."""

from django.urls import path

from hefa.registry.views import (
    account,
    adoption,
    appointments,
    backup,
    callback,
    mailbox,
    organisation,
    people,
    regulation,
    units,
)

app_name = "registry"

urlpatterns = [
    path("", organisation.home, name="home"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("accounts/", account.accounts, name="accounts"),
    path("accounts/new/", account.account_new, name="account_new"),
    path("accounts/<int:pk>/", account.account, name="account"),
    path("accounts/<int:pk>/callback/", callback.callback, name="callback"),
    path("accounts/<int:pk>/callback/make/", callback.make, name="callback_make"),
    path("accounts/<int:pk>/callback/stop/", callback.stop, name="callback_stop"),
    path("accounts/<int:pk>/callback/hold/", callback.hold, name="callback_hold"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/close/", people.person_close, name="person_close"),
    path("people/<int:pk>/reopen/", people.person_reopen, name="person_reopen"),
    path("people/<int:pk>/link/", people.person_link, name="person_link"),
    path("people/<int:pk>/appoint/", appointments.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", appointments.end, name="appointment_end"),
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("columns/", units.columns, name="columns"),
    path("columns/new/", units.column_new, name="column_new"),
    path("columns/<int:pk>/", units.column, name="column"),
    path("regulation/", regulation.regulation, name="regulation"),
    path("regulation/versions/<int:pk>/", regulation.text, name="regulation_text"),
    path("regulation/adopt/", adoption.choose, name="regulation_adopt"),
    path("regulation/adopt/<int:pk>/", adoption.read, name="adoption_read"),
    path("regulation/adopt/<int:pk>/text/", adoption.text, name="adoption_text"),
    path("regulation/adopt/<int:pk>/people/", adoption.people, name="adoption_people"),
    path("regulation/adopt/<int:pk>/confirm/", adoption.confirm, name="adoption_confirm"),
    path("regulation/adopt/<int:pk>/give-up/", adoption.give_up, name="adoption_give_up"),
    path("mail-and-backup/", backup.mail_and_backup, name="mail_and_backup"),
    path("mail-and-backup/witnesses/", backup.choose_witnesses, name="choose_witnesses"),
    path("mail-and-backup/mailbox/", mailbox.save, name="mailbox"),
    path("mail-and-backup/mailbox/look/", mailbox.look, name="look_at_mailbox"),
]
