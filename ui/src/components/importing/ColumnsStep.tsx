import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { PageWait } from '../PageWait.tsx';
import { Panel } from '../Panel.tsx';
import { ReportTable } from '../ReportTable.tsx';
import {
  byHand,
  type Chosen,
  choose,
  chosenAtFirst,
  fieldsByHeader,
  madeFields,
  missingFields,
} from './columns.ts';
import { FormatFields } from './FormatFields.tsx';
import { KeepMapping } from './KeepMapping.tsx';
import { OptionsFields } from './OptionsFields.tsx';
import { optionSpecs } from './options.ts';
import { guessReading, type Reading, readingOf } from './reading.ts';
import type { ImportKind, ImportRun, KnownMapping, Options } from './types.ts';
import { type MappingChoice, useImportKind, useKnownMappings } from './useImport.ts';
import { fieldName } from './words.ts';

const SAMPLES = 3;

export interface ColumnsStepProps {
  run: ImportRun;
  /** What is meant for the whole file, until something else is said. */
  options: Options | undefined;
  busy: boolean;
  onCheck: (choice: MappingChoice) => void;
}

/** Which column of the file becomes which field: by a known format, or by hand. */
export function ColumnsStep(props: ColumnsStepProps) {
  const kind = useImportKind(props.run.kind);
  const known = useKnownMappings(props.run.kind);
  if (!kind || !known) return <PageWait />;
  return <Choosing {...props} kind={kind} known={known} />;
}

function readingAtFirst(run: ImportRun, isKnown: boolean): Reading {
  const base = run.mapping ?? (isKnown ? run.suggested_mapping : null);
  return base ? readingOf(base) : guessReading(run.sample.flatMap(({ cells }) => cells));
}

function Choosing({
  run,
  options: given = {},
  busy,
  onCheck,
  kind,
  known,
}: ColumnsStepProps & { kind: ImportKind; known: KnownMapping[] }) {
  const t = useT();
  const format = useFormat();
  const suggested = run.mapping ?? run.suggested_mapping;
  const [name, setName] = useState(() => known.find((one) => one.name === suggested?.name)?.name ?? '');
  const [chosen, setChosen] = useState<Chosen>(() => chosenAtFirst(run.columns, suggested));
  const [reading, setReading] = useState(() => readingAtFirst(run, name !== ''));
  const [said, setSaid] = useState<Options>(run.mapping ? run.options : given);
  const mapping = known.find((one) => one.name === name);
  const made = mapping ? [] : madeFields(suggested, chosen);
  const missing = mapping ? [] : missingFields(kind.fields, chosen, made);
  const options = { ...(mapping?.definition.options ?? suggested?.options), ...said };
  const own = () => byHand(run, chosen, reading);

  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Panel title={t('importing.how')}>
        <FormatFields
          known={known}
          name={name}
          onName={setName}
          reading={mapping ? null : reading}
          onReading={setReading}
        />
      </Panel>
      <ColumnsTable
        run={run}
        kind={kind}
        mapping={mapping}
        chosen={chosen}
        onChoose={(header, field) => setChosen(choose(chosen, header, field))}
      />
      {made.length > 0 && (
        <p style={{ margin: 0, fontSize: '0.8125rem' }}>
          {t('importing.made', { fields: format.list(made.map((field) => fieldName(field, t))) })}
        </p>
      )}
      {optionSpecs(kind).length > 0 && (
        <Panel title={t('importing.options')}>
          <OptionsFields specs={optionSpecs(kind)} values={options} onChange={setSaid} />
        </Panel>
      )}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
        <Button
          variant="contained"
          disabled={busy || missing.length > 0 || run.columns.length === 0}
          onClick={() =>
            onCheck({ ...(mapping ? { mapping_name: mapping.name } : { mapping: own() }), options })
          }
        >
          {t('importing.check')}
        </Button>
        <KeepMapping
          mapping={mapping}
          disabled={missing.length > 0}
          asMapping={own}
          options={said}
          headers={run.columns.filter((header) => chosen[header])}
          onKept={setName}
          onForgotten={() => setName('')}
        />
        {missing.length > 0 && (
          <span role="status">
            {t('importing.missing', { fields: format.list(missing.map((field) => fieldName(field, t))) })}
          </span>
        )}
      </div>
    </div>
  );
}

interface ColumnsTableProps {
  run: ImportRun;
  kind: ImportKind;
  mapping: KnownMapping | undefined;
  chosen: Chosen;
  onChoose: (header: string, field: string) => void;
}

function ColumnsTable({ run, kind, mapping, chosen, onChoose }: ColumnsTableProps) {
  const t = useT();
  const format = useFormat();
  const given = mapping && fieldsByHeader(mapping.definition, run.columns);
  const rows = run.columns.map((header, i) => ({
    id: header,
    header,
    cells: run.sample.map(({ cells }) => cells[i] ?? '').filter(Boolean),
  }));
  return (
    <ReportTable
      label={t('importing.step_columns')}
      rows={rows}
      columns={[
        { name: 'header', label: t('importing.column'), main: true, render: (row) => row.header },
        {
          name: 'sample',
          label: t('importing.sample'),
          render: (row) => (
            <span style={{ overflowWrap: 'anywhere' }}>{row.cells.slice(0, SAMPLES).join(' · ')}</span>
          ),
        },
        {
          name: 'field',
          label: t('importing.field'),
          width: 260,
          render: (row) =>
            given ? (
              format.list((given.get(row.header) ?? []).map((field) => fieldName(field, t))) ||
              t('importing.ignore')
            ) : (
              <FieldSelect
                header={row.header}
                kind={kind}
                value={chosen[row.header] ?? ''}
                onChange={(field) => onChoose(row.header, field)}
              />
            ),
        },
      ]}
    />
  );
}

interface FieldSelectProps {
  header: string;
  kind: ImportKind;
  value: string;
  onChange: (field: string) => void;
}

function FieldSelect({ header, kind, value, onChange }: FieldSelectProps) {
  const t = useT();
  return (
    <TextField
      select
      fullWidth
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        select: {
          displayEmpty: true,
          SelectDisplayProps: { 'aria-label': `${header}: ${t('importing.field')}` },
        },
      }}
      sx={{ minWidth: 160, '& .MuiSelect-select': value ? {} : { color: 'text.secondary' } }}
    >
      <MenuItem value="">{t('importing.ignore')}</MenuItem>
      {kind.fields.map((field) => (
        <MenuItem key={field.name} value={field.name} title={field.description}>
          {fieldName(field.name, t)}
          {field.required && ' *'}
        </MenuItem>
      ))}
    </TextField>
  );
}
