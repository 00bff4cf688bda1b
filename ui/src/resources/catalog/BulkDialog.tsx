import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { TagsInput } from './TagsInput.tsx';
import type { Category } from './types.ts';
import type { BulkChange } from './useProductBulk.tsx';

export type BulkVerb = Shape<'BulkAction'>;

interface BulkValues {
  tags: string[];
  category_id: number | null;
}

export interface BulkDialogProps {
  action: BulkVerb;
  count: number;
  onSubmit: (change: BulkChange) => Promise<void>;
  onClose: () => void;
}

const words = {
  activate: {
    title: 'catalog.bulk.restore_title',
    text: 'catalog.bulk.restore_text',
    verb: 'catalog.bulk.restore_verb',
  },
  deactivate: {
    title: 'catalog.bulk.archive_title',
    text: 'catalog.bulk.archive_text',
    verb: 'catalog.bulk.archive_verb',
  },
  delete: {
    title: 'catalog.bulk.delete_title',
    text: 'catalog.bulk.delete_text',
    verb: 'catalog.bulk.delete_verb',
  },
  tag: { title: 'catalog.bulk.tag_title', text: null, verb: 'catalog.bulk.verb' },
  untag: { title: 'catalog.bulk.untag_title', text: null, verb: 'catalog.bulk.verb' },
  categorise: {
    title: 'catalog.bulk.categorise_title',
    text: 'catalog.bulk.categorise_text',
    verb: 'catalog.bulk.verb',
  },
} as const;

/** What is asked before many products change: which tags, which category, or whether at all. */
export function BulkDialog({ action, count, onSubmit, onClose }: BulkDialogProps) {
  const t = useT();
  const format = useFormat();
  const counted = { smart_count: count, count: format.integer(count) };
  const { title, text, verb } = words[action];
  const tags = action === 'tag' || action === 'untag';
  return (
    <FormDialog<BulkValues>
      title={t(title, counted)}
      {...(text && { text: t(text) })}
      verb={t(verb, counted)}
      defaults={{ tags: [], category_id: null }}
      danger={action === 'delete'}
      onSubmit={(values) =>
        onSubmit({
          action,
          ...(tags && { tags: values.tags }),
          ...(action === 'categorise' && { category_id: values.category_id }),
        })
      }
      onClose={onClose}
    >
      {tags && <TagsInput name="tags" label={t('catalog.field.tags')} free={action === 'tag'} required />}
      {action === 'categorise' && (
        <ReferenceInput
          name="category_id"
          resource="categories"
          label={t('catalog.field.category')}
          optionLabel={({ path }: Category) => path}
        />
      )}
    </FormDialog>
  );
}
