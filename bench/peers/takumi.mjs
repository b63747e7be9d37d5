// @takumi-rs/core (Rust): a node tree, size given, text-wrap: balance by takumi.
import { Renderer } from '@takumi-rs/core'; import { run, load } from './loop.mjs';
run(async (job) => {
  const g = job.geo, k = job.col, [x, y, w, h] = g.box, f = load(job), r = new Renderer();
  const fonts = Object.entries(f).map(([name, data]) => ({ name, data, weight: 400, style: 'normal' }));
  const px = (v) => v + 'px';
  const abs = (style, text, children) => ({ type: text === undefined ? 'container' : 'text', text, children, style: { position: 'absolute', display: 'flex', ...style } });
  return (c) => r.render({ type: 'container', style: { width: px(g.W), height: px(g.H), backgroundColor: k.bg, display: 'flex' }, children: [
    abs({ left: 0, top: 0, width: px(g.bar), height: px(g.H), backgroundColor: k.accent }),
    abs({ left: px(g.rule[0]), top: px(g.rule[1]), width: px(g.rule[2]), height: px(g.rule[3]), backgroundColor: k.accent }),
    abs({ left: px(g.mark[0]), top: px(g.mark[1]), fontFamily: 'Quote', fontSize: px(g.mark[2]), lineHeight: 1, color: k.accent }, '“'),
    abs({ left: px(x), top: px(y), width: px(w), height: px(h), alignItems: 'center' }, undefined, [{ type: 'text', text: c.quote, style: { width: px(w), fontFamily: 'Quote', fontSize: px(c.size), lineHeight: job.lh, color: k.fg, textWrap: 'balance' } }]),
    abs({ left: px(g.name[0]), top: px(g.name[1]), fontFamily: 'SansSemi', fontSize: px(g.name[2]), lineHeight: 1, color: k.fg }, c.name),
    abs({ left: px(g.role[0]), top: px(g.role[1]), fontFamily: 'Sans', fontSize: px(g.role[2]), lineHeight: 1, color: k.muted }, c.role),
    abs({ right: px(g.W - g.word[0]), top: px(g.word[1]), fontFamily: 'SansSemi', fontSize: px(g.word[2]), lineHeight: 1, color: k.muted }, job.word),
  ] }, { width: g.W, height: g.H, fonts, format: 'png' });
});
