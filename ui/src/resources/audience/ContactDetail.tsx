import { Eraser, FileDown, MessageSquareText, Pencil, Tags, Users } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { lazy, type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { type DetailAction, DetailPage, type DetailTab } from '~/components/DetailPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { ConsentDialog } from './ConsentDialog.tsx';
import { contactName, type WholeContact } from './contact.ts';
import { ConsentChip } from './contactColumns.tsx';
import { EraseDialog } from './EraseDialog.tsx';
import { GoneNote } from './GoneNote.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { TagsDialog } from './TagsDialog.tsx';
import { useDossier } from './useDossier.ts';

const OverviewTab = lazy(() => import('./OverviewTab.tsx'));
const OrdersTab = lazy(() => import('./OrdersTab.tsx'));
const ConsentTab = lazy(() => import('./ConsentTab.tsx'));
const LogTab = lazy(() => import('./LogTab.tsx'));

type Open = 'consent' | 'tags' | 'merge' | 'erase' | null;

/** One contact: who it is, what it bought, what it said, where it belongs. */
export default function ContactDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<WholeContact>('contacts', { id: Number(id) });
  useLiveRefresh('order.', ['contacts']);
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.contacts'), to: '/contacts' }}>
      {(contact) => <Loaded key={id} contact={contact} />}
    </RecordPage>
  );
}

function Loaded({ contact }: { contact: WholeContact }) {
  const t = useT();
  const format = useFormat();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const gone = contact.erased_at !== null || contact.merged_into_id !== null;
  const name = contact.erased_at ? t('audience.erased_name') : contactName(contact, t);
  const beside = contact.spent_beside.map((amount) => format.money(amount));
  const asked = { who: { contact_ids: [contact.id] }, count: 1, onDone: close, onClose: close };
  const dialogs: Record<NonNullable<Open>, ReactNode> = {
    consent: <ConsentDialog contact={contact} onClose={close} />,
    tags: <TagsDialog {...asked} />,
    merge: <MergeDialog contact={contact} onClose={close} />,
    erase: <EraseDialog contact={contact} onClose={close} />,
  };
  return (
    <>
      <DetailPage
        title={name}
        chip={!gone && <ConsentChip contact={contact} loud />}
        note={contact.name ? (contact.email ?? contact.phone) : undefined}
        crumbs={[{ label: t('frame.nav.contacts'), to: '/contacts' }]}
        actions={useActions(contact, gone, setOpen)}
        progress={gone && <GoneNote contact={contact} />}
        figures={[
          {
            label: t('audience.field.orders'),
            value: format.integer(contact.orders_count),
            to: `/contacts/${contact.id}?tab=orders`,
          },
          {
            label: t('audience.field.spent'),
            value: format.money(contact.spent),
            note: beside.length > 0 && t('audience.beside', { amounts: format.list(beside) }),
          },
          {
            label: t('audience.field.average'),
            value: format.money(
              contact.orders_count > 0
                ? {
                    amount: Math.round(contact.spent.amount / contact.orders_count),
                    currency: contact.spent.currency,
                  }
                : null,
            ),
          },
          {
            label: t('audience.field.first_order'),
            value: <DateTime value={contact.first_order_at} relative />,
          },
          {
            label: t('audience.field.last_order'),
            value: <DateTime value={contact.last_order_at} relative />,
          },
        ]}
        tabs={useTabs(contact, gone)}
      />
      {open && dialogs[open]}
    </>
  );
}

/** What the role and the state of the contact allow. */
function useActions(contact: WholeContact, gone: boolean, onOpen: (open: Open) => void): DetailAction[] {
  const t = useT();
  const navigate = useNavigate();
  const dossier = useDossier(contact);
  const may = {
    edit: useCan('audience.edit'),
    merge: useCan('audience.merge'),
    identify: useCan('audience.identify'),
    erase: useCan('audience.erase'),
  };
  if (gone) return [];
  const all: (DetailAction | false)[] = [
    may.edit && {
      name: 'consent',
      label: t('audience.act.consent'),
      icon: MessageSquareText,
      onAct: () => onOpen('consent'),
    },
    may.edit && {
      name: 'edit',
      label: t('action.edit'),
      icon: Pencil,
      onAct: () => navigate(`/contacts/${contact.id}/edit`),
    },
    may.edit && {
      name: 'tags',
      label: t('audience.act.tags'),
      icon: Tags,
      more: true,
      onAct: () => onOpen('tags'),
    },
    may.merge && {
      name: 'merge',
      label: t('audience.act.merge'),
      icon: Users,
      more: true,
      onAct: () => onOpen('merge'),
    },
    may.identify && {
      name: 'dossier',
      label: t('audience.act.dossier'),
      icon: FileDown,
      more: true,
      disabled: dossier.busy,
      onAct: () => void dossier.save(),
    },
    may.erase && {
      name: 'erase',
      label: t('audience.act.erase'),
      icon: Eraser,
      more: true,
      danger: true,
      onAct: () => onOpen('erase'),
    },
  ];
  return all.filter((action) => action !== false);
}

function useTabs(contact: WholeContact, gone: boolean): DetailTab[] {
  const t = useT();
  const format = useFormat();
  const seesAudit = useCan('audit.read');
  const seesOrders = useCan('orders.read');
  const tabs: (DetailTab | false)[] = [
    !gone && {
      name: 'overview',
      label: t('audience.tab.overview'),
      content: <OverviewTab contact={contact} />,
    },
    seesOrders && {
      name: 'orders',
      label: t('audience.tab.orders'),
      content: <OrdersTab contact={contact} />,
    },
    {
      name: 'consent',
      label: t('audience.tab.consent'),
      count: contact.consent_log.length > 0 ? format.integer(contact.consent_log.length) : undefined,
      content: <ConsentTab contact={contact} />,
    },
    seesAudit && {
      name: 'log',
      label: t('audience.tab.log'),
      content: <LogTab kind="contact" id={contact.id} />,
    },
  ];
  return tabs.filter((tab) => tab !== false);
}
