// What every page adds to plain HTML. Each behaviour is optional: a page works without it.
import htmx from "htmx.org";

import { submitFiltersOnChange } from "./page/filters";
import { confirmFirst } from "./page/confirm";
import { copyOnPress } from "./page/copy";
import { cutCovers } from "./page/crop";
import { fillOnPress } from "./page/fill";
import { keepInput } from "./page/keep";
import { copyRichOnPress } from "./page/rich";
import { swapOnlyNews } from "./page/polls";
import { markSeen } from "./page/seen";
import { holdToConfirm, submitOnce } from "./page/submit";
import { keepTicks } from "./page/ticks";
import { focusRefusal, showFailures, timeToasts } from "./page/messages";

const LONGEST_WAIT_MILLISECONDS = 30_000;

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  timeout: LONGEST_WAIT_MILLISECONDS,
  // What a page adds starts with what was put in: else it could write over what is typed by then.
  defaultSettleDelay: 0,
  // A refusal comes back as the page with its reasons and what was typed, so it is shown.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});

// The order matters: an act is confirmed before its form is switched off.
confirmFirst();
submitOnce();
holdToConfirm();
submitFiltersOnChange();
fillOnPress();
showFailures();
swapOnlyNews();

function start(root: ParentNode): void {
  keepInput(root);
  markSeen(root);
  copyRichOnPress(root);
  keepTicks(root);
  timeToasts(root);
  cutCovers(root);
  copyOnPress(root);
  focusRefusal(root);
}

function startPage(): void {
  start(document);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startPage);
else startPage();
document.addEventListener("htmx:load", (event) => {
  const element = (event as CustomEvent).detail.elt as HTMLElement;
  if (element !== document.body) start(element);
});
