import Button from '@mui/material/Button';
import { useState } from 'react';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Panel } from '~/components/Panel.tsx';
import { useAct } from '~/components/useAct.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { sourceWords, type WholeContact } from './contact.ts';
import { ConsentChip } from './contactColumns.tsx';
import { SuppressContactDialog } from './SuppressContactDialog.tsx';

type Suppression = WholeContact['suppressions'][number];

/** Whether the contact may be texted: what it said, and what forbids it all the same. */
export function ConsentPanel({ contact }: { contact: WholeContact }) {
  const t = useT();
  const mayEdit = useCan('audience.edit');
  const sees = useCan('audience.identify');
  const [suppressing, setSuppressing] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const { source, changed_at } = contact.sms_consent;
  const suppressed = contact.suppressions;
  return (
    <Panel
      flush
      title={t('audience.tab.consent')}
      aside={
        mayEdit &&
        sees &&
        contact.phone && (
          <Button variant="text" size="small" onClick={() => setSuppressing(true)}>
            {t('audience.suppress.act')}
          </Button>
        )
      }
    >
      <FactList
        facts={[
          { label: t('audience.channel.sms'), value: <ConsentChip contact={contact} loud /> },
          { label: t('audience.consent_of.source'), value: source ? sourceWords(source, t) : MISSING },
          { label: t('audience.consent_of.when'), value: <DateTime value={changed_at} /> },
          {
            label: t('audience.suppressions.title'),
            value: suppressed.length
              ? suppressed.map((one) => (
                  <div key={one.id} style={{ display: 'flex', flexWrap: 'wrap', gap: '0 10px' }}>
                    <span>
                      {t(`audience.reason.${one.reason}`)} · {sourceWords(one.source, t)} ·{' '}
                      <DateTime value={one.suppressed_at} />
                    </span>
                    {mayEdit && (
                      <Button variant="text" size="small" onClick={() => setLifting(one)}>
                        {t('audience.suppressions.lift')}
                      </Button>
                    )}
                  </div>
                ))
              : contact.phone
                ? t('audience.suppressions.not')
                : MISSING,
          },
        ]}
      />
      {suppressing && contact.phone && (
        <SuppressContactDialog phone={contact.phone} onClose={() => setSuppressing(false)} />
      )}
      {lifting && <LiftDialog suppression={lifting} onClose={() => setLifting(null)} />}
    </Panel>
  );
}

/** Letting a number go: consent does not come back by it. */
export function LiftDialog({ suppression, onClose }: { suppression: Suppression; onClose: () => void }) {
  const t = useT();
  const { act, busy } = useAct();
  return (
    <ConfirmDialog
      title={t('audience.suppressions.lift_title', {
        phone: suppression.phone ?? t('audience.suppressions.erased_number'),
      })}
      text={t('audience.suppressions.lift_text')}
      facts={[
        { label: t('audience.field.reason'), value: t(`audience.reason.${suppression.reason}`) },
        { label: t('audience.consent_of.when'), value: <DateTime value={suppression.suppressed_at} /> },
      ]}
      verb={t('audience.suppressions.lift_verb')}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void act({
          method: 'DELETE',
          path: `audience/suppressions/${suppression.id}`,
          done: t('audience.suppressions.lifted'),
          refresh: ['contacts', 'suppressions', 'audit'],
        }).then(onClose, () => undefined)
      }
    />
  );
}
