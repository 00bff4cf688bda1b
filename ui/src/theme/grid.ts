import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';
import type {} from '@mui/x-data-grid/themeAugmentation';
import { size, weight } from '~/tokens.ts';

type Overrides = Components<Omit<Theme, 'components'> & CssVarsTheme>;

/** The data grid as a plain ruled table: one line a row, no stripes, no column separators. */
export const grid: Overrides = {
  MuiDataGrid: {
    styleOverrides: {
      root: ({ theme }) => ({
        '--DataGrid-overlayHeight': '240px',
        '--DataGrid-t-color-border-base': theme.vars.palette.divider,
        '--DataGrid-t-color-background-base': theme.vars.palette.background.paper,
        '--DataGrid-t-header-background-base': theme.vars.palette.background.paper,
        '--DataGrid-t-radius-base': `${size.radius}px`,
        borderColor: theme.vars.palette.divider,
        borderRadius: size.radius,
        fontSize: '0.8125rem',
        lineHeight: '19px',
        color: theme.vars.palette.text.primary,
        backgroundColor: theme.vars.palette.background.paper,
        '--rowBorderColor': theme.vars.palette.divider,
        '--DataGrid-rowBorderColor': theme.vars.palette.divider,
        '& .MuiDataGrid-columnSeparator': { opacity: 0 },
        '& .MuiDataGrid-columnHeader:hover .MuiDataGrid-columnSeparator': { opacity: 1 },
        '& .MuiDataGrid-columnHeaderTitle': {
          fontWeight: weight.medium,
          color: theme.vars.palette.text.secondary,
        },
        '& .MuiDataGrid-cell:focus, & .MuiDataGrid-cell:focus-within, & .MuiDataGrid-columnHeader:focus, & .MuiDataGrid-columnHeader:focus-within':
          { outline: 'none' },
        '& .MuiDataGrid-cell:focus-visible, & .MuiDataGrid-columnHeader:focus-visible, & .MuiDataGrid-cell:has(:focus-visible), & .MuiDataGrid-columnHeader:has(:focus-visible)':
          { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -2 },
        '& .MuiDataGrid-cell :focus-visible, & .MuiDataGrid-columnHeader :focus-visible': { outline: 'none' },
        '& .MuiDataGrid-row:hover': { backgroundColor: theme.vars.palette.sunken },
        '& .MuiDataGrid-row.Mui-selected, & .MuiDataGrid-row.Mui-selected:hover': {
          backgroundColor: theme.vars.palette.accentSoft,
        },
        '& .MuiDataGrid-footerContainer': { minHeight: 44, borderColor: theme.vars.palette.divider },
      }),
    },
  },
};
