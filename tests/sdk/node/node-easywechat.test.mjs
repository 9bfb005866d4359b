// node-easywechat 3.6.2: its own client and token, sent to the simulator by `http.baseURL`.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { OfficialAccount } from "node-easywechat";
import { act, appid, daysAgo, file, folder, later, secret, url } from "./sandbox.mjs";

function application(options = {}) {
  return new OfficialAccount({
    app_id: appid,
    secret,
    http: { baseURL: url, ...options.http },
    file_cache: { path: `${folder}/${options.cache ?? "cache"}/` },
    use_stable_access_token: options.stable ?? true,
  });
}

const client = application().getClient();

async function get(path, params = {}) {
  return (await client.get(path, { params })).toObject();
}

async function post(path, fields = {}) {
  return (await client.postJson(path, fields)).toObject();
}

async function send(path, name, params = {}, data = {}) {
  return (await client.withFile(file(name), "media").post(path, { params, data })).toObject();
}

let cover;
let openids;

function article(title) {
  return { title, content: "<p>今天停水。</p>", thumb_media_id: cover };
}

async function draft(title) {
  return (await post("cgi-bin/draft/add", { articles: [article(title)] })).media_id;
}

async function bytes(method, path, payload) {
  const answer = await client.request(method, path, { responseType: "arraybuffer", ...payload });
  return Buffer.from(answer.getContent());
}

before(async () => {
  ({ openids } = await act("followers", { count: 3 }));
  cover = (await send("cgi-bin/material/add_material", "c.png", { type: "image" })).media_id;
});

test("the classic and the stable token", async () => {
  const classic = await application({ stable: false, cache: "a" }).getAccessToken().getToken();
  const stable = await application({ cache: "b" }).getAccessToken().getToken();
  const same = await application({ cache: "c" }).getAccessToken().getToken();
  const forced = await application({ cache: "d" }).getAccessToken().getStableAccessToken(true);
  assert.ok(classic !== stable && stable === same && forced !== stable);
  await application().getAccessToken().refresh();
});

test("a wrong secret is told", async () => {
  const stranger = new OfficialAccount({ app_id: appid, secret: "x", http: { baseURL: url } });
  await assert.rejects(stranger.getAccessToken().refresh(), /40125/);
});

test("addresses, checks and quotas", async () => {
  assert.ok((await get("cgi-bin/getcallbackip")).ip_list.includes("127.0.0.1"));
  assert.ok((await get("cgi-bin/get_api_domain_ip")).ip_list.length > 0);
  const cgi_path = "/cgi-bin/draft/add";
  assert.equal((await post("cgi-bin/openapi/quota/get", { cgi_path })).quota.daily_limit, 10000);
  assert.equal((await post("cgi-bin/openapi/quota/clear", { cgi_path })).errcode, 0);
  assert.equal((await post("cgi-bin/clear_quota", { appid })).errcode, 0);
  const v2 = await post("cgi-bin/clear_quota/v2", { appid, appsecret: secret });
  assert.equal(v2.errcode, 0);
  const refused = await post("cgi-bin/callback/check", { action: "all", check_operator: "DEFAULT" });
  assert.equal(refused.errcode, 40201);
  const rid = refused.errmsg.split("rid: ")[1];
  const { request } = await post("cgi-bin/openapi/rid/get", { rid });
  assert.match(request.request_body, /check_operator/);
});

test("temporary media", async () => {
  const { media_id } = await send("cgi-bin/media/upload", "c.png", { type: "image" });
  const picture = await bytes("get", "cgi-bin/media/get", { params: { media_id } });
  assert.equal(picture.subarray(1, 4).toString(), "PNG");
  assert.match((await send("cgi-bin/media/uploadimg", "c.png")).url, /mmbiz_png/);
  const sound = await send("cgi-bin/media/upload", "v.mp3", { type: "voice" });
  const params = { media_id: sound.media_id };
  const heard = await bytes("get", "cgi-bin/media/get/jssdk", { params });
  assert.equal(heard.subarray(0, 3).toString(), "ID3");
});

