import { FormDialog } from '~/components/form/FormDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { ConsentFields, type ConsentValues, consentBody, consentDefaults } from './ConsentFields.tsx';
import { contactName, type WholeContact } from './contact.ts';

/** What a contact has said about being texted is written down; nothing said earlier is lost. */
export function ConsentDialog({ contact, onClose }: { contact: WholeContact; onClose: () => void }) {
  const t = useT();
  const { act } = useAct<WholeContact>();
  const withdraws = contact.sms_consent.state === 'granted';
  return (
    <FormDialog<ConsentValues>
      title={t('audience.consent_of.one', { name: contactName(contact, t) })}
      text={t('audience.consent_of.text')}
      verb={t('audience.consent_of.verb')}
      defaults={{ ...consentDefaults, state: withdraws ? 'withdrawn' : 'granted' }}
      onClose={onClose}
      onSubmit={async (values) => {
        await act({
          path: `audience/contacts/${contact.id}/consent`,
          body: consentBody(values),
          // Something said later may count in its stead.
          done: ({ sms_consent }) =>
            t(sms_consent.state === values.state ? 'audience.consent_of.done' : 'audience.consent_of.kept'),
          refresh: ['contacts', 'audit'],
          answers: 'all',
        });
        onClose();
      }}
    >
      <ConsentFields />
    </FormDialog>
  );
}
