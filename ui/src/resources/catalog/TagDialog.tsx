import { useState } from 'react';
import { asProblem } from '~/api/problem.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Tag } from './types.ts';

/** A new tag, or another name for one. A name that is taken already means that two tags become one, if wanted. */
export function TagDialog({ tag, onClose }: { tag?: Tag; onClose: () => void }) {
  const t = useT();
  const { act } = useAct();
  const [taken, setTaken] = useState<string | null>(null);

  async function save({ name }: { name: string }) {
    try {
      await act({
        method: tag ? 'PATCH' : 'POST',
        path: tag ? `catalog/tags/${tag.id}` : 'catalog/tags',
        body: { name },
        done: t('catalog.tag.saved', { name }),
        refresh: ['tags', 'products'],
        answers: 'all',
      });
    } catch (thrown) {
      if (!tag || asProblem(thrown).code !== 'name_taken') throw thrown;
      return setTaken(name.trim());
    }
    onClose();
  }

  if (tag && taken) return <MergeDialog tag={tag} to={taken} onClose={onClose} />;
  return (
    <FormDialog<{ name: string }>
      title={tag ? t('catalog.tag.rename_title', { name: tag.name }) : t('catalog.tag.new')}
      {...(tag && { text: t('catalog.tag.rename_text') })}
      verb={t(tag ? 'catalog.tag.rename' : 'catalog.tag.add')}
      defaults={{ name: tag?.name ?? '' }}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput name="name" label={t('catalog.field.tag')} required autoFocus />
    </FormDialog>
  );
}

function MergeDialog({ tag, to, onClose }: { tag: Tag; to: string; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct();
  const names = { from: tag.name, to };

  async function merge() {
    try {
      // The other tag first: stopped half way, no product has lost anything.
      if (tag.products > 0) {
        const filter = { tag: tag.name };
        await act({
          path: 'catalog/products/bulk',
          body: { action: 'tag', tags: [to], filter },
          refresh: [],
        });
      }
      await act({
        method: 'DELETE',
        path: `catalog/tags/${tag.id}`,
        done: t('catalog.tag.merged', names),
        refresh: ['tags', 'products'],
      });
    } catch {
      return;
    }
    onClose();
  }

  return (
    <ConfirmDialog
      title={t('catalog.tag.merge_title', names)}
      text={t('catalog.tag.merge_text', {
        ...names,
        smart_count: tag.products,
        count: format.integer(tag.products),
      })}
      verb={t('catalog.tag.merge_verb')}
      busy={busy}
      onConfirm={() => void merge()}
      onClose={onClose}
    />
  );
}
