import fs from 'node:fs'; import path from 'node:path';
export async function run(make) {
  const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const out = process.argv[3]; fs.mkdirSync(out, { recursive: true });
  const cards = job.cards.slice(0, process.argv[4] ? +process.argv[4] : undefined);
  const fn = await make(job);
  await fn(cards[0]);
  for (const c of cards.slice(1, 4)) await fn(c);
  const ms = [], bytes = [];
  for (const c of cards) {
    const a = performance.now(); const d = await fn(c); ms.push(performance.now() - a);
    bytes.push(d.length); fs.writeFileSync(path.join(out, c.id + '.png'), d);
  }
  console.log(JSON.stringify({ ms, bytes }));
}
export const load = (job) => Object.fromEntries(Object.entries(job.fonts).map(([k, v]) => [k, fs.readFileSync(v)]));
