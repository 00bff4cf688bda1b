import { expect, test } from 'vitest';
import { contactName, whoOf } from './contact.ts';

const t = (key: string, values?: Record<string, unknown>) => `${key} ${values?.id ?? ''}`;

test('a contact is called by the first thing that is known', () => {
  expect(contactName({ id: 7, name: 'Ana', email: 'a@x.example', phone: null }, t)).toBe('Ana');
  expect(contactName({ id: 7, name: null, email: null, phone: '+33199000001' }, t)).toBe('+33199000001');
  expect(contactName({ id: 7, name: null, email: null, phone: null }, t)).toBe('audience.contact_no 7');
});

test('rows that were picked are meant by their ids', () => {
  expect(whoOf({ all: false, ids: [3, 4], count: 2 })).toEqual({ contact_ids: [3, 4] });
});

test('everything that the filters leave is meant as the API takes filters', () => {
  const filters = { tag: 'vip', country: 'ES', has_phone: 'false', segment_id: '9', sms_consent: 'granted' };
  expect(whoOf({ all: true, count: 120, filters, q: 'ana' }, { list_id: 5 })).toEqual({
    filter: {
      tag: ['vip'],
      country: ['ES'],
      has_phone: false,
      segment_id: 9,
      list_id: 5,
      sms_consent: 'granted',
    },
    q: 'ana',
  });
});
