import Button from '@mui/material/Button';
import { useGetOne } from 'ra-core';
import { type ReactNode, useState } from 'react';
import type { Shape } from '~/api/types.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { FactList } from '~/components/FactList.tsx';
import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { ChangedBy } from './ChangedBy.tsx';

export type AreaName = 'attribution' | 'pricing' | 'security' | 'retention';
type Area = Shape<'AreaShape'> & { id: string };

export interface AreaPanelProps<V> {
  area: AreaName;
  facts: (values: V) => { label: string; value: ReactNode }[];
  /** The fields it is changed in. */
  children: ReactNode;
}

/** One area of settings: shown, and changed and saved by itself, under its own version. */
export function AreaPanel<V extends Record<string, unknown>>({ area, facts, children }: AreaPanelProps<V>) {
  const t = useT();
  const mayEdit = useCan('settings.edit');
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useGetOne<Area>('settings', { id: area });
  const title = t(`settings.area.${area}`);
  return (
    <Panel
      flush
      title={title}
      aside={
        mayEdit &&
        data && (
          <Button aria-label={t('settings.edit_of', { name: title })} onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <FactList facts={facts(data.values as V)} />
          <ChangedBy at={data.changed_at} by={data.changed_by} />
        </>
      ) : (
        <PageWait />
      )}
      {editing && data && (
        <RecordDialog<V, Area>
          title={title}
          resource="settings"
          record={data}
          defaults={{} as never}
          fromRecord={({ values }) => values as never}
          toApi={(values) => values}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            toast(t('form.saved'));
          }}
        >
          {children}
        </RecordDialog>
      )}
    </Panel>
  );
}
