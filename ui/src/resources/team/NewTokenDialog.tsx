import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Shape } from '~/api/types.ts';
import { CopyBox } from '~/components/CopyBox.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { ScopesInput } from './ScopesInput.tsx';

type Made = Shape<'NewToken'>;

const lives = ['30', '90', '365', 'never'] as const;
const DAY_MS = 24 * 3600_000;

export interface TokenValues {
  name: string;
  lives: (typeof lives)[number];
  may: 'all' | 'some';
  scopes: string[];
}

/** A new key for a program; its secret is seen this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { act } = useAct<Made>();
  const [made, setMade] = useState<Made | null>(null);
  if (made) return <Secret made={made} onClose={onClose} />;
  return (
    <FormDialog<TokenValues>
      title={t('team.tokens.new')}
      text={t('team.tokens.new_text')}
      verb={t('team.tokens.make')}
      size="sm"
      defaults={{ name: '', lives: '90', may: 'all', scopes: [] }}
      onClose={onClose}
      onSubmit={async (values) => {
        const body = toApi(values, Date.now());
        setMade(await act({ path: 'tokens', body, refresh: ['tokens', 'audit'], answers: 'all' }));
      }}
    >
      <TextInput
        name="name"
        label={t('team.field.name')}
        hint={t('team.tokens.name_hint')}
        required
        autoFocus
      />
      <SelectInput
        name="lives"
        label={t('team.field.expires')}
        required
        choices={lives.map((value) => ({ value, label: t(`team.tokens.lives_${value}`) }))}
      />
      <SelectInput
        name="may"
        label={t('team.tokens.scopes')}
        required
        choices={(['all', 'some'] as const).map((value) => ({ value, label: t(`team.tokens.may_${value}`) }))}
      />
      <Chosen />
    </FormDialog>
  );
}

function Chosen() {
  const { control } = useFormContext<TokenValues>();
  return useWatch({ control, name: 'may' }) === 'some' ? <ScopesInput /> : null;
}

export function toApi({ name, lives: days, may, scopes }: TokenValues, now: number) {
  return {
    name,
    ...(days !== 'never' && { expires_at: new Date(now + Number(days) * DAY_MS).toISOString() }),
    ...(may === 'some' && { scopes }),
  };
}

function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useT();
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('team.tokens.made', { name: made.details.name })}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4, fontSize: '0.8125rem', lineHeight: '19px' }}>
        <p style={{ margin: 0 }}>{t('team.tokens.secret_text')}</p>
        <CopyBox label={t('team.tokens.secret')} text={made.token} />
        <CopyBox label={t('team.tokens.header')} text={`Authorization: Bearer ${made.token}`} />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('team.tokens.kept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
