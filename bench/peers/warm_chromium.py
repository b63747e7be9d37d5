"""Chromium kept warm: one page, its text swapped by script and fitted there, one screenshot a card."""

import atexit
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import loop
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
]
STYLE = """* {{ margin: 0; padding: 0 }}
html, body {{ width: {W}px; height: {H}px; overflow: hidden; background: {bg} }}
.a {{ position: absolute; white-space: pre; line-height: 1 }}
#bar {{ left: 0; top: 0; width: {bar}px; height: {H}px; background: {accent} }}
#rule {{ left: {rule[0]}px; top: {rule[1]}px; width: {rule[2]}px; height: {rule[3]}px; background: {accent} }}
#mark {{ left: {mark[0]}px; top: {mark[1]}px; font: {mark[2]}px/1 Quote; color: {accent} }}
#box {{ left: {box[0]}px; top: {box[1]}px; width: {box[2]}px; height: {box[3]}px; display: flex;
        align-items: center; white-space: normal }}
#q {{ font-family: Quote; color: {fg}; line-height: {lh}; text-wrap: balance }}
#name {{ left: {name[0]}px; top: {name[1]}px; font: {name[2]}px/1 SansSemi; color: {fg} }}
#role {{ left: {role[0]}px; top: {role[1]}px; font: {role[2]}px/1 Sans; color: {muted} }}
#word {{ right: {right}px; top: {word[1]}px; font: {word[2]}px/1 SansSemi; color: {muted} }}"""
SCRIPT = """function put(q, n, r) {{
  const e = document.getElementById('q'); e.textContent = q;
  document.getElementById('name').textContent = n; document.getElementById('role').textContent = r;
  let lo = {smin}, hi = {smax};
  while (lo < hi) {{
    const m = (lo + hi + 1) >> 1; e.style.fontSize = m + 'px';
    if (e.offsetHeight <= {box[3]} && e.scrollWidth <= {box[2]}) lo = m; else hi = m - 1
  }}
  e.style.fontSize = lo + 'px' }}"""
BODY = """<div id=bar class=a></div><div id=rule class=a></div><div id=mark class=a>“</div>
<div id=box class=a><div id=q></div></div><div id=name class=a></div><div id=role class=a></div>
<div id=word class=a>{word}</div>"""


def page(job: loop.Job) -> str:
    """The card as HTML and CSS, without its words."""
    geo = job["geo"]
    faces = "".join(
        f"@font-face {{ font-family: {key}; src: url('file://{path}') }}\n"
        for key, path in job["fonts"].items()
    )
    values = geo | job["col"] | {"lh": job["lh"], "right": geo["W"] - geo["word"][0]}
    return (
        f"<!doctype html><meta charset=utf-8><style>{faces}{STYLE.format(**values)}</style>"
        f"<body>{BODY.format(word=job['word'])}<script>{SCRIPT.format(**geo)}</script>"
    )


def make(job: loop.Job) -> Callable[[loop.Card], bytes]:
    """Draws a card of *job*."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    atexit.register(browser.close)
    shown = browser.new_page(viewport={"width": job["geo"]["W"], "height": job["geo"]["H"]})
    file = Path(sys.argv[2]).resolve() / "card.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(job), "utf-8")
    shown.goto(file.as_uri())
    shown.evaluate("document.fonts.load('20px Quote').then(() => document.fonts.ready).then(() => 1)")

    def card(each: loop.Card) -> bytes:
        shown.evaluate("([q, n, r]) => put(q, n, r)", [each["quote"], each["name"], each["role"]])
        return bytes(shown.screenshot(type="png"))

    return card


if __name__ == "__main__":
    loop.run(make)
