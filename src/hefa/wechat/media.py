"""POST /cgi-bin/media/uploadimg: pictures inside an article."""

from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Picture


def upload_picture(client: Client, token: AccessToken, picture: Picture) -> str:
    """Return the https address of `picture` for use in an article.

    JPG or PNG under 1 MB. Every upload makes a new address, so keep it by the picture's SHA-256.
    Source: /cgi-bin/media/uploadimg.
    """
    answer = client.post_file("/cgi-bin/media/uploadimg", picture, token=token)
    url = answer.text("url")
    if not url.startswith(("https://", "http://")):
        raise answer.unreadable()
    return as_https(url)


def as_https(url: str) -> str:
    """Return `url` with https where WeChat answered http for its picture host."""
    plain = "http://mmbiz."
    return f"https://mmbiz.{url[len(plain) :]}" if url.startswith(plain) else url
