import Switch from '@mui/material/Switch';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { type Translate, useT } from '~/i18n/useT.ts';
import { BackfillDialog } from '~/resources/reports/BackfillDialog.tsx';
import { useCan } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { ChangedBy } from './ChangedBy.tsx';

type Feature = Shape<'FeatureShape'>;
type Key = Parameters<Translate>[0];

/** One system and its switch. */
export function FeatureRow({ feature }: { feature: Feature }) {
  const t = useT();
  const id = useId();
  const maySwitch = useCan('settings.switch');
  const mayBackfill = useCan('attribution.recompute');
  const [asking, setAsking] = useState(false);
  const [catchingUp, setCatchingUp] = useState(false);
  const { act, busy } = useAct<Feature>();
  const label = t(`settings.feature.${feature.name}` as Key, { _: feature.label });
  const meaning = t(`settings.meaning.${feature.name}` as Key, { _: feature.meaning });

  const put = (isOn: boolean) => ({
    method: 'PUT' as const,
    path: `features/${feature.name}`,
    body: { is_on: isOn },
  });
  const turn = async (isOn: boolean) => {
    await act({ ...put(isOn), done: t(isOn ? 'settings.switched_on' : 'settings.switched_off', { label }) });
    setAsking(false);
    // While it was off nothing was credited: the sales of that time are offered to be matched now.
    if (isOn && feature.name === 'attribution' && mayBackfill) setCatchingUp(true);
  };
  const caughtUp = () => setCatchingUp(false);
  return (
    <li>
      <div>
        <b id={id}>{label}</b>
        <p>{feature.is_built ? meaning : `${meaning} ${t('settings.not_built')}`}</p>
        <ChangedBy inline at={feature.changed_at} by={feature.changed_by} />
      </div>
      <Switch
        checked={feature.is_on}
        disabled={!maySwitch || !feature.is_built || busy}
        slotProps={{ input: { 'aria-labelledby': id } }}
        onChange={(_, isOn) => (isOn ? void turn(true) : setAsking(true))}
      />
      {asking && (
        <ConfirmDialog
          title={t('settings.off_ask', { label })}
          text={t('settings.off_text')}
          verb={t('settings.off_verb')}
          danger
          busy={busy}
          onClose={() => setAsking(false)}
          onConfirm={() => turn(false)}
        />
      )}
      {catchingUp && (
        <BackfillDialog why={t('settings.attribution_back')} onClose={caughtUp} onStarted={caughtUp} />
      )}
    </li>
  );
}

export const FeatureRows = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: 16,
    padding: '12px 16px',
    fontSize: '0.8125rem',
    lineHeight: '19px',
  },
  '& > li + li': { borderTop: `1px solid ${theme.vars.palette.divider}` },
  '& b': { fontWeight: weight.medium },
  '& p': { margin: 0, color: theme.vars.palette.text.secondary },
}));
