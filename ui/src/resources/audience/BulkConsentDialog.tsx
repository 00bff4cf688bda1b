import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { ConsentFields, type ConsentValues, consentBody, consentDefaults } from './ConsentFields.tsx';
import type { AskedOf } from './useContactActs.tsx';

/** The same said by many. */
export function BulkConsentDialog({ who, count, onDone, onClose }: AskedOf) {
  const t = useT();
  const format = useFormat();
  const { act } = useAct<Shape<'BulkShape'>>();
  return (
    <FormDialog<ConsentValues>
      title={t('audience.consent_of.many', { smart_count: count, _: format.integer(count) })}
      text={t('audience.consent_of.text')}
      verb={t('audience.consent_of.verb')}
      defaults={consentDefaults}
      onClose={onClose}
      onSubmit={async (values) => {
        await act({
          path: 'audience/contacts/consent',
          body: { who, ...consentBody(values) },
          done: ({ changed }) =>
            t('audience.consent_of.many_done', { smart_count: changed, _: format.integer(changed) }),
          refresh: ['contacts'],
          answers: 'all',
        });
        onDone();
      }}
    >
      <ConsentFields />
    </FormDialog>
  );
}
