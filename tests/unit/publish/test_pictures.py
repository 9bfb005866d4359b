"""What goes up for an article: still pictures, animations, and the crops of a chosen cover."""

import io

from PIL import Image
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.collect.covers import CROPS, joined_cover, proposed_cut
from hefa.collect.files import keep_picture
from hefa.collect.models import CoverCut
from hefa.collect.pictures import prepare_picture
from hefa.ledger.doubt import note_verdict
from hefa.ledger.problems import Problem
from hefa.ledger.verify import Verdict
from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.publish.models import Publication, PublicationState, UploadedPicture
from hefa.wechat.articles import as_fields
from hefa.wechat.values import Article, MediaId

IMAGE = "/cgi-bin/media/uploadimg"
MATERIAL = "/cgi-bin/material/add_material"


def animation() -> bytes:
    frames = [Image.effect_noise((40, 30), 90).convert("P") for _ in range(3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], loop=0)
    return buffer.getvalue()


def test_animation_goes_up_once_as_material_and_stands_in_the_article(
    house: House, wechat: Wechat
) -> None:
    picture = keep_picture(prepare_picture(animation()), name="动图", now=NOW)
    document = {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": "看动图。"}]},
            {"type": "image", "attrs": {"sha256": picture.sha256, "width": 40, "height": 30}},
        ],
    }
    sheet = released(house, package("动图", document=document))
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )

    publication, _ = run_until_rest(publication)

    assert publication.state == PublicationState.PUBLISHED, publication.trouble_code
    calls = wechat.state()["calls"]
    assert (calls.get(IMAGE, 0), calls[MATERIAL]) == (0, 2)  # the cover and the animation
    row = UploadedPicture.objects.get(sha256=picture.sha256)
    assert row.url
    assert row.url.partition("?")[0] in publication.items.get().rendered_html


def test_article_with_a_cut_cover_is_published(house: House, wechat: Wechat) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(buffer, "PNG")
    original = keep_picture(prepare_picture(buffer.getvalue()), name="图", now=NOW)
    joined = joined_cover(buffer.getvalue(), proposed_cut((400, 300)))
    cover = keep_picture(joined, name="封面", now=NOW)
    frames = {
        f"{name}_{part}": 0 for name in ("wide", "square") for part in ("left", "top", "width")
    }
    CoverCut.objects.create(cover=cover, original=original, **frames)
    sheet = released(house, package("封面", cover_sha256=cover.sha256))
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )

    publication, _ = run_until_rest(publication)

    assert publication.state == PublicationState.PUBLISHED, publication.trouble_code


def test_crops_are_told_only_where_a_cover_was_cut() -> None:
    plain = Article(title="t", content="c", thumb_media_id=MediaId("m"))
    cut = Article(
        title="t",
        content="c",
        thumb_media_id=MediaId("m"),
        pic_crop_235_1=CROPS[0],
        pic_crop_1_1=CROPS[1],
    )

    assert not {"pic_crop_235_1", "pic_crop_1_1"} & set(as_fields(plain))
    assert as_fields(cut)["pic_crop_235_1"] == "0_0_0.701493_1"
    assert as_fields(cut)["pic_crop_1_1"] == "0.701493_0_1_1"


def test_no_picture_goes_up_once_the_door_is_shut(house: House, wechat: Wechat) -> None:
    publication = queue_publication(
        [released(house).version], person=house.administrator, planned_at=None, now=NOW
    )
    wechat.console("faults", path=MATERIAL, kind="busy", times=1)
    again = advance(publication.pk, now=NOW)
    assert again is not None
    altered = Problem(code="ledger.entry_altered", seq=1)
    note_verdict(Verdict(size=1, root="0" * 64, problems=(altered,)), now=NOW)

    advance(publication.pk, now=again)

    publication.refresh_from_db()
    assert publication.trouble_code == "ledger.not_sound"
    calls = wechat.state()["calls"]
    assert (calls[MATERIAL], calls.get(IMAGE, 0)) == (1, 0)  # the one that was refused as busy


def test_pictures_that_wechat_has_need_no_permit(house: House, wechat: Wechat) -> None:
    first, second = queued(house), queued(house)
    run_until_rest(first)

    done, _ = run_until_rest(second)

    assert done.state == PublicationState.PUBLISHED, done.trouble_code
    assert kinds(first) == ["pictures", "draft", "submit"]
    assert kinds(done) == ["draft", "submit"]


def test_a_cover_that_wechat_lost_goes_up_again_under_a_permit(
    house: House, wechat: Wechat
) -> None:
    run_until_rest(queued(house))
    publication = queued(house)
    wechat.console("faults", path="/cgi-bin/draft/add", kind="errcode", errcode=40007, times=1)

    done, _ = run_until_rest(publication)

    assert done.state == PublicationState.PUBLISHED, done.trouble_code
    assert kinds(done) == ["draft", "pictures", "draft", "submit"]
    assert wechat.state()["calls"][MATERIAL] == 2


def kinds(publication: Publication) -> list[str]:
    return list(publication.permits.order_by("attempt").values_list("kind", flat=True))
