import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Switch from '@mui/material/Switch';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { Pause, Plus } from 'lucide-react';
import { useState } from 'react';
import { Problem } from '~/api/problem.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { ConflictDialog } from '~/components/ConflictDialog.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { FileDrop } from '~/components/FileDrop.tsx';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';
import { TrackerPanel } from '~/components/Progress.tsx';
import { PeriodPicker } from '~/components/period/PeriodPicker.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { toast } from '~/components/toasts.ts';
import { Wizard } from '~/components/Wizard.tsx';
import { knownStates } from '~/states.ts';
import { trackers } from './sampleServer.ts';

type Open = 'confirm' | 'conflict' | null;

export default function Parts() {
  const [open, setOpen] = useState<Open>(null);
  const [step, setStep] = useState('columns');
  const close = () => setOpen(null);
  const running = trackers[0];
  return (
    <Page title="Components" note="samples, no data" actions={<PeriodPicker />}>
      <div style={{ display: 'grid', gap: 16 }}>
        <Panel title="Every state">
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: '10px 20px', paddingLeft: 7 }}>
            {knownStates.map((state) => (
              <StateChip key={state} state={state} />
            ))}
          </div>
        </Panel>
        <Panel title="Controls">
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
            <Button variant="contained" startIcon={<Plus size={16} />}>
              New campaign
            </Button>
            <Button startIcon={<Pause size={16} />}>Pause</Button>
            <Button color="error">Remove</Button>
            <Button variant="contained" color="error" onClick={() => setOpen('confirm')}>
              Cancel 12 orders
            </Button>
            <Button variant="contained" disabled>
              Not yet
            </Button>
            <Button variant="text" color="primary" onClick={() => setOpen('conflict')}>
              Conflict
            </Button>
            <Button
              variant="text"
              onClick={() => toast('The campaign is paused', { undo: async () => undefined })}
            >
              Toast
            </Button>
            <Button variant="text" onClick={() => toast('It could not be saved', { tone: 'bad' })}>
              Bad toast
            </Button>
            <ToggleButtonGroup exclusive value="split" aria-label="Mode">
              <ToggleButton value="split">Split</ToggleButton>
              <ToggleButton value="full">Full</ToggleButton>
            </ToggleButtonGroup>
            <Checkbox defaultChecked slotProps={{ input: { 'aria-label': 'Checked' } }} />
            <Checkbox slotProps={{ input: { 'aria-label': 'Unchecked' } }} />
            <Switch defaultChecked slotProps={{ input: { 'aria-label': 'On' } }} />
            <Switch slotProps={{ input: { 'aria-label': 'Off' } }} />
          </div>
        </Panel>
        {running && <TrackerPanel tracker={running} failuresTo="?tab=errors" />}
        {running && (
          <TrackerPanel
            tracker={{
              ...running,
              status: 'completed',
              progress: 100,
              phases: [],
              completed_at: running.last_activity_at,
            }}
            title="Finished, some failed"
          />
        )}
        {running && (
          <TrackerPanel
            tracker={{ ...running, status: 'failed', phases: [], error: 'the file is damaged at line 4,411' }}
            title="Stopped"
          />
        )}
        <ErrorState
          error={new Problem(500, { detail: 'x', request_id: '01JD-7K2M' })}
          title="Stock could not be loaded"
          onRetry={() => undefined}
        />
        <Panel>
          <EmptyState
            title="No campaigns yet"
            text="An ad campaign says which products were advertised, where and when. Its share of every sale is counted from then on."
          >
            <Button variant="contained">Make the first</Button>
            <Button>Import from a file</Button>
          </EmptyState>
        </Panel>
        <Panel title="Wizard">
          <Wizard
            label="Import"
            at={step}
            onGo={setStep}
            steps={[
              { name: 'file', label: 'File', chosen: 'orders.csv', ready: true },
              { name: 'columns', label: 'Columns', ready: true },
              { name: 'check', label: 'Check', ready: false },
            ]}
            effect={<Panel title="What it will do">5,000 rows, of which 12 are rejected.</Panel>}
          >
            <FileDrop endings={['.csv']} kinds="CSV" file={null} onFile={() => undefined} />
          </Wizard>
        </Panel>
      </div>
      {open === 'confirm' && (
        <ConfirmDialog
          title="Cancel 12 orders?"
          text="Their stock is set free and their sales leave every report. What was refunded stays refunded."
          facts={[
            { label: 'Orders', value: '12' },
            { label: 'Revenue taken back', value: '€1,204.80', strong: true },
          ]}
          verb="Cancel 12 orders"
          back="Keep them"
          tick="I have told the customers"
          danger
          onConfirm={close}
          onClose={close}
        />
      )}
      {open === 'conflict' && (
        <ConflictDialog
          fields={[
            { label: 'Name', mine: 'Autumn', theirs: 'Autumn 2026' },
            { label: 'Daily budget', mine: '€180.00', theirs: '€95.00' },
          ]}
          onKeepTheirs={close}
          onSaveMine={close}
        />
      )}
    </Page>
  );
}
