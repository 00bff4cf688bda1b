import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { contactName, type WholeContact } from './contact.ts';

/** A person asks to be forgotten. */
export function EraseDialog({ contact, onClose }: { contact: WholeContact; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct();
  return (
    <ConfirmDialog
      title={t('audience.erase.title', { name: contactName(contact, t) })}
      text={t('audience.erase.text')}
      facts={[
        { label: t('audience.erase.forgotten'), value: t('audience.erase.forgotten_what') },
        {
          label: t('audience.erase.stays'),
          value: t('audience.erase.stays_what', {
            smart_count: contact.orders_count,
            _: format.integer(contact.orders_count),
            spent: format.money(contact.spent),
          }),
        },
        {
          label: t('audience.suppressions.title'),
          value: t('audience.erase.suppression'),
        },
      ]}
      tick={t('audience.erase.tick')}
      verb={t('audience.erase.verb')}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void act({
          path: `audience/contacts/${contact.id}/erase`,
          done: t('audience.erase.done'),
          refresh: ['contacts', 'orders', 'audit', 'suppressions', 'contact-lists'],
        }).then(onClose, () => undefined)
      }
    />
  );
}
