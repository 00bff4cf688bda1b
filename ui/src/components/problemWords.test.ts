import { describe, expect, it } from 'vitest';
import { Problem } from '~/api/problem.ts';
import { loadMessages, makeI18n } from '~/i18n/language.ts';
import type { Translate } from '~/i18n/useT.ts';
import { problemWords, saidWords } from './problemWords.ts';

async function speaking(locale: string): Promise<Translate> {
  localStorage.clear();
  await loadMessages(locale);
  return makeI18n(locale).translate as Translate;
}

function refusal(code: string, detail: string, details = {}, status = 409): Problem {
  return new Problem(status, { code, detail, details });
}

describe('a refusal', () => {
  it('is said in the reader’s language, by its code', async () => {
    const t = await speaking('es');
    const taken = refusal('sku_taken', 'The SKU TAB-1 belongs to another product; …');
    expect(problemWords(taken, t)).toBe(
      'Ese SKU ya es de otro producto; mayúsculas y minúsculas cuentan igual.',
    );
  });

  it('fills in what its details say', async () => {
    const t = await speaking('es');
    const locked = refusal('locked_out', 'There were too many …', { retry_after_s: 130 }, 429);
    expect(problemWords(locked, t)).toBe('Demasiados intentos fallidos. Inténtalo de nuevo en 3 min.');
    const move = refusal('illegal_move', "'ship' is not possible …", { state: 'cancelled', legal: [] });
    expect(problemWords(move, t)).toBe('No es posible en su estado actual (Cancelado).');
  });

  it('is said by its reason where one code has several', async () => {
    const t = await speaking('es');
    const empty = refusal('file_unreadable', 'The file has no rows.', { reason: 'empty' }, 422);
    expect(problemWords(empty, t)).toBe('El archivo está vacío.');
    const other = refusal('file_unreadable', 'No sheet.', { reason: 'sheet' }, 422);
    expect(problemWords(other, t)).toBe('No se puede leer el archivo: No sheet.');
  });

  it('is said whole where the server always says the same', async () => {
    const t = await speaking('es');
    expect(problemWords(refusal('shipment_too_large', 'Everything has been shipped.', { left: 0 }), t)).toBe(
      'Ya se ha enviado todo.',
    );
  });

  it('stays as the server says it where the code or its details are not known', async () => {
    const t = await speaking('es');
    expect(problemWords(refusal('brand_new', 'Not on a Sunday.'), t)).toBe('Not on a Sunday.');
    expect(problemWords(refusal('columns_missing', 'No column is known.', { columns: [] }, 422), t)).toBe(
      'No column is known.',
    );
  });

  it('stays as it is in English', async () => {
    const t = await speaking('en');
    expect(problemWords(refusal('sku_taken', 'The SKU TAB-1 belongs to another product.'), t)).toBe(
      'The SKU TAB-1 belongs to another product.',
    );
  });

  it('is kept apart from a failure', async () => {
    const t = await speaking('en');
    expect(problemWords(refusal('internal_error', 'A fault.', {}, 500), t)).toBe(t('problem.server'));
    expect(problemWords(refusal('busy', 'Ask for less at once.', {}, 503), t)).toBe('Ask for less at once.');
  });
});

it('a complaint about a field keeps its values', async () => {
  const t = await speaking('es');
  expect(saidWords('String should have at most 200 characters', t)).toBe('como mucho 200 caracteres');
  expect(saidWords("Input should be 'daily' or 'lifetime'", t)).toBe(
    "una de estas opciones: 'daily' or 'lifetime'",
  );
  expect(saidWords('is in USD, not EUR', t)).toBe('está en USD, no en EUR');
  expect(saidWords('something else', t)).toBe('something else');
});
