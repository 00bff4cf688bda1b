/** Writes src/api/api.gen.ts from openapi.json (made by `souk openapi`): `npm run api [-- --check]`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here('../openapi.json');
const target = here('../src/api/api.gen.ts');
// openapi-typescript needs an older TypeScript than the console: it lives in a folder of its own.
const tool = here('../openapi/node_modules/.bin/openapi-typescript');

if (!existsSync(source)) {
  console.error('ui/openapi.json is missing; make it with: souk openapi ui/openapi.json');
  process.exit(1);
}
if (!existsSync(tool)) {
  execFileSync('npm', ['ci', '--silent', '--prefix', here('../openapi')], { stdio: 'inherit' });
}
const made = execFileSync(tool, [source, '--alphabetize'], { encoding: 'utf8' });
if (process.argv.includes('--check')) {
  const fresh = existsSync(target) && readFileSync(target, 'utf8') === made;
  console.log(fresh ? 'api.gen.ts is fresh' : 'api.gen.ts is stale: run npm run api');
  process.exit(fresh ? 0 : 1);
}
writeFileSync(target, made);
console.log(`${target} written`);
