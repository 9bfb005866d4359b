"""POST /cgi-bin/stable_token: the key to every other call."""

from hefa.wechat.errors import Declined, Outcome
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, IssuedToken

_PATH = "/cgi-bin/stable_token"


def stable_token(client: Client, *, appid: str, secret: str, force: bool = False) -> IssuedToken:
    """Return the account's token; all callers get the same one while it lives.

    The secret goes in the body, never in the address. `force` makes the old token invalid:
    20 times a day, 30 seconds apart. Source: /cgi-bin/stable_token.
    """
    body = {
        "grant_type": "client_credential",
        "appid": appid,
        "secret": secret,
        "force_refresh": force,
    }
    failure: Declined
    try:
        answer = client.post_json(_PATH, body, token=None)
    except Declined as declined:
        failure = declined
    else:
        return IssuedToken(
            token=AccessToken(value=answer.text("access_token")),
            life_seconds=answer.number("expires_in"),
            server_at=answer.server_at(),
        )
    raise _here(failure)


def _here(declined: Declined) -> Declined:
    """Return what `declined` means at this address: a new token is no cure for a bad secret."""
    if declined.outcome is not Outcome.NEW_TOKEN:
        return declined
    return Declined(
        outcome=Outcome.ASK_PERSON,
        code="wechat.secret_wrong",
        path=declined.path,
        errcode=declined.errcode,
        errmsg=declined.errmsg,
    )
