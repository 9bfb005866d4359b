// wechat-api 1.35.1, sent to the simulator by setEndpoint; what it lacks, by its own API.patch.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import API from "wechat-api";
import { act, appid, daysAgo, file, later, secret, state, url } from "./sandbox.mjs";

let kept = null; // the token, as the SDK wants its user to keep it
const save = (token, done) => done((kept = token) && null);
const api = new API(appid, secret, (done) => done(null, kept), save);
api.setEndpoint(new URL(url).host);

const SINCE_2021 = {
  addDraft: "draft/add",
  getDraft: "draft/get",
  updateDraft: "draft/update",
  deleteDraft: "draft/delete",
  listDrafts: "draft/batchget",
  submit: "freepublish/submit",
  getPublication: "freepublish/get",
  getArticle: "freepublish/getarticle",
  listArticles: "freepublish/batchget",
  deleteArticle: "freepublish/delete",
};
for (const [name, path] of Object.entries(SINCE_2021)) {
  API.patch(name, `https://${new URL(url).host}/cgi-bin/${path}`);
}

function call(name, ...given) {
  return new Promise((resolve, reject) => {
    api[name](...given, (error, data) => (error ? reject(error) : resolve(data)));
  });
}

function refused(promise, code) {
  return assert.rejects(promise, { name: "WeChatAPIError", code });
}

let cover;
let openids;

function article(title) {
  return { title, content: "<p>今天停水。</p>", thumb_media_id: cover };
}

async function draft(title) {
  return (await call("addDraft", { articles: [article(title)] })).media_id;
}

before(async () => {
  ({ openids } = await act("followers", { count: 3 }));
  cover = (await call("uploadImageMaterial", file("c.png"))).media_id;
});

test("token, addresses and quota", async () => {
  const { accessToken } = await call("getLatestToken");
  assert.ok((await state()).tokens.length > 0 && accessToken.length > 20);
  assert.ok((await call("getIp")).ip_list.includes("127.0.0.1"));
  assert.equal((await call("clearQuota", appid)).errcode, 0);
});

test("temporary media", async () => {
  const { media_id: picture } = await call("uploadMedia", file("c.png"), "image");
  assert.equal((await call("getMedia", picture)).subarray(1, 4).toString(), "PNG");
  const { media_id: film } = await call("uploadVideo", file("f.mp4"));
  assert.match(JSON.parse(await call("getMedia", film)).video_url, /^https?:/);
  assert.match((await call("uploadImage", file("c.png"))).url, /mmbiz_png/);
});

test("permanent material", async () => {
  const { media_id: sound } = await call("uploadVoiceMaterial", file("v.mp3"));
  const told = { title: "停水", introduction: "三分钟" };
  const { media_id: film } = await call("uploadVideoMaterial", file("f.mp4"), told);

  assert.equal((await call("getMaterial", cover)).subarray(1, 4).toString(), "PNG");
  const shown = JSON.parse(await call("getMaterial", film));
  assert.deepEqual([shown.title, shown.description], ["停水", "三分钟"]);
  const { voice_count, video_count } = await call("getMaterialCount");
  assert.deepEqual([voice_count, video_count], [1, 1]);
  assert.equal((await call("getMaterials", "voice", 0, 20)).item[0].media_id, sound);
  await call("removeMaterial", sound);
  await refused(call("removeMaterial", sound), 40007);
});

test("drafts and their publication", async () => {
  const media_id = await draft("甲");
  await call("updateDraft", { media_id, index: 0, articles: article("乙") });
  assert.equal((await call("getDraft", { media_id })).news_item[0].title, "乙");
  assert.equal((await call("listDrafts", { offset: 0, count: 20 })).total_count, 1);
  const { publish_id } = await call("submit", { media_id });
  assert.equal((await call("getPublication", { publish_id })).publish_status, 1);
  await later(100);
  const { article_id } = await call("getPublication", { publish_id });
  assert.equal((await call("getArticle", { article_id })).news_item[0].title, "乙");
  await call("deleteArticle", { article_id, index: 0 });
  assert.equal((await call("listArticles", { offset: 0, count: 20 })).total_count, 0);
  await refused(call("getDraft", { media_id }), 40007);
  await call("deleteDraft", { media_id: await draft("丙") });
});

test("mass sending", async () => {
  const media_id = await draft("群发");
  assert.equal((await call("previewNews", openids[0], media_id)).errmsg, "preview success");
  await call("previewText", openids[0], "通知");
  const { msg_id } = await call("massSendNews", media_id, true);
  await later(100);
  assert.equal((await call("getMassMessageStatus", msg_id)).msg_status, "SEND_SUCCESS");
  await call("deleteMass", msg_id);
  await refused(call("massSendText", "再发", true), 45028);
  await call("massSendText", "通知", openids);
  await call("massSendImage", cover, openids);
});

test("menus", async () => {
  const button = [
    { type: "click", name: "办事", key: "k" },
    { name: "更多", sub_button: [{ type: "view", name: "网站", url: "http://a.cn/" }] },
  ];
  await refused(call("getMenu"), 46003);
  await call("createMenu", { button });
  assert.equal((await call("getMenu")).menu.button[1].sub_button[0].name, "网站");
  const shown = (await call("getMenuConfig")).selfmenu_info;
  assert.equal(shown.button[1].sub_button.list[0].url, "http://a.cn/");
  const matchrule = { client_platform_type: "2" };
  const { menuid } = await call("createCustomMenu", { button, matchrule });
  assert.equal((await call("testCustomMenu", openids[0])).button[0].name, "办事");
  await call("removeCustomMenu", menuid);
  await call("removeMenu");
});

test("people and tags", async () => {
  assert.deepEqual((await call("getFollowers")).data.openid, openids);
  await call("updateRemark", openids[0], "老王");
  assert.equal((await call("getUser", openids[0])).remark, "老王");
  assert.equal((await call("batchGetUsers", openids)).user_info_list.length, 3);
  const { tag } = await call("createTag", "居民");
  await refused(call("createTag", "居民"), 45157);
  await call("editTag", tag.id, "住户");
  await call("membersBatchtagging", tag.id, openids.slice(0, 2));
  assert.deepEqual((await call("getUserTags", openids[0])).tagid_list, [tag.id]);
  assert.deepEqual((await call("getTagUsers", tag.id, "")).data.openid, openids.slice(0, 2));
  const made = (await call("getTags")).tags.find((each) => each.id === tag.id);
  assert.deepEqual([made.name, made.count], ["住户", 2]);
  await call("membersBatchuntagging", tag.id, openids.slice(0, 2));
  await call("deleteTag", tag.id);
});

test("statistics", async () => {
  await later(2 * 86400);
  kept = null;
  const day = await daysAgo(2);
  const names = ["ArticleSummary", "ArticleTotal", "UserRead", "UserReadHour", "UserShare"];
  names.push("UserShareHour", "UserSummary", "UserCumulate");
  for (const name of names) {
    assert.ok((await call(`get${name}`, day, day)).list.length > 0, name);
  }
  await refused(call("getUserSummary", "2090-01-01", "2090-01-02"), 61501);
});

test("a token that is not the latest is refused until another is fetched", async () => {
  await act("tokens/expire", { how: "stolen" });
  await refused(call("getIp"), 40001);
  kept = null;
  assert.ok((await call("getIp")).ip_list.length > 0);
});
