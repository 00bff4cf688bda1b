import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { size, weight } from '~/tokens.ts';
import type { BulkAction, Selection } from './types.ts';

export interface SelectionBarProps {
  selection: Selection;
  total: number;
  actions: BulkAction[];
  onSelectAll: () => void;
  onClear: () => void;
}

/** What can be done with the rows chosen; "all there are" is an act of its own. */
export function SelectionBar({ selection, total, actions, onSelectAll, onClear }: SelectionBarProps) {
  const t = useT();
  const format = useFormat();
  const possible = actions.filter(({ rowsOnly }) => !(selection.all && rowsOnly));
  return (
    <Bar role="region" aria-label={t('list.selected', { smart_count: selection.count })}>
      <b role="status">
        {selection.all
          ? t('list.all_selected', { count: format.integer(selection.count) })
          : t('list.selected', { smart_count: selection.count })}
      </b>
      {possible.map(({ name, label, icon: Icon, danger, onAct }) => (
        <Button
          key={name}
          color={danger ? 'error' : 'inherit'}
          startIcon={Icon && <Icon size={15} strokeWidth={1.7} />}
          onClick={() => onAct(selection, onClear)}
        >
          {label}
        </Button>
      ))}
      {!selection.all && total > selection.count && actions.some(({ rowsOnly }) => !rowsOnly) && (
        <Button variant="text" color="primary" onClick={onSelectAll}>
          {t('list.select_all', { count: format.integer(total) })}
        </Button>
      )}
      <Button variant="text" color="primary" onClick={onClear}>
        {t('action.clear')}
      </Button>
    </Bar>
  );
}

const Bar = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  minHeight: size.control,
  marginBottom: 12,
  fontSize: '0.8125rem',
  '& > b': { fontWeight: weight.strong, marginRight: 8 },
});
