import { expect, test } from 'vitest';
import type { WholeContact } from './contact.ts';
import { fromContact, newContact, toApi } from './contactValues.ts';

const ana = {
  id: 1,
  name: 'Ana',
  email: null,
  phone: '+33199000001',
  country: 'ES',
  birthday: null,
  locale: 'es',
  timezone: null,
  attributes: { size: 'M', points: 12, member: true },
} as unknown as WholeContact;

test('what is saved unchanged is what was read, numbers and switches too', () => {
  expect(toApi(fromContact(ana), ana)).toMatchObject({
    name: 'Ana',
    phone: '+33199000001',
    attributes: { size: 'M', points: 12, member: true },
  });
});

test('an emptied field is sent as null, so that it is emptied', () => {
  expect(toApi({ ...fromContact(ana), phone: '  ', name: '' }, ana)).toMatchObject({
    phone: null,
    name: null,
  });
});

test('an attribute without a name is left out, one that was changed is a text', () => {
  const attributes = [
    { name: ' ', value: 'x' },
    { name: 'points', value: '13' },
  ];
  expect(toApi({ ...fromContact(ana), attributes }, ana)).toMatchObject({ attributes: { points: '13' } });
});

test('a new contact says nothing about consent unless it is chosen', () => {
  expect(toApi({ ...newContact, name: 'Bo' })).not.toHaveProperty('sms_consent');
  expect(toApi({ ...newContact, name: 'Bo', consent: 'granted', consent_source: 'counter' })).toMatchObject({
    sms_consent: { state: 'granted', source: 'counter' },
  });
});
