import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { reasons } from './SuppressContactDialog.tsx';

/** Numbers, one a line, that are never to be messaged again. */
export function SuppressDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { act } = useAct<Shape<'SuppressionShape'>[]>();
  return (
    <FormDialog<{ phones: string; reason: string; source: string }>
      title={t('audience.suppress.title')}
      text={t('audience.suppress.text')}
      verb={t('audience.suppress.verb')}
      size="sm"
      danger
      defaults={{ phones: '', reason: 'manual', source: '' }}
      onClose={onClose}
      onSubmit={async ({ phones, reason, source }) => {
        await act({
          path: 'audience/suppressions',
          body: { phones: numbersIn(phones), reason, source: source.trim() || 'console' },
          done: ({ length }) =>
            t('audience.suppress.done', { smart_count: length, _: format.integer(length) }),
          refresh: ['suppressions', 'contacts', 'audit'],
          answers: 'all',
        });
        onClose();
      }}
    >
      <TextInput
        name="phones"
        label={t('audience.suppress.phones')}
        hint={t('audience.suppress.phones_hint')}
        rows={4}
        required
      />
      <SelectInput
        name="reason"
        label={t('audience.field.reason')}
        required
        choices={reasons.map((value) => ({ value, label: t(`audience.reason.${value}`) }))}
      />
      <TextInput
        name="source"
        label={t('audience.consent_of.source')}
        hint={t('audience.suppress.source_hint')}
      />
    </FormDialog>
  );
}

/** One a line, or parted by commas or semicolons; blanks within a number are its own. */
export function numbersIn(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((number) => number.trim())
    .filter(Boolean);
}
