import { describe, expect, it } from 'vitest';
import { messages as english } from './en.ts';
import type { Messages } from './language.ts';

const others = import.meta.glob<{ messages: Messages }>(['./??.ts', '!./en.ts'], { eager: true });

function flat(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value as object, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...new Set(text.match(/%\{\w+\}/g))].sort();
const forms = (text: string) => text.split('||||').length;

describe.each(Object.entries(others).map(([file, { messages }]) => [file.slice(2, 4), messages] as const))(
  '%s',
  (_, { refusals: __, ...messages }) => {
    const said = new Map(flat(messages));

    it('says everything that English says, and nothing else', () => {
      expect([...said.keys()].sort()).toEqual(
        flat(english)
          .map(([key]) => key)
          .sort(),
      );
    });

    it.each(flat(english))('fills the same gaps: %s', (key, text) => {
      const other = said.get(key) ?? '';
      expect(other.trim()).not.toBe('');
      expect([placeholders(other), forms(other)]).toEqual([placeholders(text), forms(text)]);
    });
  },
);

it('there is another language than English', () => {
  expect(Object.keys(others)).toContain('./es.ts');
});
