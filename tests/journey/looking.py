"""What a page must hold for everybody, asked of it as it stands: open, refused, empty, enlarged."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.journey.browsing import DESKTOP, PHONE

GRAVE = frozenset({"serious", "critical"})
# Frames hold the article as readers see it; only what stands around it is looked at.
OPTIONS = {"resultTypes": ["violations"], "iframes": False}
# A finger's breadth in CSS pixels, less what rounding takes.
FINGER = 43.5
# What axe does not ask: whether an error is tied to its field and heard where the focus is, whether
# each field has a name, whether a finger finds what it presses, whether anything sticks out.
ASKED = """
(finger) => {
  const found = [];
  const tell = (what, node) => found.push(`${what}: ${node.outerHTML.slice(0, 160)}`);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const modal = document.querySelector("dialog:modal");
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true })
    && !node.closest(".visually-hidden, .skip") && node.getClientRects().length > 0;
  const isReached = (node) => isSeen(node) && (!modal || modal.contains(node));
  const words = (node) => (node?.getAttribute("aria-describedby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.textContent.trim() ?? "").join("");
  for (const field of all("[aria-invalid=true]")) {
    if (!words(field) && !words(field.closest("fieldset"))) tell("error not tied", field);
  }
  for (const errors of all(".errors, .missing")) {
    if (!document.querySelector(`[aria-describedby~="${errors.id}"]`)) tell("error alone", errors);
  }
  for (const link of all(".form-errors a")) {
    if (!document.getElementById(link.hash.slice(1))) tell("leads nowhere", link);
  }
  for (const one of all(".form-errors")) if (one.role !== "alert") tell("not told", one);
  for (const one of all("input, select, textarea")) {
    if (["hidden", "submit", "button"].includes(one.type) || !isSeen(one)) continue;
    if (!(one.labels?.length || one.ariaLabel || one.title)) tell("no name", one);
  }
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) found.push(`${wide} wide in ${innerWidth}`);
  const pressed = "button, summary, select, textarea, .btn, .phone-bar a, .nav-link"
    + ", input:not([type=hidden], [type=radio], [type=checkbox])";
  for (const node of all(pressed).filter(isReached)) {
    const { width, height } = node.getBoundingClientRect();
    if (Math.min(width, height) < finger) tell(`${width} by ${height}`, node);
  }
  for (const box of all("input[type=radio], input[type=checkbox]").filter(isReached)) {
    const heights = [box, ...box.labels].map((node) => node.getBoundingClientRect().height);
    if (Math.max(...heights) < finger) tell(`${Math.max(...heights)} high`, box.parentElement);
  }
  return found;
}
"""
# Where the focus went after a refusal: into what is wrong, or to the reasons.
FOCUSED = """
() => {
  const at = document.activeElement;
  const rect = at.getBoundingClientRect();
  const isInView = rect.bottom > 0 && rect.top < innerHeight;
  const isThere = at.ariaInvalid === "true" || at.matches(".form-errors");
  return isThere && isInView ? [] : [`focus not with the refusal: ${at.outerHTML.slice(0, 120)}`];
}
"""
WIDE = """
() => {
  const wide = document.scrollingElement.scrollWidth;
  return wide > innerWidth ? [`${wide} wide in ${innerWidth}`] : [];
}
"""
LARGE = "document.documentElement.style.fontSize = '200%'"
# The page as one reads it who reads from right to left: the direction and the styles made for it.
MIRRORED = """
() => new Promise((done, failed) => {
  document.documentElement.dir = "rtl";
  const former = document.querySelector("link[rel=stylesheet]");
  const styles = former.cloneNode();
  styles.href = "/static/hefa/build/hefa.rtl.css";
  styles.onload = () => { former.remove(); done(); };
  styles.onerror = failed;
  former.after(styles);
})
"""


@dataclass(slots=True, kw_only=True)
class Looking:
    """Looks at a page as it stands, without opening it anew."""

    axe: Axe = field(default_factory=Axe)

    def grave(self, page: Page) -> list[str]:
        """Return what axe finds serious at the present width, a line each."""
        return [
            f"{page.url} {rule['id']}: {node['html'][:200]}"
            for rule in self.axe.run(page, options=OPTIONS).response["violations"]
            if rule["impact"] in GRAVE
            for node in rule["nodes"]
        ]

    def wrong(self, page: Page) -> list[str]:
        """Return what is wrong with the page as it stands at the present width."""
        is_phone = page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}
        return [*self.grave(page), *_asked(page, ASKED, FINGER if is_phone else 0)]

    def wrong_at_both(self, page: Page) -> list[str]:
        """Return what is wrong on a desktop, then on a phone, each line once."""
        return at_both(page, self.wrong)

    def wrong_in_refusal(self, page: Page) -> list[str]:
        """Return what is wrong with a page that refused, where its focus went before all."""
        return [*_asked(page, FOCUSED), *self.wrong_at_both(page)]


def at_both(page: Page, look: Callable[[Page], list[str]]) -> list[str]:
    """Return what `look` finds on a desktop, then on a phone, each line once."""
    found = []
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        found += look(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return list(dict.fromkeys(found))


def sticking_out(page: Page) -> list[str]:
    """Return by how much the page is wider than the screen, at both widths."""
    return at_both(page, partial(_asked, script=WIDE))


def _asked(page: Page, script: str, given: Any = None) -> list[str]:
    found: list[str] = page.evaluate(script, given)
    return [f"{page.url} {line}" for line in found]
