/** Gates what a first visit loads, compressed, font included: `npm run build && npm run size`. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));
const KB = 1000;

/** Pages and what may arrive before they are drawn, in kB of gzip. */
const pages = [
  { name: 'sign in', also: ['src/pages/SignIn.tsx'], most: 310 },
  {
    name: 'home',
    also: ['src/i18n/en.ts', 'src/frame/Frame.tsx', 'src/resources/home/Home.tsx'],
    most: 350,
  },
];
const always = ['index.html', 'src/i18n/en/entrance.ts'];

function closure(keys, seen = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the build; has it moved?`);
    if (seen.has(chunk.file)) continue;
    seen.add(chunk.file);
    for (const css of chunk.css ?? []) seen.add(css);
    closure(chunk.imports ?? [], seen);
  }
  return seen;
}

function compressed(file) {
  const content = readFileSync(new URL(file, DIST));
  if (file.endsWith('.woff2')) return { gzip: content.length, brotli: content.length };
  return { gzip: gzipSync(content, { level: 9 }).length, brotli: brotliCompressSync(content).length };
}

const font = Object.values(manifest)
  .flatMap(({ assets = [] }) => assets)
  .find((file) => /sans-latin-wght/.test(file));
let tooLarge = false;
for (const { name, also, most } of pages) {
  const files = [...closure([...always, ...also]), font];
  const sizes = files.map(compressed);
  const sum = (kind) => sizes.reduce((total, one) => total + one[kind], 0) / KB;
  const over = sum('gzip') > most;
  tooLarge ||= over;
  const figures = `${sum('gzip').toFixed(1)} kB gzip, ${sum('brotli').toFixed(1)} kB brotli, most ${most}`;
  console.log(`${over ? 'TOO LARGE' : 'ok'}  ${name}: ${figures}, ${files.length} files`);
}
process.exit(tooLarge ? 1 : 0);
