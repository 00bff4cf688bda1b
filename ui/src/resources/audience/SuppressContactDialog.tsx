import { FormDialog } from '~/components/form/FormDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';

export const reasons = ['opt_out', 'complaint', 'bounce', 'manual'] as const;

/** One contact's number is never to be messaged again. */
export function SuppressContactDialog({ phone, onClose }: { phone: string; onClose: () => void }) {
  const t = useT();
  const { act } = useAct();
  return (
    <FormDialog<{ reason: string }>
      title={t('audience.suppress.one_title', { phone })}
      text={t('audience.suppress.text')}
      verb={t('audience.suppress.verb')}
      danger
      defaults={{ reason: 'opt_out' }}
      onClose={onClose}
      onSubmit={async ({ reason }) => {
        await act({
          path: 'audience/suppressions',
          body: { phones: [phone], reason, source: 'console' },
          done: t('audience.suppress.one_done'),
          refresh: ['contacts', 'suppressions', 'audit'],
          answers: 'all',
        });
        onClose();
      }}
    >
      <SelectInput
        name="reason"
        label={t('audience.field.reason')}
        required
        choices={reasons.map((value) => ({ value, label: t(`audience.reason.${value}`) }))}
      />
    </FormDialog>
  );
}
