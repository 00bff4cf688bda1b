import { useState } from 'react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { RowAct } from '~/components/RowAct.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';

export type SpendName = Shape<'SpendNameShape'>;

/** What files of spend call campaigns: those that are linked, and those that still wait. */
export function SpendNames() {
  const t = useT();
  const may = useCan('attribution.spend');
  const [linking, setLinking] = useState<SpendName | null>(null);
  const columns = useColumns(may ? setLinking : null);
  return (
    <section style={{ marginTop: 24 }}>
      <h2 style={{ fontSize: '1rem', lineHeight: '22px', margin: '0 0 8px' }}>{t('ads.names.title')}</h2>
      <List<SpendName>
        resource="spend-names"
        label={t('ads.names.title')}
        columns={columns}
        defaultSort="-last_seen_at"
        search={t('ads.names.search')}
        filters={[{ name: 'linked', label: t('ads.names.is_linked'), kind: 'flag' }]}
        empty={<EmptyState small title={t('ads.names.none')} text={t('ads.names.none_text')} />}
      />
      {linking && <LinkDialog name={linking} onClose={() => setLinking(null)} />}
    </section>
  );
}

function LinkDialog({ name, onClose }: { name: SpendName; onClose: () => void }) {
  const t = useT();
  const { act } = useAct<SpendName>();
  const path = `attribution/spend-names/${name.id}`;
  return (
    <FormDialog<{ campaign_id: number | null }>
      title={t('ads.names.link_title', { name: name.name })}
      text={t('ads.names.link_text')}
      verb={t('ads.names.link')}
      defaults={{ campaign_id: name.campaign_id }}
      onClose={onClose}
      onSubmit={async ({ campaign_id }) => {
        await act({
          method: 'PUT',
          path,
          body: { campaign_id },
          done: ({ campaign_name }) => t('ads.names.linked', { name: name.name, campaign: campaign_name }),
          undo: () => request('PUT', path, { body: { campaign_id: name.campaign_id } }),
          refresh: ['spend-names'],
          answers: 'all',
        });
        onClose();
      }}
    >
      <ReferenceInput
        name="campaign_id"
        label={t('ads.names.campaign')}
        resource="ad-campaigns"
        optionLabel={(campaign: AdCampaign) => campaign.name}
        required
      />
    </FormDialog>
  );
}

function useColumns(onLink: ((name: SpendName) => void) | null): Column<SpendName>[] {
  const t = useT();
  const { act, busy } = useAct();
  const forget = ({ id, name, campaign_id }: SpendName) =>
    act({
      method: 'DELETE',
      path: `attribution/spend-names/${id}`,
      done: t('ads.names.forgotten', { name }),
      undo: () => request('POST', 'attribution/spend-names', { body: { name, campaign_id } }),
      // A name without a campaign comes back by itself, with the next file that uses it.
      undoable: () => campaign_id !== null,
      refresh: ['spend-names'],
    }).catch(() => undefined);
  const acts: Column<SpendName> = {
    name: 'act',
    label: t('ads.field.acts'),
    sortable: false,
    width: 170,
    render: (row) => (
      <span data-no-row-click style={{ display: 'inline-flex', gap: 20, position: 'relative' }}>
        <RowAct
          label={t(row.campaign_id === null ? 'ads.names.link_to' : 'ads.names.relink')}
          full={t('ads.names.link_name', { name: row.name })}
          onAct={() => onLink?.(row)}
        />
        <RowAct
          label={t('ads.names.forget')}
          full={t('ads.names.forget_name', { name: row.name })}
          disabled={busy}
          onAct={() => void forget(row)}
        />
      </span>
    ),
  };
  return [
    { name: 'name', label: t('ads.names.name'), main: true, render: (row) => row.name },
    {
      name: 'campaign',
      label: t('ads.names.campaign'),
      minWidth: 160,
      render: (row) =>
        row.campaign_id === null ? (
          t('ads.names.no_campaign')
        ) : (
          <Link to={`/ads/${row.campaign_id}`}>{row.campaign_name}</Link>
        ),
    },
    {
      name: 'seen_in',
      label: t('ads.names.seen_in'),
      sortable: false,
      minWidth: 140,
      render: (row) => row.seen_in ?? '–',
    },
    {
      name: 'last_seen_at',
      label: t('ads.names.last_seen'),
      width: 140,
      render: (row) => <DateTime value={row.last_seen_at} relative />,
    },
    ...(onLink ? [acts] : []),
  ];
}
