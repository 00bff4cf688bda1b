import { Link } from 'react-router';
import { Clipped } from '~/components/Clipped.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import type { Column } from '~/components/ListPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { CountLink } from './CountLink.tsx';
import { type Contact, consentLook, contactName, sourceWords } from './contact.ts';
import { countryName } from './countries.ts';
import { TagChips } from './TagChips.tsx';

/** The columns of every list of contacts. */
export function useContactColumns(): Column<Contact>[] {
  const t = useT();
  const format = useFormat();
  return [
    {
      name: 'name',
      label: t('audience.field.name'),
      main: true,
      minWidth: 170,
      render: (row) => <Link to={`/contacts/${row.id}`}>{contactName(row, t)}</Link>,
    },
    {
      name: 'email',
      label: t('audience.field.email'),
      sortable: false,
      minWidth: 180,
      render: (row) => (row.email ? <Clipped text={row.email} /> : MISSING),
    },
    {
      name: 'phone',
      label: t('audience.field.phone'),
      sortable: false,
      width: 132,
      render: (row) => row.phone ?? MISSING,
    },
    {
      name: 'country',
      label: t('audience.field.country'),
      width: 112,
      render: (row) => (row.country ? countryName(row.country, format.locale) : MISSING),
    },
    {
      name: 'sms_consent',
      label: t('audience.field.sms_consent'),
      sortable: false,
      width: 124,
      render: (row) => <ConsentChip contact={row} />,
    },
    {
      name: 'orders',
      label: t('audience.field.orders'),
      numeric: true,
      width: 80,
      render: (row) => (
        <CountLink to={`/contacts/${row.id}?tab=orders`}>{format.integer(row.orders_count)}</CountLink>
      ),
    },
    {
      name: 'spent',
      label: t('audience.field.spent'),
      numeric: true,
      width: 112,
      render: (row) => <CountLink to={`/contacts/${row.id}?tab=orders`}>{format.money(row.spent)}</CountLink>,
    },
    {
      name: 'last_order_at',
      label: t('audience.field.last_order'),
      width: 128,
      render: (row) => <DateTime value={row.last_order_at} relative />,
    },
    {
      name: 'tags',
      label: t('audience.field.tags'),
      sortable: false,
      width: 170,
      hidden: true,
      render: (row) => (row.tags.length ? <TagChips tags={row.tags} /> : MISSING),
    },
    {
      name: 'source',
      label: t('audience.field.source'),
      width: 120,
      hidden: true,
      render: (row) => sourceWords(row.source, t),
    },
    {
      name: 'created_at',
      label: t('audience.field.created'),
      width: 140,
      hidden: true,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
  ];
}

/** The consent to text messages, as a state. */
export function ConsentChip({ contact, loud }: { contact: Pick<Contact, 'sms_consent'>; loud?: boolean }) {
  const t = useT();
  const { state } = contact.sms_consent;
  if (state === 'unknown' && !loud) return MISSING;
  return <StateChip state={consentLook[state]} label={t(`audience.consent.${state}`)} quiet={!loud} />;
}
