"""POST /cgi-bin/material/add_material: permanent pictures, for covers."""

from hefa.wechat.media import as_https
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Material, MediaId, Picture


def add_picture(client: Client, token: AccessToken, picture: Picture) -> Material:
    """Return the permanent material made of `picture`; a draft's cover must be one.

    Source: /cgi-bin/material/add_material?type=image.
    """
    answer = client.post_file("/cgi-bin/material/add_material", picture, token=token, kind="image")
    return Material(
        media_id=MediaId(answer.text("media_id")),
        url=as_https(answer.text("url", "")),
        extra=answer.rest("media_id", "url"),
    )
