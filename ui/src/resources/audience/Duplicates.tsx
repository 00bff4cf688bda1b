import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { request } from '~/api/request.ts';
import type { PageOf, Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { Pager } from '~/components/list/Pager.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { RowAct } from '~/components/RowAct.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { type Contact, contactName } from './contact.ts';
import { ConsentChip } from './contactColumns.tsx';
import { MergeDialog } from './MergeDialog.tsx';

const PER_PAGE = 25;

/** Contacts that share a number or an address: one person, or a family. */
export default function Duplicates() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const page = Math.max(1, Number(params.get('page')) || 1);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['contacts', 'duplicates', page],
    queryFn: ({ signal }) => groupsOf(page, signal),
  });
  return (
    <Page
      title={t('audience.duplicates.title')}
      note={t('audience.duplicates.note')}
      crumbs={[{ label: t('frame.nav.contacts'), to: '/contacts' }]}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <PageWait />}
      {data?.total === 0 && (
        <Panel>
          <EmptyState title={t('audience.duplicates.none')} text={t('audience.duplicates.none_text')} />
        </Panel>
      )}
      {data && data.total > 0 && (
        <div style={{ display: 'grid', gap: 16 }}>
          {data.groups.map((group) => (
            <Group key={`${group.what}-${group.contacts[0]?.id}`} {...group} />
          ))}
          <Pager
            page={page}
            perPage={PER_PAGE}
            total={data.total}
            onChange={(change) => setParams({ page: String(change.page ?? 1) })}
          />
        </div>
      )}
    </Page>
  );
}

async function groupsOf(page: number, signal: AbortSignal) {
  const found = await request<PageOf<Shape<'DuplicateShape'>>>('GET', 'audience/contacts/duplicates', {
    query: { page, per_page: PER_PAGE },
    signal,
  });
  const ids = [...new Set(found.data.flatMap(({ contact_ids }) => contact_ids))];
  const contacts =
    ids.length > 0
      ? await request<PageOf<Contact>>('GET', 'audience/contacts', {
          query: { id: ids, per_page: 200 },
          signal,
        })
      : { data: [] };
  const byId = new Map(contacts.data.map((contact) => [contact.id, contact]));
  const groups = found.data.map(({ what, contact_ids }) => ({
    what: what as 'phone' | 'email',
    contacts: contact_ids.flatMap((id) => byId.get(id) ?? []),
  }));
  return { total: found.total, groups };
}

function Group({ what, contacts }: { what: 'phone' | 'email'; contacts: Contact[] }) {
  const t = useT();
  const format = useFormat();
  const mayMerge = useCan('audience.merge');
  const [keeping, setKeeping] = useState<Contact | null>(null);
  const other = contacts.find(({ id }) => id !== keeping?.id)?.id;
  return (
    <>
      <ReportTable<Contact>
        title={t(`audience.duplicates.by_${what}`, { value: contacts[0]?.[what] ?? '' })}
        label={t('audience.duplicates.title')}
        rows={contacts}
        columns={[
          {
            name: 'name',
            label: t('audience.field.name'),
            main: true,
            render: (row) => <Link to={`/contacts/${row.id}`}>{contactName(row, t)}</Link>,
          },
          { name: 'email', label: t('audience.field.email'), render: (row) => row.email ?? '–' },
          { name: 'phone', label: t('audience.field.phone'), render: (row) => row.phone ?? '–' },
          {
            name: 'consent',
            label: t('audience.field.sms_consent'),
            render: (row) => <ConsentChip contact={row} />,
          },
          {
            name: 'orders',
            label: t('audience.field.orders'),
            numeric: true,
            render: (row) => format.integer(row.orders_count),
          },
          {
            name: 'spent',
            label: t('audience.field.spent'),
            numeric: true,
            render: (row) => format.money(row.spent),
          },
          {
            name: 'last',
            label: t('audience.field.last_order'),
            render: (row) => <DateTime value={row.last_order_at} relative />,
          },
          {
            name: 'keep',
            label: '',
            numeric: true,
            render: (row) =>
              mayMerge && (
                <RowAct
                  label={t('audience.duplicates.keep')}
                  full={t('audience.duplicates.keep_one', { name: contactName(row, t) })}
                  onAct={() => setKeeping(row)}
                />
              ),
          },
        ]}
      />
      {keeping && other !== undefined && (
        <MergeDialog contact={keeping} other={other} onClose={() => setKeeping(null)} />
      )}
    </>
  );
}
