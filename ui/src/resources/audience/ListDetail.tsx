import { FileUp, ListMinus, Pencil, Trash2, UserPlus } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { type DetailAction, DetailPage } from '~/components/DetailPage.tsx';
import type { BulkAction } from '~/components/ListPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { AddContactsDialog } from './AddContactsDialog.tsx';
import { whoOf } from './contact.ts';
import { ListDialog } from './ListDialog.tsx';
import LogTab from './LogTab.tsx';
import { MembersTab } from './MembersTab.tsx';
import type { ContactGroup } from './useAudience.ts';

/** One list, and who is in it. */
export default function ListDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<ContactGroup>('contact-lists', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('audience.lists.title'), to: '/segments/lists' }}>
      {(list) => <Loaded list={list} />}
    </RecordPage>
  );
}

type Open = 'add' | 'edit' | 'delete' | null;

function Loaded({ list }: { list: ContactGroup }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const may = {
    edit: useCan('audience.edit'),
    delete: useCan('audience.delete'),
    import: useCan('imports.create'),
    log: useCan('audit.read'),
  };
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const { act, busy } = useAct();
  const actions: (DetailAction | false)[] = [
    may.edit && {
      name: 'add',
      label: t('audience.lists.add'),
      icon: UserPlus,
      primary: true,
      onAct: () => setOpen('add'),
    },
    may.edit && { name: 'edit', label: t('action.edit'), icon: Pencil, onAct: () => setOpen('edit') },
    may.import && {
      name: 'import',
      label: t('audience.lists.import'),
      icon: FileUp,
      more: true,
      onAct: () => navigate(`/contacts/import?list=${encodeURIComponent(list.name)}`),
    },
    may.delete && {
      name: 'delete',
      label: t('action.delete'),
      icon: Trash2,
      more: true,
      danger: true,
      onAct: () => setOpen('delete'),
    },
  ];
  const dialogs: Record<NonNullable<Open>, ReactNode> = {
    add: <AddContactsDialog list={list} onClose={close} />,
    edit: <ListDialog list={list} onClose={close} onSaved={close} />,
    delete: (
      <ConfirmDialog
        title={t('audience.lists.delete_title', { name: list.name })}
        text={t('audience.lists.delete_text')}
        facts={[{ label: t('frame.nav.contacts'), value: format.integer(list.contacts) }]}
        verb={t('audience.lists.delete_verb')}
        danger
        busy={busy}
        onClose={close}
        onConfirm={() =>
          void act({
            method: 'DELETE',
            path: `audience/lists/${list.id}`,
            done: t('audience.lists.deleted'),
            refresh: [],
          }).then(
            () => navigate('/segments/lists'),
            () => undefined,
          )
        }
      />
    ),
  };
  return (
    <>
      <DetailPage
        title={list.name}
        note={list.description}
        crumbs={[
          { label: t('frame.nav.segments'), to: '/segments' },
          { label: t('audience.lists.title'), to: '/segments/lists' },
        ]}
        actions={actions.filter((action) => action !== false)}
        figures={[
          {
            label: t('frame.nav.contacts'),
            value: format.integer(list.contacts),
            to: `/contacts?list_id=${list.id}`,
          },
          { label: t('audience.field.changed'), value: <DateTime value={list.updated_at} relative /> },
        ]}
        tabs={[
          {
            name: 'members',
            label: t('audience.tab.members'),
            content: <MembersTab always={{ list_id: list.id }} acts={useTakeOut(list)} />,
          },
          ...(may.log
            ? [
                {
                  name: 'log',
                  label: t('audience.tab.log'),
                  content: <LogTab kind="contact_list" id={list.id} />,
                },
              ]
            : []),
        ]}
      />
      {open && dialogs[open]}
    </>
  );
}

/** Those chosen leave the list; they can be put back. */
function useTakeOut(list: ContactGroup): BulkAction[] {
  const t = useT();
  const format = useFormat();
  const mayEdit = useCan('audience.edit');
  const { act } = useAct<Shape<'BulkShape'>>();
  if (!mayEdit) return [];
  return [
    {
      name: 'take_out',
      label: t('audience.lists.take_out'),
      icon: ListMinus,
      onAct: (selection, clear) => {
        const who = whoOf(selection, { list_id: list.id });
        void act({
          path: `audience/lists/${list.id}/contacts/remove`,
          body: who,
          done: ({ changed }) =>
            t('audience.lists.taken_out', { smart_count: changed, _: format.integer(changed) }),
          // By a filter they could not be told apart any more once they are out.
          ...(who.contact_ids && {
            undo: () => request('POST', `audience/lists/${list.id}/contacts`, { body: who }),
          }),
          refresh: ['contacts', 'contact-lists', 'audit'],
        }).then(clear, () => undefined);
      },
    },
  ];
}
