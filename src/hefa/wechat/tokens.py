"""POST /cgi-bin/stable_token: the key to every other call."""

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
    answer = client.post_json(_PATH, body, token=None, hidden=secret)
    return IssuedToken(
        token=AccessToken(value=answer.text("access_token")),
        life_seconds=answer.number("expires_in"),
        server_at=answer.server_at(),
    )
