import type { Pair } from '~/components/form/PairsInput.tsx';
import type { Contact, WholeContact } from './contact.ts';

/** What the form of a contact holds. */
export interface ContactValues {
  name: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  birthday: string | null;
  locale: string | null;
  timezone: string | null;
  attributes: Pair[];
  tags: string[];
  consent: 'granted' | 'withdrawn' | null;
  consent_source: string;
  allow_duplicate: boolean;
}

export const newContact: ContactValues = {
  name: null,
  email: null,
  phone: null,
  country: null,
  birthday: null,
  locale: null,
  timezone: null,
  attributes: [],
  tags: [],
  consent: null,
  consent_source: '',
  allow_duplicate: false,
};

const fields = ['name', 'email', 'phone', 'country', 'birthday', 'locale', 'timezone'] as const;

export function fromContact(contact: WholeContact): ContactValues {
  const own = Object.fromEntries(fields.map((field) => [field, contact[field]]));
  const attributes = Object.entries(contact.attributes).map(([name, value]) => ({
    name,
    value: value === null ? '' : String(value),
  }));
  return { ...newContact, ...own, attributes };
}

/** An emptied field is null; a value that was left as it was keeps its type. */
export function toApi(values: ContactValues, before?: Contact): object {
  const own = Object.fromEntries(fields.map((field) => [field, values[field]?.trim() || null]));
  const attributes = attributesOf(values.attributes, before?.attributes ?? {});
  if (before) return { ...own, attributes };
  const { tags, consent, consent_source: source, allow_duplicate } = values;
  return {
    ...own,
    attributes,
    tags,
    allow_duplicate,
    ...(consent && { sms_consent: { state: consent, source } }),
  };
}

function attributesOf(pairs: Pair[], before: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    pairs
      .filter(({ name }) => name.trim())
      .map(({ name, value }) => [
        name.trim(),
        name in before && String(before[name] ?? '') === value ? before[name] : value,
      ]),
  );
}
