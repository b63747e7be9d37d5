// satori + resvg-js, the pair behind Vercel's OG images. Size given: satori cannot fit text to a box.
import satori from 'satori'; import { Resvg } from '@resvg/resvg-js'; import { run, load } from './loop.mjs';
export function tree(job, c) {
  const g = job.geo, k = job.col, [x, y, w, h] = g.box;
  const abs = (style, children) => ({ type: 'div', props: { style: { position: 'absolute', display: 'flex', ...style }, children } });
  return { type: 'div', props: { style: { display: 'flex', width: g.W, height: g.H, backgroundColor: k.bg }, children: [
    abs({ left: 0, top: 0, width: g.bar, height: g.H, backgroundColor: k.accent }),
    abs({ left: g.rule[0], top: g.rule[1], width: g.rule[2], height: g.rule[3], backgroundColor: k.accent }),
    abs({ left: g.mark[0], top: g.mark[1], fontFamily: 'Quote', fontSize: g.mark[2], lineHeight: 1, color: k.accent }, '“'),
    abs({ left: x, top: y, width: w, height: h, alignItems: 'center' }, { type: 'div', props: { style: { display: 'block', width: w, fontFamily: 'Quote', fontSize: c.size, lineHeight: job.lh, color: k.fg, textWrap: 'balance' }, children: c.quote } }),
    abs({ left: g.name[0], top: g.name[1], fontFamily: 'SansSemi', fontSize: g.name[2], lineHeight: 1, color: k.fg }, c.name),
    abs({ left: g.role[0], top: g.role[1], fontFamily: 'Sans', fontSize: g.role[2], lineHeight: 1, color: k.muted }, c.role),
    abs({ right: g.W - g.word[0], top: g.word[1], fontFamily: 'SansSemi', fontSize: g.word[2], lineHeight: 1, color: k.muted }, job.word),
  ] } };
}
async function make(job) {
  const f = load(job), g = job.geo;
  const fonts = Object.entries(f).map(([name, data]) => ({ name, data, weight: 400, style: 'normal' }));
  return async (c) => {
    const svg = await satori(tree(job, c), { width: g.W, height: g.H, fonts });
    return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  };
}
if (process.argv[1].endsWith('satori.mjs')) run(make);
