// What is pushed in the safe mode, read and answered with the encryption of three SDKs.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import Wechat from "co-wechat";
import { OfficialAccount, ServerRequest } from "node-easywechat";
import WXBizMsgCrypt from "wechat-crypto";
import { act, aesKey, appid, entered, replies, secret, token } from "./sandbox.mjs";

const servers = [];

after(() => servers.forEach((server) => server.close()));

async function serve(answer) {
  servers.push(await entered(answer));
}

test("node-easywechat's server reads and answers", async () => {
  const heard = [];
  await serve(async (request, body, response) => {
    const app = new OfficialAccount({ app_id: appid, secret, token, aes_key: aesKey });
    app.setRequest(await ServerRequest.createFromIncomingMessage(request, body));
    const server = app.getServer();
    server.addMessageListener("text", async (message) => `收到：${message.Content}`);
    server.addEventListener("subscribe", async (message) => {
      heard.push(message.FromUserName);
      return "欢迎";
    });
    const answer = await server.serve();
    response.end(answer.getBody().toString());
  });
  await act("callback/message", { type: "text", content: "停水到几点？", openid: "oReader" });
  await act("callback/message", { type: "subscribe", openid: "oNew" });
  await act("callback/message", { type: "CLICK", event_key: "k" });

  const read = await replies(3);
  const said = read.map((reply) => reply.Content);
  assert.deepEqual(said, ["收到：停水到几点？", "欢迎", undefined]);
  assert.equal(read[0].ToUserName, "oReader");
  assert.deepEqual(heard, ["oNew"]);
});

test("wechat-crypto opens, proves and seals", async () => {
  await act("reset");
  const crypto = new WXBizMsgCrypt(token, aesKey, appid);
  await serve((request, body, response) => {
    const query = new URL(request.url, "http://a").searchParams;
    if (request.method === "GET") return response.end(query.get("echostr"));
    const encrypt = body.match(/<Encrypt><!\[CDATA\[(.*?)\]\]>/)[1];
    const [timestamp, nonce] = [query.get("timestamp"), query.get("nonce")];
    assert.equal(crypto.getSignature(timestamp, nonce, encrypt), query.get("msg_signature"));
    const { message, id } = crypto.decrypt(encrypt);
    assert.equal(id, appid);
    const [, to] = message.match(/<FromUserName><!\[CDATA\[(.*?)\]\]>/);
    const [, said] = message.match(/<Content><!\[CDATA\[(.*?)\]\]>/);
    const sealed = crypto.encrypt(
      `<xml><ToUserName>${to}</ToUserName><FromUserName>gh</FromUserName>` +
        `<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>${said}！</Content></xml>`,
    );
    const proof = crypto.getSignature(timestamp, nonce, sealed);
    return response.end(
      `<xml><Encrypt>${sealed}</Encrypt><MsgSignature>${proof}</MsgSignature>` +
        `<TimeStamp>${timestamp}</TimeStamp><Nonce>${nonce}</Nonce></xml>`,
    );
  });
  await act("callback/message", { type: "text", content: "谢谢", openid: "oReader" });
  const [reply] = await replies(1);
  assert.deepEqual([reply.ToUserName, reply.Content], ["oReader", "谢谢！"]);
});

test("co-wechat opens, answers and seals", async () => {
  await act("reset");
  const heard = [];
  const wechat = new Wechat({ appid, token, encodingAESKey: aesKey });
  const middleware = wechat.middleware(async (message) => {
    heard.push(message.Event ?? message.Content);
    if (message.MsgType === "text") return `收到：${message.Content}`;
    if (message.Event !== "subscribe") return "";
    return [{ title: "欢迎", description: "", picurl: "", url: "http://a.cn/" }];
  });
  await serve(async (request, body, response) => {
    const query = Object.fromEntries(new URL(request.url, "http://a").searchParams);
    const context = { query, method: request.method, request: { body } };
    await middleware(context);
    response.writeHead(context.status ?? 200).end(context.body);
  });
  await act("callback/message", { type: "text", content: "停水到几点？", openid: "oReader" });
  await act("callback/message", { type: "subscribe", openid: "oNew" });
  await act("callback/message", { type: "VIEW", event_key: "http://a.cn/?a=1&b=2" });

  const [text, news, nothing] = await replies(3);
  assert.deepEqual([text.Content, text.ToUserName], ["收到：停水到几点？", "oReader"]);
  assert.deepEqual([news.ArticleCount, news.Articles.item.Title], ["1", "欢迎"]);
  assert.deepEqual(nothing, {});
  assert.deepEqual(new Set(heard), new Set(["停水到几点？", "subscribe", "VIEW"]));
});

test("a push with a wrong signature is refused by the SDK", async () => {
  await act("reset");
  let problem = "";
  await serve(async (request, body, response) => {
    const app = new OfficialAccount({ app_id: appid, secret, token, aes_key: aesKey });
    app.setRequest(await ServerRequest.createFromIncomingMessage(request, body));
    try {
      response.end((await app.getServer().serve()).getBody().toString());
    } catch (error) {
      problem = error.message;
      response.end("success");
    }
  });
  await act("callback/faults", { kind: "forged" });
  await act("callback/message", { type: "text", content: "假的" });
  await replies(1);
  assert.match(problem, /signature/i);
});
