import { Archive, ArchiveRestore, FolderTree, Tag, Tags, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import type { BulkAction, Selection } from '~/components/list/types.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { BulkDialog, type BulkVerb } from './BulkDialog.tsx';
import { RefusedDialog } from './RefusedDialog.tsx';

export type BulkChange = { action: BulkVerb; tags?: string[]; category_id?: number | null };

const inverse: Partial<Record<BulkVerb, BulkVerb>> = {
  activate: 'deactivate',
  deactivate: 'activate',
  tag: 'untag',
  untag: 'tag',
};

interface Asked {
  action: BulkVerb;
  selection: Selection;
  clear: () => void;
}

/** Acts on many products, what is asked before them, and what could not follow. */
export function useProductBulk(): { bulk: BulkAction[]; dialog: ReactNode } {
  const t = useT();
  const may = { edit: useCan('catalog.edit'), delete: useCan('catalog.delete') };
  const [asked, setAsked] = useState<Asked | null>(null);
  const [result, setResult] = useState<Shape<'BulkResult'> | null>(null);
  const change = useBulkChange();

  const action = (
    name: BulkVerb,
    label: string,
    icon: NonNullable<BulkAction['icon']>,
    danger = false,
  ): BulkAction => ({
    name,
    label,
    icon,
    danger,
    onAct: (selection, clear) => setAsked({ action: name, selection, clear }),
  });
  const edits = [
    action('deactivate', t('catalog.archive'), Archive),
    action('activate', t('catalog.restore'), ArchiveRestore),
    action('tag', t('catalog.bulk.tag'), Tag),
    action('untag', t('catalog.bulk.untag'), Tags),
    action('categorise', t('catalog.bulk.categorise'), FolderTree),
  ];
  const bulk = [
    ...(may.edit ? edits : []),
    ...(may.delete ? [action('delete', t('catalog.bulk.delete'), Trash2, true)] : []),
  ];

  async function submit(given: BulkChange) {
    if (!asked) return;
    const answer = await change(asked.selection, given);
    asked.clear();
    setAsked(null);
    if (answer.refused_count > 0) setResult(answer);
  }

  return {
    bulk,
    dialog: (
      <>
        {asked && (
          <BulkDialog
            action={asked.action}
            count={asked.selection.count}
            onSubmit={submit}
            onClose={() => setAsked(null)}
          />
        )}
        {result && <RefusedDialog result={result} onClose={() => setResult(null)} />}
      </>
    ),
  };
}

/** Does the change and says what became of it; undo is offered where it would bring back just what was. */
function useBulkChange() {
  const t = useT();
  const format = useFormat();
  const { act } = useAct<Shape<'BulkResult'>>();
  const path = 'catalog/products/bulk';
  return (selection: Selection, given: BulkChange) => {
    const back = inverse[given.action];
    // Of several tags a product may have had some before: only one can be taken back exactly.
    const exact = !selection.all && (given.tags?.length ?? 1) === 1;
    const whole = ({ unchanged, refused_count }: Shape<'BulkResult'>) => unchanged + refused_count === 0;
    return act({
      path,
      body: { ...given, ...chosen(selection) },
      done: ({ changed, unchanged }) =>
        t(unchanged > 0 ? 'catalog.bulk.done_same' : 'catalog.bulk.done', {
          smart_count: changed,
          count: format.integer(changed),
          same: format.integer(unchanged),
        }),
      ...(back &&
        exact && {
          undo: () => request('POST', path, { body: { ...given, action: back, ids: selection.ids } }),
          undoable: whole,
        }),
      refresh: ['products', 'tags', 'categories', 'brands'],
      answers: 'all',
    });
  };
}

/** The rows chosen, or everything the list's filters leave, as the API takes them. */
export function chosen(selection: Selection): object {
  if (!selection.all) return { ids: selection.ids };
  const entries = Object.entries(selection.filters).map(([name, value]) => [name, typed(name, value)]);
  return { filter: { ...Object.fromEntries(entries), ...(selection.q && { q: selection.q }) } };
}

/** What stands in the address as text. */
function typed(name: string, value: string): string | number | boolean {
  if (name.endsWith('_id')) return Number(value);
  return value === 'true' || value === 'false' ? value === 'true' : value;
}
