"""Web pages written for the tests: one article in the frames that common systems put around one."""

TITLE = "Tenants Union Condemns Winter Evictions"
OPENING = "OAKDALE, Calif. — The River Valley Tenants Union today condemned the county's plan to evict forty families."
QUOTE = (
    "“No family should have to choose between rent and medicine,” said Maria Lopez, director of the union."
)
ITEMS = ("An end to all evictions until spring.", "A public vote on the plan.", "Rent relief.")
PULLED = "“Housing is a human right.”"
ABOUT = (
    "The River Valley Tenants Union is a coalition of 1,200 renters in Oakdale and the surrounding county."
)
ARTICLE = (TITLE, OPENING, QUOTE, "We demand:", *ITEMS, PULLED, "About the union", ABOUT)
"""The blocks of the article, in order."""

BODY = f"""<p>{OPENING}</p>
<p>“No family should have to <em>choose</em> between <a href="/rent">rent</a> and medicine,” said
  <strong>Maria Lopez</strong>, director of the union.</p>
<p>We demand:</p>
<ul>{"".join(f"<li>{item}</li>" for item in ITEMS)}</ul>
<blockquote><p>{PULLED}</p></blockquote>
<h3>About the union</h3>
<p>{ABOUT}</p>"""
_TEASERS = (
    "Council delays its vote on the budget for the third time, and nobody in the chamber could say why it did.",
    "Members from nine counties rally for fair rents on the steps of the capitol, as they do each autumn.",
    "A guide for renters who have received a notice, with numbers that you can call on every day of the week.",
)
_LINKS = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("Home", "Issues", "News", "Donate"))
_MENU = f'<nav class="main"><ul>{_LINKS}</ul></nav>'
_COOKIES = (
    '<div id="cookie-notice"><p>We use cookies to make this site better for you, to count its visitors and to '
    "show you what fits; by staying here you agree that we do.</p><button>Accept</button></div>"
)
_RELATED = '<div class="related-posts"><h3>Related</h3>' + "".join(
    f'<article class="card"><h4><a href="/a">More news</a></h4><p>{words}</p></article>' for words in _TEASERS
) + "</div>"  # fmt: skip
_SIDEBAR = '<div id="sidebar">' + "".join(f"<p>{words}</p>" for words in _TEASERS) + "</div>"
_SHARE = '<div class="share-buttons"><a href="#">Share</a> <a href="#">Tweet</a></div>'
_COMMENTS = (
    '<section id="comments"><h2>2 comments</h2><p>I was there, and I can say that it was just as they write, '
    "every word of it, and that we all sang.</p><p>So was I, and I will be there again on Monday at six, with "
    "my sister and her children.</p></section>"
)
_FOOTER = (
    "<footer><p>© 2026 River Valley Tenants Union. All rights reserved. Our offices are at 12 Alder Street, "
    "Oakdale, and they are open from nine to five.</p></footer>"
)
FURNITURE = (
    *("Donate", "cookies", "Council delays", "Members from", "A guide", "Share", "I was there", "All rights"),
    *("Subscribe", "Skip to", "Loading"),
)
"""What stands on no page as a part of the article."""


def _page(inside: str, *, body: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | River Valley</title>'
        f"<style>p {{ margin: 0 }}</style></head><body {body}>{inside}<script>var a = 'Loading';</script></body></html>"
    )


PAGES = {
    "semantic": _page(
        f"{_COOKIES}<header>{_MENU}</header><main><article><h1>{TITLE}</h1>{BODY}{_SHARE}</article>{_COMMENTS}"
        f"</main><aside>{_RELATED}</aside>{_FOOTER}"
    ),
    "a blog": _page(
        f'<a class="skip-link screen-reader-text" href="#content">Skip to content</a><header>{_MENU}</header>'
        f'<div id="content" class="site-content"><div id="primary"><main id="main"><article class="post type-post">'
        f'<header class="entry-header"><h1 class="entry-title">{TITLE}</h1></header>'
        f'<div class="entry-content">{BODY}<div class="sharedaddy sd-sharing"><a href="#">Share this</a></div>'
        f'<div id="jp-relatedposts" class="jp-relatedposts"><p>{_TEASERS[0]}</p></div></div></article>{_COMMENTS}'
        f'</main></div><aside id="secondary" class="widget-area">{_RELATED}</aside></div>{_FOOTER}',
        body='class="single single-post has-sidebar"',
    ),
    "nothing but div": _page(
        f'{_COOKIES}<div class="wrap"><div class="menu"><ul>{_LINKS}</ul></div><div class="row"><div class="col-8">'
        f"<h1>{TITLE}</h1><div>{BODY}</div></div><div class='col-4'>{_SIDEBAR}</div></div></div>{_FOOTER}"
    ),
    "headline above": _page(
        f"<header>{_MENU}</header><div class='hero'><div class='inner'><h1>{TITLE}</h1></div></div>"
        f'<div class="page"><div class="field field--name-body">{BODY}</div></div>{_RELATED}{_FOOTER}'
    ),
    "one large form": _page(
        f'<form id="aspnetForm"><input type="hidden" value="x"><div id="nav">{_MENU}</div><div id="main"><h1>{TITLE}</h1>'
        f"{BODY}</div></form>{_FOOTER}"
    ),
    "tables": _page(
        f"<table><tr><td>{_MENU}</td></tr><tr><td><table><tr><td><h1>{TITLE}</h1>{BODY}</td></tr></table></td></tr>"
        f"<tr><td><a href='#'>Subscribe</a></td></tr></table>"
    ),
    "breaks": _page(
        f"{_MENU}<div class='text'><h1>{TITLE}</h1>{OPENING}<br><br>{QUOTE}<br /> <br />We demand:<br><br>"
        f"{'<br><br>'.join(ITEMS)}<br><br>{PULLED}<br><br>About the union<br><br>{ABOUT}</div>{_FOOTER}"
    ),
    "a word processor": _page(
        BODY.replace("<p>", "<p class=MsoNormal><span lang=EN-US style='font-size:11.0pt'>")
        .replace("</p>", "<o:p></o:p></span></p>")
        .join((f"<div class=WordSection1><h1><span>{TITLE}</span></h1>", "</div>"))
    ),
    "a newsletter's form inside": _page(
        f"{_MENU}<main><h1>{TITLE}</h1>{BODY}<div class='newsletter-signup'><p>Subscribe to our letters, which come "
        f"once a month and tell you what the union is up to in your street.</p></div></main>{_FOOTER}"
    ),
    "a short article beside much else": _page(
        f"<div><div class='left'><article><h1>{TITLE}</h1>{BODY}</article></div>{_SIDEBAR}{_RELATED}{_COMMENTS}</div>"
    ),
    "bare": f"<html><h1>{TITLE}</h1>{BODY}</html>",
    "no head and no body": f"<!doctype html><title>T</title><article><h1>{TITLE}</h1>{BODY}</article>",
    "a piece": f"<h1>{TITLE}</h1>{BODY}",
}
INDEX = _page(f"{_MENU}<main><h1>News</h1>" + "".join(
    f'<div><h2><a href="/{n}">Members rally for fair rents, part {n}</a></h2><p>Read <a href="/{n}">more of it</a></p></div>'
    for n in range(9)) + f"</main>{_FOOTER}")  # fmt: skip
"""A page of links."""
EMPTY = _page("<noscript>Please enable JavaScript to see this page, which is otherwise quite empty, I fear.</noscript>"
              '<div id="root">Loading…</div>')  # fmt: skip
"""A page that a program would fill."""
