import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { PageWait } from '../PageWait.tsx';
import { Panel } from '../Panel.tsx';
import { SimpleTable } from '../SimpleTable.tsx';
import { byHand, type Chosen, chosenAtFirst, missingFields } from './columns.ts';
import type { ImportRun } from './types.ts';
import { type MappingChoice, useImportKind, useKnownMappings } from './useImport.ts';

const OWN = '';
const SAMPLES = 3;

export interface ColumnsStepProps {
  run: ImportRun;
  busy: boolean;
  onCheck: (choice: MappingChoice) => void;
}

/** Which column of the file becomes which field: by a known format, or by hand. */
export function ColumnsStep({ run, busy, onCheck }: ColumnsStepProps) {
  const t = useT();
  const format = useFormat();
  const kind = useImportKind(run.kind);
  const known = useKnownMappings(run.kind);
  const suggested = run.mapping ?? run.suggested_mapping;
  const isKnown = known.some(({ name }) => name === suggested?.name);
  const [name, setName] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen>(() => chosenAtFirst(run.columns, suggested));
  if (!kind) return <PageWait />;

  const mappingName = name ?? (isKnown ? (suggested?.name ?? OWN) : OWN);
  const own = mappingName === OWN;
  const missing = own ? missingFields(kind.fields, chosen) : [];
  const rows = run.columns.map((header, i) => ({
    id: header,
    header,
    cells: run.sample.map(({ cells }) => cells[i] ?? ''),
  }));

  return (
    <Panel title={t('importing.step_columns')} flush>
      <div style={{ padding: '4px 16px 12px', maxWidth: 360 }}>
        <TextField
          select
          label={t('importing.mapping')}
          value={mappingName}
          onChange={(event) => setName(event.target.value)}
        >
          <MenuItem value={OWN}>{t('importing.mapping_own')}</MenuItem>
          {known.map((mapping) => (
            <MenuItem key={`${mapping.id}-${mapping.name}`} value={mapping.name}>
              {mapping.title}
            </MenuItem>
          ))}
        </TextField>
      </div>
      <SimpleTable
        label={t('importing.step_columns')}
        rows={rows}
        columns={[
          { name: 'header', label: t('importing.column'), main: true, render: (row) => row.header },
          {
            name: 'sample',
            label: t('importing.sample'),
            render: (row) => row.cells.slice(0, SAMPLES).join(' · '),
          },
          {
            name: 'field',
            label: t('importing.field'),
            width: 240,
            render: (row) =>
              own ? (
                <TextField
                  select
                  value={chosen[row.header] ?? ''}
                  onChange={(event) => setChosen({ ...chosen, [row.header]: event.target.value })}
                  slotProps={{ htmlInput: { 'aria-label': `${row.header}: ${t('importing.field')}` } }}
                >
                  <MenuItem value="">{t('importing.ignore')}</MenuItem>
                  {kind.fields.map((field) => (
                    <MenuItem key={field.name} value={field.name} title={field.description}>
                      {field.name}
                    </MenuItem>
                  ))}
                </TextField>
              ) : (
                t('importing.by_format')
              ),
          },
        ]}
      />
      <div style={{ padding: 16, display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
        <Button
          variant="contained"
          disabled={busy || missing.length > 0}
          onClick={() => onCheck(own ? { mapping: byHand(run, chosen) } : { mapping_name: mappingName })}
        >
          {t('importing.check')}
        </Button>
        {missing.length > 0 && (
          <span role="status">{t('importing.missing', { fields: format.list(missing) })}</span>
        )}
      </div>
    </Panel>
  );
}
