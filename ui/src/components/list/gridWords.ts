import type { GridLocaleText } from '@mui/x-data-grid';
import { useMemo } from 'react';
import { useT } from '~/i18n/useT.ts';

/** The grid's own words, as far as this console lets it speak. */
export function useGridWords(): Partial<GridLocaleText> {
  const t = useT();
  return useMemo(
    () => ({
      noRowsLabel: t('list.no_match'),
      noResultsOverlayLabel: t('list.no_match'),
      columnHeaderSortIconLabel: t('list.sort'),
      checkboxSelectionSelectRow: t('list.select_row', { name: '' }).trim(),
      checkboxSelectionUnselectRow: t('list.unselect_row'),
      columnHeaderFiltersLabel: t('list.filters'),
      columnHeaderFiltersTooltipActive: (count: number) => String(count),
    }),
    [t],
  );
}
