import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { OwnForm } from './OwnForm.tsx';

type Offer = Shape<'SecondFactorOffer'>;

export interface SecondFactorSetupProps {
  /** The recovery codes: whoever sets this up must see them before anything else. */
  onDone: (codes: string[]) => void;
  onCancel?: () => void;
}

/** The password, the code to scan, the app's first code: nothing changes before the last. */
export function SecondFactorSetup({ onDone, onCancel }: SecondFactorSetupProps) {
  const t = useT();
  const [offer, setOffer] = useState<Offer | null>(null);
  const cancel = onCancel && (
    <Button variant="text" sx={{ justifySelf: 'start', px: 2 }} onClick={onCancel}>
      {t('action.cancel')}
    </Button>
  );
  if (!offer) {
    return (
      <Steps>
        <OwnForm<{ password: string }>
          key="password"
          forgets
          defaults={{ password: '' }}
          verb={t('action.next')}
          onSend={async (body) => setOffer(await request<Offer>('POST', 'me/second-factor', { body }))}
        >
          <PasswordInput
            name="password"
            label={t('auth.password')}
            hint={t('me.second_factor.password_hint')}
            autoComplete="current-password"
            required
          />
        </OwnForm>
        {cancel}
      </Steps>
    );
  }
  return (
    <Steps>
      <p>{t('me.second_factor.scan')}</p>
      <Qr src={`data:image/svg+xml,${encodeURIComponent(offer.qr_svg)}`} alt={t('me.second_factor.qr')} />
      <p>
        {t('me.second_factor.by_hand')} <code>{inFours(offer.secret)}</code>
      </p>
      <p>
        <a href={offer.uri}>{t('me.second_factor.open_app')}</a>
      </p>
      <OwnForm<{ code: string }>
        key="code"
        forgets
        defaults={{ code: '' }}
        verb={t('me.second_factor.confirm')}
        onSend={async ({ code }) => {
          const body = { code: code.replace(/\s/g, '') };
          onDone((await request<Shape<'RecoveryCodes'>>('PUT', 'me/second-factor', { body })).codes);
        }}
      >
        <TextInput
          name="code"
          label={t('me.second_factor.first_code')}
          hint={t('auth.totp_hint')}
          autoComplete="one-time-code"
          required
          autoFocus
        />
      </OwnForm>
      {cancel}
    </Steps>
  );
}

/** Easier to type: groups of four. */
function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

const Steps = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 12,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& p': { margin: 0 },
  '& code': { fontFamily: 'inherit', fontWeight: 550, userSelect: 'all', overflowWrap: 'anywhere' },
  '& a': { color: theme.vars.palette.primary.main },
}));

const Qr = styled('img')({ width: 208, height: 208, borderRadius: size.radius });
