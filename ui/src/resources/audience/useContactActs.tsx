import { ListPlus, MessageSquareText, Tags } from 'lucide-react';
import { useState } from 'react';
import type { BulkAction, Selection } from '~/components/ListPage.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { AddToListDialog } from './AddToListDialog.tsx';
import { BulkConsentDialog } from './BulkConsentDialog.tsx';
import { whoOf } from './contact.ts';
import { TagsDialog } from './TagsDialog.tsx';

type Act = 'tags' | 'list' | 'consent';

/** What can be done with several contacts; `always` narrows "all of them" down as the list does. */
export function useContactActs(always: Record<string, string | number> = {}) {
  const t = useT();
  const mayEdit = useCan('audience.edit');
  const [open, setOpen] = useState<{ act: Act; selection: Selection; clear: () => void } | null>(null);
  const start =
    (act: Act): BulkAction['onAct'] =>
    (selection, clear) =>
      setOpen({ act, selection, clear });
  const bulk: BulkAction[] = mayEdit
    ? [
        { name: 'tags', label: t('audience.bulk.tags'), icon: Tags, onAct: start('tags') },
        { name: 'list', label: t('audience.bulk.list'), icon: ListPlus, onAct: start('list') },
        {
          name: 'consent',
          label: t('audience.bulk.consent'),
          icon: MessageSquareText,
          onAct: start('consent'),
        },
      ]
    : [];
  if (!open) return { bulk, dialog: null };
  const { act, selection, clear } = open;
  const asked = {
    who: whoOf(selection, always),
    count: selection.count,
    onClose: () => setOpen(null),
    onDone: () => {
      setOpen(null);
      clear();
    },
  };
  const dialog = {
    tags: <TagsDialog {...asked} />,
    list: <AddToListDialog {...asked} />,
    consent: <BulkConsentDialog {...asked} />,
  }[act];
  return { bulk, dialog };
}

export interface AskedOf {
  who: ReturnType<typeof whoOf>;
  count: number;
  onDone: () => void;
  onClose: () => void;
}
