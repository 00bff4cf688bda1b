import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import type { AfterImportProps } from '~/components/importing/ImportResult.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { CampaignPicker, type PickedCampaign } from './CampaignPicker.tsx';

type ImportedName = Shape<'ImportedNameShape'>;

/** The names of this file that no campaign has: each is linked to one, and then the file is read again. */
export function SpendNamesOfImport({ run, busy, onRepeat, onAnother }: AfterImportProps) {
  const t = useT();
  const { data: names = [] } = useQuery({
    queryKey: ['spend-names', 'of import', run.id, run.finished_at],
    queryFn: ({ signal }) =>
      request<ImportedName[]>('GET', `attribution/imports/${run.id}/spend-names`, { signal }),
    enabled: run.rows_rejected > 0,
  });
  if (names.length === 0) return null;
  const waiting = names.filter(({ campaign_id }) => campaign_id === null).length;
  const someLinked = waiting < names.length;
  return (
    <section style={{ display: 'grid', gap: 12 }}>
      <p style={{ margin: 0 }}>{t('ads.names.of_file_text')}</p>
      <NamesTable names={names} />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        {onRepeat ? (
          <Button variant="contained" disabled={busy || !someLinked} onClick={onRepeat}>
            {t(run.status === 'completed' ? 'ads.names.import_again' : 'ads.names.check_again')}
          </Button>
        ) : (
          someLinked && <Button onClick={onAnother}>{t('ads.names.choose_again')}</Button>
        )}
        <span role="status">
          {waiting > 0
            ? t('ads.names.waiting', { smart_count: waiting })
            : onRepeat
              ? t('ads.names.all_linked')
              : t('ads.names.all_linked_choose')}
        </span>
      </div>
    </section>
  );
}

function NamesTable({ names }: { names: ImportedName[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <ReportTable
      title={t('ads.names.of_file')}
      label={t('ads.names.of_file')}
      rows={names.map((name) => ({ ...name, record: name.id, id: name.name }))}
      columns={[
        {
          name: 'name',
          label: t('ads.names.name'),
          main: true,
          render: (row) => <span style={{ overflowWrap: 'anywhere' }}>{row.name}</span>,
        },
        {
          name: 'rows',
          label: t('importing.rows'),
          numeric: true,
          width: 80,
          render: (row) => format.integer(row.rows),
        },
        {
          name: 'campaign',
          label: t('ads.names.campaign'),
          width: 360,
          render: (row) => <Linking key={row.campaign_id} name={row.name} linked={row.campaign_name} />,
        },
      ]}
    />
  );
}

function Linking({ name, linked }: { name: string; linked: string | null }) {
  const t = useT();
  const [picked, setPicked] = useState<PickedCampaign | null>(null);
  const { act, busy } = useAct();
  if (linked !== null) return linked;
  const link = () =>
    act({
      path: 'attribution/spend-names',
      body: { name, campaign_id: picked?.id },
      done: t('ads.names.linked', { name, campaign: picked?.name }),
      refresh: ['spend-names'],
    }).catch(() => undefined);
  return (
    <span style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8 }}>
      <span style={{ flex: 1, minWidth: 168 }}>
        <CampaignPicker label={t('ads.names.campaign_of', { name })} value={picked} onChange={setPicked} />
      </span>
      <Button
        disabled={!picked || busy}
        aria-label={t('ads.names.link_name', { name })}
        onClick={() => void link()}
      >
        {t('ads.names.link')}
      </Button>
    </span>
  );
}