test("permanent material", async () => {
  const description = JSON.stringify({ title: "停水", introduction: "三分钟" });
  const path = "cgi-bin/material/add_material";
  const { media_id } = await send(path, "f.mp4", { type: "video" }, { description });
  const film = await post("cgi-bin/material/get_material", { media_id });
  assert.deepEqual([film.title, film.description], ["停水", "三分钟"]);
  const json = { media_id: cover };
  const picture = await bytes("post", "cgi-bin/material/get_material", { json });
  assert.equal(picture.subarray(1, 4).toString(), "PNG");
  assert.equal((await get("cgi-bin/material/get_materialcount")).video_count, 1);
  const page = { type: "video", offset: 0, count: 20 };
  assert.equal((await post("cgi-bin/material/batchget_material", page)).item[0].name, "f.mp4");
  assert.equal((await post("cgi-bin/material/del_material", { media_id })).errcode, 0);
  assert.equal((await post("cgi-bin/material/get_material", { media_id })).errcode, 40007);
});

test("drafts", async () => {
  const media_id = await draft("甲");
  const change = { media_id, index: 0, articles: article("乙") };
  assert.equal((await post("cgi-bin/draft/update", change)).errcode, 0);
  assert.equal((await post("cgi-bin/draft/get", { media_id })).news_item[0].title, "乙");
  assert.equal((await get("cgi-bin/draft/count")).total_count, 1);
  const page = { offset: 0, count: 20, no_content: 1 };
  const { item } = await post("cgi-bin/draft/batchget", page);
  assert.deepEqual([item[0].media_id, "content" in item[0].content.news_item[0]], [media_id, false]);
  assert.equal((await post("cgi-bin/draft/delete", { media_id })).errcode, 0);
  assert.equal((await post("cgi-bin/draft/get", { media_id })).errcode, 40007);
  assert.equal((await post("cgi-bin/draft/switch?checkonly=1")).is_open, 1);
});

test("publication, comments and their end", async () => {
  const made = await post("cgi-bin/freepublish/submit", { media_id: await draft("发布") });
  await later(100);
  const { publish_id, msg_data_id } = made;
  const { article_id } = await post("cgi-bin/freepublish/get", { publish_id });
  const shown = await post("cgi-bin/freepublish/getarticle", { article_id });
  assert.equal(shown.news_item[0].title, "发布");
  assert.equal((await post("cgi-bin/freepublish/batchget", { offset: 0, count: 9 })).total_count, 1);

  const where = { msg_data_id, index: 0 };
  await post("cgi-bin/comment/open", where);
  const { user_comment_id } = await act(`articles/${article_id}/comment`, { content: "好" });
  const which = { ...where, user_comment_id };
  const acts = ["markelect", "unmarkelect", "reply/delete", "delete"];
  const reply = await post("cgi-bin/comment/reply/add", { ...which, content: "谢谢" });
  const listed = await post("cgi-bin/comment/list", { ...where, begin: 0, count: 9, type: 0 });
  assert.deepEqual([reply.errcode, listed.comment[0].reply.content], [0, "谢谢"]);
  for (const each of acts) assert.equal((await post(`cgi-bin/comment/${each}`, which)).errcode, 0);
  assert.equal((await post("cgi-bin/comment/close", where)).errcode, 0);

  assert.equal((await post("cgi-bin/freepublish/delete", { article_id, index: 1 })).errcode, 0);
  assert.equal((await post("cgi-bin/freepublish/submit", { media_id: "no" })).errcode, 40007);
});

test("mass sending", async () => {
  const mpnews = { media_id: await draft("群发") };
  const sent = { msgtype: "mpnews", mpnews, send_ignore_reprint: 0 };
  const path = "cgi-bin/message/mass";
  assert.equal((await post(`${path}/preview`, { ...sent, touser: openids[0] })).errcode, 0);
  const all = { ...sent, filter: { is_to_all: true }, clientmsgid: "notice-1" };
  const { msg_id } = await post(`${path}/sendall`, all);
  const again = await post(`${path}/sendall`, all);
  assert.deepEqual([again.errcode, again.msg_id], [45065, msg_id]);
  await later(100);
  assert.equal((await post(`${path}/get`, { msg_id })).msg_status, "SEND_SUCCESS");
  assert.equal((await post(`${path}/delete`, { msg_id, article_idx: 0 })).errcode, 0);
  const text = { msgtype: "text", text: { content: "通知" }, touser: openids };
  assert.equal((await post(`${path}/send`, text)).errcode, 0);
  assert.equal((await post(`${path}/speed/set`, { speed: 1 })).errcode, 0);
  assert.equal((await post(`${path}/speed/get`)).speed, 1);
});

