import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { styled } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { saveFile } from '~/api/saveFile.ts';
import { meKey } from '~/api/session.ts';
import { CopyBox } from '~/components/CopyBox.tsx';
import { useT } from '~/i18n/useT.ts';

export interface RecoveryCodesProps {
  codes: string[];
  email: string;
  onDone: () => void;
}

/** Codes that stand in for a lost phone, each once; shown this one time. */
export function RecoveryCodes({ codes, email, onDone }: RecoveryCodesProps) {
  const t = useT();
  const queries = useQueryClient();
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  async function done() {
    await queries.invalidateQueries({ queryKey: meKey });
    onDone();
  }
  return (
    <Sheet>
      <p>{t('me.recovery.text')}</p>
      <CopyBox label={t('me.recovery.title')} text={text} />
      <Button
        sx={{ justifySelf: 'start' }}
        startIcon={<Download size={15} strokeWidth={1.8} />}
        onClick={() =>
          saveFile(
            'souk-recovery-codes.txt',
            `${t('me.recovery.file', { email })}\n\n${text}\n`,
            'text/plain',
          )
        }
      >
        {t('me.recovery.save')}
      </Button>
      <FormControlLabel
        control={<Checkbox checked={kept} onChange={(_, checked) => setKept(checked)} />}
        label={t('me.recovery.kept')}
      />
      <Button variant="contained" disabled={!kept} sx={{ justifySelf: 'start' }} onClick={() => void done()}>
        {t('me.recovery.done')}
      </Button>
    </Sheet>
  );
}

const Sheet = styled('div')({
  display: 'grid',
  gap: 12,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& p': { margin: 0 },
});
