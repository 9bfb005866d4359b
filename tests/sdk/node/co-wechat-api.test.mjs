// co-wechat-api 3.11.0, told the simulator's address as its prefix.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import API from "co-wechat-api";
import { act, appid, file, later, secret, state, url } from "./sandbox.mjs";

const api = new API(appid, secret);
api.prefix = `${url}/cgi-bin/`;
let cover;
let openids;

// What the SDK lacks, by the means it gives: its own request with its own token.
async function post(path, fields) {
  const { accessToken } = await api.ensureAccessToken();
  const body = { method: "POST", data: JSON.stringify(fields) };
  return api.request(`${api.prefix}${path}?access_token=${accessToken}`, body);
}

function refused(promise, code) {
  return assert.rejects(promise, { name: "WeChatAPIError", code });
}

before(async () => {
  ({ openids } = await act("followers", { count: 3 }));
  cover = (await api.uploadImageMaterial(file("c.png"))).media_id;
});

test("temporary media, from a file and from memory", async () => {
  const { media_id } = await api.uploadImageMedia(file("c.png"));
  assert.deepEqual(await api.getMedia(media_id), readFileSync(file("c.png")));
  const { media_id: film } = await api.uploadVideoMedia(file("f.mp4"));
  assert.match((await api.getMedia(film)).video_url, /^https?:/);
  const bytes = readFileSync(file("c.png"));
  assert.ok((await api.uploadMedia(bytes, "image", "封面.png", "image/png")).created_at > 0);
  assert.match((await api.uploadImage(file("c.png"))).url, /mmbiz_png/);
  await refused(api.getMedia("nothing"), 40007);
});

test("permanent material", async () => {
  const told = { title: "停水", introduction: "三分钟" };
  const { media_id: film } = await api.uploadVideoMaterial(file("f.mp4"), told);
  const shown = await api.getMaterial(film);

  assert.deepEqual([shown.title, shown.description], ["停水", "三分钟"]);
  assert.deepEqual(await api.getMaterial(cover), readFileSync(file("c.png")));
  const { video_count, image_count } = await api.getMaterialCount();
  assert.deepEqual([video_count, image_count], [1, 1]);
  assert.equal((await api.getMaterials("video", 0, 20)).item[0].name, "f.mp4");
  await api.removeMaterial(film);
  await refused(api.getMaterial(film), 40007);
});

async function draft(title) {
  const article = { title, content: "<p>今天停水。</p>", thumb_media_id: cover };
  return (await post("draft/add", { articles: [article] })).media_id;
}

test("drafts and publishing, read as the text they are sent as", async () => {
  const media_id = await draft("甲");
  assert.equal((await post("draft/get", { media_id })).news_item[0].title, "甲");
  const { publish_id } = await post("freepublish/submit", { media_id });
  await later(100);
  const done = await post("freepublish/get", { publish_id });
  assert.equal(done.publish_status, 0);
  assert.match(done.article_detail.item[0].article_url, /\/s\?__biz=/);
});

test("mass sending", async () => {
  assert.equal((await api.previewText(openids[0], "通知")).errmsg, "preview success");
  const news = await api.massSendNews(await draft("群发"), openids);
  await api.deleteMass(news.msg_id);
  const { msg_id } = await api.massSendText("通知", openids, "停水-1");
  await refused(api.massSendText("通知", openids, "停水-1"), 45065);
  await later(100);
  assert.equal((await api.getMassMessageStatus(msg_id)).msg_status, "SEND_SUCCESS");
  await api.massSendImage(cover, true);
  await refused(api.massSendText("再发", true), 45028);
});

test("menus and answers", async () => {
  const button = [{ type: "view", name: "网站", url: "http://a.cn/?a=1&b=2" }];
  await refused(api.getMenu(), 46003);
  await api.createMenu({ button });
  assert.equal((await api.getMenu()).menu.button[0].url, button[0].url);
  assert.equal((await api.getMenuConfig()).is_menu_open, 1);
  const matchrule = { client_platform_type: "1" };
  const { menuid } = await api.addConditionalMenu({ button, matchrule });
  assert.equal((await api.tryConditionalMenu(openids[0])).button[0].name, "网站");
  await api.delConditionalMenu(menuid);
  await api.removeMenu();
  assert.equal((await api.getAutoreply()).is_autoreply_open, 0);
});

test("people and tags", async () => {
  assert.deepEqual((await api.getFollowers()).data.openid, openids);
  await api.updateRemark(openids[0], "老王");
  assert.equal((await api.getUser(openids[0])).remark, "老王");
  assert.equal((await api.batchGetUsers(openids)).user_info_list.length, 3);
  const { tag } = await api.createTags("居民");
  await api.batchTagging(openids.slice(0, 2), tag.id);
  assert.deepEqual((await api.getUsersFromTag(tag.id)).data.openid, openids.slice(0, 2));
  assert.deepEqual((await api.getIdList(openids[0])).tagid_list, [tag.id]);
  await api.batchUnTagging(openids.slice(0, 2), tag.id);
  await api.updateTag(tag.id, "住户");
  assert.equal((await api.getTags()).tags.at(-1).name, "住户");
  await api.deleteTag(tag.id);
});

test("a token that ended is replaced by the SDK", async () => {
  await act("tokens/expire", { how: "expired" });
  assert.ok((await api.getIp()).ip_list.length > 0);
  assert.equal((await state()).refusals[42001], 1);
});
