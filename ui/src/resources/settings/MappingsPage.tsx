import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useAct } from '~/components/useAct.ts';
import { type Translate, useT } from '~/i18n/useT.ts';
import { SettingsPage } from './SettingsPage.tsx';

type Mapping = Shape<'MappingShape'>;

/** How files of others are read: the formats that come with Souk, and those kept while importing. */
export function MappingsPage() {
  const t = useT();
  const [deleting, setDeleting] = useState<Mapping | null>(null);
  const { act, busy } = useAct();
  const { data, error, refetch } = useQuery({
    queryKey: ['mappings'],
    queryFn: ({ signal }) => request<Mapping[]>('GET', 'imports/mappings', { signal }),
  });
  return (
    <SettingsPage open="imports">
      <p style={{ margin: '0 0 12px', fontSize: '0.8125rem', lineHeight: '19px' }}>
        {t('settings.mappings_text')}
      </p>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ReportTable
          label={t('settings.tab.imports')}
          rows={data.map((mapping) => ({
            ...mapping,
            key: mapping.id,
            id: `${mapping.kind} ${mapping.name}`,
          }))}
          columns={[
            {
              name: 'title',
              label: t('settings.mapping'),
              main: true,
              render: (row) => row.title || row.name,
            },
            {
              name: 'kind',
              label: t('settings.mapping_for'),
              render: (row) =>
                t(`settings.mapping_kind.${row.kind}` as Parameters<Translate>[0], {
                  _: row.kind.replaceAll('_', ' '),
                }),
            },
            {
              name: 'columns',
              label: t('settings.mapping_fields'),
              render: (row) => Object.keys(row.definition.columns ?? {}).length,
              numeric: true,
            },
            {
              name: 'origin',
              label: t('settings.mapping_from'),
              render: (row) => t(row.key === null ? 'settings.mapping_shipped' : 'settings.mapping_own'),
            },
            {
              name: 'act',
              label: t('action.delete'),
              width: 110,
              render: (row) =>
                row.key !== null && (
                  <Button
                    size="small"
                    variant="text"
                    color="error"
                    aria-label={t('settings.mapping_delete_of', { name: row.title || row.name })}
                    onClick={() => setDeleting({ ...row, id: row.key })}
                  >
                    {t('action.delete')}
                  </Button>
                ),
            },
          ]}
        />
      ) : (
        <PageWait />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('settings.mapping_delete_ask', { name: deleting.title || deleting.name })}
          text={t('settings.mapping_delete_text')}
          verb={t('settings.mapping_delete')}
          danger
          busy={busy}
          onClose={() => setDeleting(null)}
          onConfirm={async () => {
            await act({
              method: 'DELETE',
              path: `imports/mappings/${deleting.id}`,
              done: t('settings.mapping_deleted'),
              refresh: ['mappings'],
            });
            setDeleting(null);
          }}
        />
      )}
    </SettingsPage>
  );
}
