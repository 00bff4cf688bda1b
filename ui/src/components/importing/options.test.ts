import { expect, it } from 'vitest';
import { optionSpecs } from './options.ts';
import type { ImportKind } from './types.ts';

it('offers texts, lists of texts and switches, and leaves out what only programs say', () => {
  const kind = {
    options: {
      properties: {
        marketplace: { anyOf: [{ type: 'string', maxLength: 63 }, { type: 'null' }], default: null },
        fees: { type: 'array', items: { type: 'string' }, default: [] },
        tax_included: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
        make_products: { type: 'boolean', default: true },
        links: { type: 'object' },
      },
    },
  } as unknown as ImportKind;
  expect(optionSpecs(kind).map(({ name, kind: of, initial }) => [name, of, initial])).toEqual([
    ['marketplace', 'text', null],
    ['fees', 'words', []],
    ['tax_included', 'tristate', null],
    ['make_products', 'flag', true],
  ]);
});

it('a kind without options offers none', () => {
  expect(optionSpecs({ options: {} } as ImportKind)).toEqual([]);
});
