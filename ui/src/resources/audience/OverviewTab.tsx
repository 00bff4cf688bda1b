import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime, Day } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { ConsentPanel } from './ConsentPanel.tsx';
import { sourceWords, type WholeContact } from './contact.ts';
import { countryName } from './countries.ts';
import { languageName } from './languageName.ts';
import { TagChips } from './TagChips.tsx';

/** Who the contact is, whether it may be written to, what it is called elsewhere, where it belongs. */
export default function OverviewTab({ contact }: { contact: WholeContact }) {
  const t = useT();
  return (
    <Columns>
      <Panel title={t('audience.profile')} flush>
        <FactList facts={useProfile(contact)} />
      </Panel>
      <div style={{ display: 'grid', gap: 16, alignContent: 'start', minWidth: 0 }}>
        <ConsentPanel contact={contact} />
        <Belongs contact={contact} />
        {contact.external_ids.length > 0 && (
          <Panel title={t('audience.external_ids')} flush>
            <FactList
              facts={contact.external_ids.map(({ source, id }) => ({
                label: sourceWords(source, t),
                value: id,
              }))}
            />
          </Panel>
        )}
      </div>
    </Columns>
  );
}

function useProfile(contact: WholeContact): { label: string; value: ReactNode }[] {
  const t = useT();
  const format = useFormat();
  const { name, email, phone, country, locale, timezone, birthday, attributes } = contact;
  const plain = (email_: string | null, scheme: string) =>
    email_ && !contact.masked ? <a href={`${scheme}:${email_}`}>{email_}</a> : (email_ ?? MISSING);
  return [
    { label: t('audience.field.name'), value: name ?? MISSING },
    { label: t('audience.field.email'), value: plain(email, 'mailto') },
    { label: t('audience.field.phone'), value: plain(phone, 'tel') },
    { label: t('audience.field.country'), value: country ? countryName(country, format.locale) : MISSING },
    { label: t('audience.field.locale'), value: locale ? languageName(locale, format.locale) : MISSING },
    { label: t('audience.field.timezone'), value: timezone?.replaceAll('_', ' ') ?? MISSING },
    { label: t('audience.field.birthday'), value: <Day value={birthday} /> },
    {
      label: t('audience.field.tags'),
      value: contact.tags.length ? <TagChips tags={contact.tags} /> : MISSING,
    },
    ...Object.entries(attributes).map(([label, value]) => ({ label, value: attributeWords(value, t) })),
    { label: t('audience.field.source'), value: sourceWords(contact.source, t) },
    { label: t('audience.field.created'), value: <DateTime value={contact.created_at} /> },
    { label: t('audience.field.created_by'), value: actorWords(contact.created_by, t) },
  ];
}

function attributeWords(value: unknown, t: ReturnType<typeof useT>): string {
  if (value === null || value === undefined || value === '') return MISSING;
  if (typeof value === 'boolean') return t(value ? 'list.yes' : 'list.no');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The segments that hold the contact now, and the lists it was put into. */
function Belongs({ contact }: { contact: WholeContact }) {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['contacts', 'segments-of', contact.id],
    queryFn: ({ signal }) =>
      request<Shape<'NamedShape'>[]>('GET', `audience/contacts/${contact.id}/segments`, { signal }),
  });
  const links = (path: string, some: { id: number; name: string }[] | undefined) =>
    some?.length
      ? some.map(({ id, name }) => (
          <div key={id}>
            <Link to={`${path}/${id}`}>{name}</Link>
          </div>
        ))
      : MISSING;
  return (
    <Panel title={t('audience.belongs')} flush>
      <FactList
        facts={[
          { label: t('frame.nav.segments'), value: data ? links('/segments', data) : '…' },
          { label: t('audience.lists.title'), value: links('/segments/lists', contact.lists) },
        ]}
      />
    </Panel>
  );
}