test("menus and answers", async () => {
  const button = [{ type: "view", name: "网站", url: "http://a.cn/" }];
  assert.equal((await get("cgi-bin/menu/get")).errcode, 46003);
  assert.equal((await post("cgi-bin/menu/create", { button })).errcode, 0);
  assert.equal((await get("cgi-bin/menu/get")).menu.button[0].name, "网站");
  assert.equal((await get("cgi-bin/get_current_selfmenu_info")).is_menu_open, 1);
  const matchrule = { client_platform_type: "1" };
  const { menuid } = await post("cgi-bin/menu/addconditional", { button, matchrule });
  assert.equal((await post("cgi-bin/menu/trymatch", { user_id: openids[0] })).button.length, 1);
  assert.equal((await post("cgi-bin/menu/delconditional", { menuid })).errcode, 0);
  assert.equal((await get("cgi-bin/menu/delete")).errcode, 0);
  await act("autoreply", { follow: "欢迎" });
  const { add_friend_autoreply_info: said } = await get("cgi-bin/get_current_autoreply_info");
  assert.equal(said.content, "欢迎");
});

test("people and tags", async () => {
  assert.deepEqual((await get("cgi-bin/user/get")).data.openid, openids);
  const [openid] = openids;
  await post("cgi-bin/user/info/updateremark", { openid, remark: "老王" });
  assert.equal((await get("cgi-bin/user/info", { openid, lang: "zh_CN" })).remark, "老王");
  const asked = { user_list: openids.map((each) => ({ openid: each })) };
  assert.equal((await post("cgi-bin/user/info/batchget", asked)).user_info_list.length, 3);
  const { tag } = await post("cgi-bin/tags/create", { tag: { name: "居民" } });
  const tagged = { tagid: tag.id, openid_list: [openid] };
  await post("cgi-bin/tags/update", { tag: { id: tag.id, name: "住户" } });
  assert.equal((await post("cgi-bin/tags/members/batchtagging", tagged)).errcode, 0);
  assert.deepEqual((await post("cgi-bin/tags/getidlist", { openid })).tagid_list, [tag.id]);
  assert.equal((await post("cgi-bin/user/tag/get", { tagid: tag.id })).count, 1);
  assert.equal((await get("cgi-bin/tags/get")).tags.at(-1).name, "住户");
  assert.equal((await post("cgi-bin/tags/members/batchuntagging", tagged)).errcode, 0);
  const listed = { openid_list: [openid] };
  assert.equal((await post("cgi-bin/tags/members/batchblacklist", listed)).errcode, 0);
  assert.equal((await post("cgi-bin/tags/members/getblacklist")).total, 1);
  assert.equal((await post("cgi-bin/tags/members/batchunblacklist", listed)).errcode, 0);
  assert.equal((await post("cgi-bin/tags/delete", { tag: { id: tag.id } })).errcode, 0);
});

test("statistics", async () => {
  await later(2 * 86400);
  await application().getAccessToken().refresh();
  const day = await daysAgo(2);
  const names = ["articleread", "articleshare", "bizsummary", "articletotaldetail"];
  const old = ["articlesummary", "articletotal", "userread", "userreadhour"];
  old.push("usershare", "usersharehour", "usersummary", "usercumulate");
  for (const name of [...names, ...old]) {
    const told = await post(`datacube/get${name}`, { begin_date: day, end_date: day });
    assert.ok(told.list.length > 0, name);
  }
});

test("the SDK's own retrying gets through, and makes a second draft of a lost answer", async () => {
  const patient = application({ http: { retry: { retries: 3, retryCondition: () => true } } });
  await act("faults", { path: "/cgi-bin/draft/count", kind: "drop_before", times: 2 });
  await act("faults", { path: "/cgi-bin/draft/add", kind: "drop_after" });
  const articles = [article("两份")];
  await patient.getClient().postJson("cgi-bin/draft/add", { articles });
  const { total_count } = (await patient.getClient().get("cgi-bin/draft/count")).toObject();
  assert.equal(total_count, 2);
});
