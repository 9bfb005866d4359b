"""What WeChat would push to an account: signed, and sealed or not."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.unit.publish.factory import NOW, House

from hefa.registry.actions import make_callback_keys
from hefa.registry.actions.callback import KeyPair
from hefa.registry.models import AccountCallback
from hefa.wechat.crypto import encrypt, signature_of

OPENID = "oReader0000000000000000000001"


def published_event(publish_id: str, *, status: int = 0, seconds: int = 0) -> dict[str, Any]:
    """Return the fields of the event that ends a publication."""
    told: dict[str, Any] = {"publish_id": publish_id, "publish_status": status}
    return event("PUBLISHJOBFINISH", seconds=seconds, PublishEventInfo=told)


def mass_sent_event(msg_id: str, *urls: str, status: str = "send success") -> dict[str, Any]:
    """Return the fields of the event that ends a mass send."""
    items = [{"ArticleIdx": at, "ArticleUrl": url} for at, url in enumerate(urls, start=1)]
    result = {"Count": len(urls), "ResultList": {"item": items}}
    return event("MASSSENDJOBFINISH", MsgID=msg_id, Status=status, ArticleUrlResult=result)


def event(name: str, *, seconds: int = 0, **fields: Any) -> dict[str, Any]:
    return {**_common("event", seconds), "Event": name, **fields}


def text(content: str, *, msg_id: int = 1) -> dict[str, Any]:
    return {**_common("text", 0), "Content": content, "MsgId": msg_id}


def xml_of(fields: Mapping[str, Any]) -> bytes:
    """Return `fields` as WeChat writes them: texts in CDATA, lists as repeated elements."""
    return f"<xml>{_written(fields)}</xml>".encode()


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(
            f"<{tag}>{_written(one)}</{tag}>"
            for tag, found in value.items()
            for one in (found if isinstance(found, list) else [found])
        )
    return str(value) if isinstance(value, int) else f"<![CDATA[{value}]]>"


def _common(kind: str, seconds: int) -> dict[str, Any]:
    return {
        "ToUserName": "gh_0123456789ab",
        "FromUserName": OPENID,
        "CreateTime": int(NOW.timestamp()) + seconds,
        "MsgType": kind,
    }


@dataclass(slots=True, kw_only=True)
class Sender:
    """WeChat, or somebody who would like to be it, in front of one address."""

    address: str
    keys: KeyPair
    appid: str

    def push(self, fields: Mapping[str, Any], **how: Any) -> HttpResponse:
        """Push a message encrypted."""
        query, body = self.sealed(xml_of(fields), **how)
        return self.post(query, body)

    def push_plain(self, fields: Mapping[str, Any], *, at: datetime = NOW) -> HttpResponse:
        """Push a message as it is."""
        return self.post(self.signed(at), xml_of(fields))

    def sealed(
        self, content: bytes, *, at: datetime = NOW, appid: str = "", nonce: str = ""
    ) -> tuple[dict[str, str], bytes]:
        """Return address parameters and body of an encrypted push."""
        query = self.signed(at, nonce)
        sealed = encrypt(
            content,
            aes_key=self.keys.aes_key,
            appid=appid or self.appid,
            random=secrets.token_bytes(16),
        )
        parts = (query["timestamp"], query["nonce"], sealed)
        query |= {"encrypt_type": "aes", "msg_signature": signature_of(self.keys.token, *parts)}
        return query, xml_of({"ToUserName": "gh_0123456789ab", "Encrypt": sealed})

    def signed(self, at: datetime = NOW, nonce: str = "") -> dict[str, str]:
        """Return the address parameters that every push has."""
        timestamp, nonce = str(int(at.timestamp())), nonce or secrets.token_hex(5)
        signature = signature_of(self.keys.token, timestamp, nonce)
        return {"signature": signature, "timestamp": timestamp, "nonce": nonce, "openid": OPENID}

    def post(self, query: Mapping[str, str], body: bytes) -> HttpResponse:
        """Post from outside: no cookie, no token of a form."""
        client = Client(enforce_csrf_checks=True)
        return client.post(self.address, body, content_type="text/xml", query_params=dict(query))

    def verify(self, query: Mapping[str, str]) -> HttpResponse:
        """Ask as WeChat's backend does when the address is entered."""
        return Client().get(self.address, dict(query))


def connected(house: House, *, at: datetime = NOW) -> Sender:
    """Return WeChat in front of the account of `house`, with the keys just made."""
    keys = make_callback_keys(house.account, by=house.administrator, now=at)
    return Sender(
        address=f"/publish/callback/{AccountCallback.objects.get().key}/",
        keys=keys,
        appid=house.account.appid,
    )
