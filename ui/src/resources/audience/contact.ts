import type { Shape } from '~/api/types.ts';
import type { Selection } from '~/components/ListPage.tsx';
import type { Translate } from '~/i18n/useT.ts';

export type Contact = Shape<'ContactShape'>;
export type WholeContact = Shape<'ContactDetail'>;
export type Consent = Contact['sms_consent']['state'];
export type Who = Shape<'Selection'>;

/** What a contact is called where it has no name: its address, its number, or its number in Souk. */
export function contactName(contact: Pick<Contact, 'id' | 'name' | 'email' | 'phone'>, t: Translate): string {
  return contact.name ?? contact.email ?? contact.phone ?? t('audience.contact_no', { id: contact.id });
}

/** How a consent is drawn: the state whose glyph it takes. */
export const consentLook = { granted: 'subscribed', withdrawn: 'unsubscribed', unknown: 'pending' } as const;

/** Where someone may have said so; what a form or a file writes is kept as it is. */
export function sourceWords(source: string, t: Translate): string {
  return t(`audience.source.${source}` as Parameters<Translate>[0], { _: source });
}

/** Filters that hold several values in the API, one in the address of a list. */
const several = ['tag', 'country', 'source', 'id'];
const flags = ['has_phone', 'has_email', 'erased'];

/** What a list has chosen, as the API's acts on many take it. */
export function whoOf(selection: Selection, always: Record<string, string | number> = {}): Who {
  if (!selection.all) return { contact_ids: selection.ids.map(Number) };
  const filter = Object.fromEntries(
    Object.entries({ ...selection.filters, ...always }).map(([name, value]) => {
      if (several.includes(name)) return [name, [value]];
      if (flags.includes(name)) return [name, value === 'true'];
      return [name, name.endsWith('_id') ? Number(value) : value];
    }),
  );
  return { filter, ...(selection.q && { q: selection.q }) };
}
