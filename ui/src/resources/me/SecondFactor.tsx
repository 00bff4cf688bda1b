import Button from '@mui/material/Button';
import { useState } from 'react';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { CodeDialog } from './CodeDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';

type Step = 'set_up' | 'renew' | 'remove' | null;

/** The authenticator app: set up, its recovery codes renewed, taken away. */
export function SecondFactor() {
  const t = useT();
  const { user } = useMe();
  const [step, setStep] = useState<Step>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) {
    return <RecoveryCodes codes={codes} email={user.email} onDone={() => setCodes(null)} />;
  }
  if (step === 'set_up') {
    return (
      <SecondFactorSetup
        onCancel={() => setStep(null)}
        onDone={(fresh) => {
          setStep(null);
          setCodes(fresh);
        }}
      />
    );
  }
  return (
    <div style={{ display: 'grid', gap: 12, fontSize: '0.8125rem', lineHeight: '19px' }}>
      <div>
        <StateChip
          state={user.totp_enabled ? 'active' : 'inactive'}
          label={t(user.totp_enabled ? 'me.second_factor.on' : 'me.second_factor.off')}
        />
      </div>
      <p style={{ margin: 0 }}>
        {t(user.totp_enabled ? 'me.second_factor.on_text' : 'me.second_factor.text')}
      </p>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        {user.totp_enabled ? (
          <>
            <Button onClick={() => setStep('renew')}>{t('me.second_factor.renew')}</Button>
            <Button color="error" onClick={() => setStep('remove')}>
              {t('me.second_factor.remove')}
            </Button>
          </>
        ) : (
          <Button variant="contained" onClick={() => setStep('set_up')}>
            {t('me.second_factor.set_up')}
          </Button>
        )}
      </div>
      {(step === 'renew' || step === 'remove') && (
        <CodeDialog what={step} onCodes={setCodes} onClose={() => setStep(null)} />
      )}
    </div>
  );
}
