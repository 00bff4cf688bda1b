import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Shape } from '~/api/types.ts';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { Page } from '~/components/Page.tsx';
import { RowAct } from '~/components/RowAct.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { LiftDialog } from './ConsentPanel.tsx';
import { sourceWords } from './contact.ts';
import { GroupTabs } from './GroupTabs.tsx';
import { reasons } from './SuppressContactDialog.tsx';
import { SuppressDialog } from './SuppressDialog.tsx';

type Suppression = Shape<'SuppressionShape'>;

/** Numbers never to be messaged, whatever their contacts' consent. */
export default function SuppressionList() {
  const t = useT();
  const mayEdit = useCan('audience.edit');
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const add = mayEdit && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setAdding(true)}
    >
      {t('audience.suppress.add')}
    </Button>
  );
  return (
    <Page title={t('audience.suppressions.title')} note={t('audience.suppressions.note')} actions={add}>
      <GroupTabs open="suppressions" />
      <List<Suppression>
        resource="suppressions"
        label={t('audience.suppressions.title')}
        defaultSort="-created_at"
        tabs={{
          name: 'reason',
          tabs: reasons.map((value) => ({ value, label: t(`audience.reason.${value}`) })),
        }}
        filters={[{ name: 'phone', label: t('audience.suppressions.number'), kind: 'text' }]}
        exports={{ path: 'audience/suppressions/export' }}
        columns={useColumns(mayEdit ? setLifting : null)}
        empty={
          <EmptyState title={t('audience.suppressions.none')} text={t('audience.suppressions.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {adding && <SuppressDialog onClose={() => setAdding(false)} />}
      {lifting && <LiftDialog suppression={lifting} onClose={() => setLifting(null)} />}
    </Page>
  );
}

function useColumns(onLift: ((suppression: Suppression) => void) | null): Column<Suppression>[] {
  const t = useT();
  const number = (row: Suppression) => row.phone ?? t('audience.suppressions.erased_number');
  const act: Column<Suppression> = {
    name: 'act',
    label: t('audience.field.acts'),
    sortable: false,
    width: 110,
    render: (row) => (
      <RowAct
        label={t('audience.suppressions.lift')}
        full={t('audience.suppressions.lift_one', { phone: number(row) })}
        onAct={() => onLift?.(row)}
      />
    ),
  };
  return [
    { name: 'phone', label: t('audience.field.phone'), main: true, sortable: false, render: number },
    {
      name: 'reason',
      label: t('audience.field.reason'),
      width: 180,
      render: (row) => t(`audience.reason.${row.reason}`),
    },
    {
      name: 'source',
      label: t('audience.consent_of.source'),
      width: 200,
      render: (row) => sourceWords(row.source, t),
    },
    {
      name: 'created_at',
      label: t('audience.suppressions.since'),
      width: 160,
      render: (row) => <DateTime value={row.suppressed_at} relative />,
    },
    {
      name: 'created_by',
      label: t('audience.field.created_by'),
      sortable: false,
      width: 200,
      render: (row) => actorWords(row.created_by, t),
    },
    ...(onLift ? [act] : []),
  ];
}
