import Button from '@mui/material/Button';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { actorWords } from '../actorWords.ts';
import { DateTime } from '../DateTime.tsx';
import { ReportTable } from '../ReportTable.tsx';
import { StateChip } from '../StateChip.tsx';
import type { ImportSummary } from './types.ts';
import { useEarlierImports } from './useImport.ts';

/** A run's status in the words of states that every list knows. */
const states: Record<ImportSummary['status'], string> = {
  uploaded: 'draft',
  checking: 'validating',
  checked: 'draft',
  running: 'importing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** The last files of the kind, with what they brought; one that was not finished can be gone on with. */
export function EarlierImports({ kind, onOpen }: { kind: string; onOpen: (id: number) => void }) {
  const t = useT();
  const format = useFormat();
  const { data } = useEarlierImports(kind);
  if (!data || data.data.length === 0) return null;
  return (
    <ReportTable
      title={t('importing.earlier')}
      label={t('importing.earlier')}
      rows={data.data}
      columns={[
        {
          name: 'file_name',
          label: t('importing.step_file'),
          main: true,
          render: (row) => (
            <Button
              variant="text"
              color="primary"
              sx={{ p: 0, minHeight: 0, minWidth: 0, textAlign: 'left', overflowWrap: 'anywhere' }}
              onClick={() => onOpen(row.id)}
            >
              {row.file_name}
            </Button>
          ),
        },
        {
          name: 'status',
          label: t('importing.status'),
          render: (row) => (
            <StateChip state={states[row.status]} label={t(`importing.run.${row.status}`)} quiet />
          ),
        },
        {
          name: 'rows',
          label: t('importing.rows'),
          numeric: true,
          render: (row) => format.integer(row.started_at ? row.rows_read : null),
        },
        {
          name: 'created',
          label: t('importing.created'),
          numeric: true,
          render: (row) => format.integer(row.started_at ? row.created_count : null),
        },
        {
          name: 'changed',
          label: t('importing.updated'),
          numeric: true,
          render: (row) => format.integer(row.started_at ? row.changed_count : null),
        },
        {
          name: 'rejected',
          label: t('importing.rejected'),
          numeric: true,
          render: (row) => format.integer(row.started_at ? row.rows_rejected : null),
        },
        { name: 'by', label: t('importing.by'), render: (row) => actorWords(row.created_by, t) },
        {
          name: 'at',
          label: t('importing.at'),
          render: (row) => <DateTime value={row.created_at} relative />,
        },
      ]}
    />
  );
}
