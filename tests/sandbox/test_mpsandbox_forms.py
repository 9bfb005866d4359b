"""Forms and articles as other people's programs send them: what WeChat reads and what it misses."""

import pytest
from tests.sandbox.client import Json, Wechat, fetch, png

MULTIPART = "multipart/form-data"


def sent(wechat: Wechat, disposition: str, content_type: str, edge: str = "edge") -> Json:
    """Return the answer to a picture sent under this name, in a form described so."""
    head = f"--{edge}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    body = head.encode() + png() + f"\r\n--{edge}--\r\n".encode()
    address = f"{wechat.url}/cgi-bin/media/uploadimg?access_token={wechat.token}"
    return fetch(address, body, content_type).json()


@pytest.mark.parametrize(
    "content_type",
    [
        f"{MULTIPART}; boundary=edge",
        f'{MULTIPART}; boundary="edge"; charset=UTF-8',
        f"{MULTIPART}; charset=UTF-8; boundary=edge",
        "Multipart/Form-Data; Boundary=edge",
        MULTIPART,
        f"{MULTIPART}; charset=ISO-8859-1",
    ],
)
def test_a_form_is_read_however_its_boundary_is_told(wechat: Wechat, content_type: str) -> None:
    assert "url" in sent(wechat, 'name="media"; filename="a.png"', content_type)


def test_a_form_without_a_boundary_keeps_its_other_fields(wechat: Wechat) -> None:
    parts = (
        b'--edge\r\nContent-Disposition: form-data; name="media"; filename="a.mp4"\r\n\r\nfilm\r\n',
        b'--edge\r\nContent-Disposition: form-data; name="description"\r\n\r\n',
        '{"title":"片","introduction":""}\r\n--edge--\r\n'.encode(),
    )
    address = f"{wechat.url}/cgi-bin/material/add_material?access_token={wechat.token}&type=video"
    media_id = fetch(address, b"".join(parts), MULTIPART).json()["media_id"]

    assert wechat.call("material/get_material", {"media_id": media_id})["title"] == "片"


def test_the_kind_of_a_file_may_stand_in_the_form(wechat: Wechat) -> None:
    parts = (
        b'--edge\r\nContent-Disposition: form-data; name="type"\r\n\r\nimage\r\n',
        b'--edge\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n\r\n',
        png() + b"\r\n--edge--\r\n",
    )
    for path in ("media/upload", "material/add_material"):
        address = f"{wechat.url}/cgi-bin/{path}?access_token={wechat.token}"
        assert fetch(address, b"".join(parts), f"{MULTIPART}; boundary=edge").json()["media_id"]


@pytest.mark.parametrize(
    "disposition",
    [
        'name="media"; filename="封面.png"',
        'name="media"; filename="%E5%B0%81.png"',
        'filename="a.png"; name="media"',
        'name="media"; filename="a.png"; filelength=70',
        'name="media"; filename="a.png"; filename*=utf-8\'\'%E5%B0%81.png',
    ],
)
def test_a_file_is_found_however_its_name_is_written(wechat: Wechat, disposition: str) -> None:
    assert "url" in sent(wechat, disposition, f"{MULTIPART}; boundary=edge")


@pytest.mark.parametrize(
    "disposition", ['name="media"', "name=\"media\"; filename*=utf-8''%E5%B0%81.png"]
)
def test_a_part_whose_file_name_wechat_cannot_read_is_no_file(
    wechat: Wechat, disposition: str
) -> None:
    """WeChat does not know `filename*`, which some clients send for names beyond ASCII."""
    assert sent(wechat, disposition, f"{MULTIPART}; boundary=edge")["errcode"] == 41005


def test_a_field_that_is_null_counts_as_not_sent(wechat: Wechat) -> None:
    nothing = dict.fromkeys(
        ("author", "digest", "content_source_url", "need_open_comment", "cover_info")
    )
    media_id = wechat.draft(**nothing)
    item = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]

    assert (item["author"], item["content_source_url"], item["need_open_comment"]) == ("", "", 0)
    assert item["digest"] == "今天停水。"
    assert "cover_info" not in item
    assert wechat.call("draft/batchget", {"offset": 0, "count": 1, "no_content": None})["item"]
    untitled = {"articles": [wechat.article(title=None)]}
    assert wechat.call("draft/add", untitled)["errcode"] == 40035
