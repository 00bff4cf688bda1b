import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Messages } from './language.ts';
import { sentenceOf } from './sentence.ts';

const others = import.meta.glob<{ messages: Messages }>(['./??.ts', '!./en.ts'], { eager: true });
const server = join(import.meta.dirname, '../../../src/souk');
// What only a terminal says.
const unseen = ['cli', 'bench', 'chaos', 'demo', 'wiring'];

const sources = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.py') && !unseen.some((folder) => path.startsWith(folder)))
  .map((path) => readFileSync(join(server, path), 'utf8'));

function found(pattern: RegExp): string[] {
  return sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));
}

const codes = [
  ...found(/^ +code(?:: ClassVar\[str\])? = "([a-z_]+)"/gm),
  ...found(/^ {4}4\d\d: \("([a-z_]+)"/gm),
].filter(
  (code) => code !== 'error' && code !== 'invalid' && code !== 'conflict' && code !== 'job_already_waiting',
);

describe.each(Object.entries(others).map(([file, { messages }]) => [file.slice(2, 4), messages] as const))(
  '%s',
  (_, { refusals }) => {
    it('knows every refusal of the server', () => {
      expect(codes.length).toBeGreaterThan(100);
      expect(codes.filter((code) => !refusals?.codes[code])).toEqual([]);
    });

    it('knows no refusal that there is not', () => {
      const stale = Object.keys(refusals?.codes ?? {}).filter(
        (code) => !codes.some((known) => code === known || code.startsWith(`${known}_`)),
      );
      expect(stale).toEqual([]);
    });

    it('has words for the complaints about fields', () => {
      const said = found(/FieldError\(\s*f?"[^"]+",\s*"([^"{}]+)"/g).map((text) => sentenceOf(text).key);
      const inHeaders = ['not_a_version', 'not_usable_as_a_key', 'is_not_one_of_our_tags', 'not_an_event_id'];
      const unknown = said.filter((key) => !refusals?.sentences[key] && !inHeaders.includes(key));
      expect(unknown).toEqual([]);
    });
  },
);
