import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import type { Category } from './types.ts';

interface CategoryValues {
  name: string;
  parent_id: number | null;
}

export interface CategoryDialogProps {
  category?: Category;
  /** Where a new one is to lie. */
  below?: Category | null;
  onClose: () => void;
}

/** A category's name and its place in the tree. */
export function CategoryDialog({ category, below, onClose }: CategoryDialogProps) {
  const t = useT();
  return (
    <RecordDialog<CategoryValues, Category>
      title={category ? t('catalog.category.edit_title', { name: category.name }) : t('catalog.category.new')}
      resource="categories"
      {...(category && { record: category })}
      defaults={{ name: '', parent_id: below?.id ?? null }}
      fromRecord={({ name, parent_id }) => ({ name, parent_id })}
      toApi={(values) => values}
      verb={t(category ? 'action.save' : 'catalog.category.add')}
      onSaved={({ name }) => {
        toast(t('catalog.category.saved', { name }));
        onClose();
      }}
      onClose={onClose}
    >
      <TextInput name="name" label={t('catalog.field.product_name')} required autoFocus />
      <ReferenceInput
        name="parent_id"
        resource="categories"
        label={t('catalog.category.parent')}
        optionLabel={({ path }: Category) => path}
        hint={t('catalog.category.root')}
      />
    </RecordDialog>
  );
}
