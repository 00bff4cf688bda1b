import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';
import { motion, size } from '~/tokens.ts';

type Overrides = Components<Omit<Theme, 'components'> & CssVarsTheme>;

/** Whatever floats above the page; the only things with a shadow. */
export const overlays: Overrides = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: 'none' } },
  },
  MuiDialog: {
    defaultProps: { transitionDuration: motion.settle },
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: size.dialogRadius,
        boxShadow: theme.vars.palette.shadow,
        border: `1px solid ${theme.vars.palette.divider}`,
        margin: 16,
        width: 'calc(100% - 32px)',
        maxHeight: 'calc(100% - 32px)',
      }),
    },
  },
  MuiDialogTitle: {
    styleOverrides: { root: { padding: '20px 24px 4px', fontSize: '1rem', lineHeight: '22px' } },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: '0 24px 16px' } } },
  MuiDialogActions: {
    styleOverrides: {
      root: { padding: '8px 24px 20px', gap: 8, flexWrap: 'wrap' },
      spacing: { '& > *': { margin: 0 } },
    },
  },
  MuiBackdrop: {
    styleOverrides: {
      root: ({ theme }) => ({
        '&:not(.MuiBackdrop-invisible)': { backgroundColor: theme.vars.palette.scrim },
      }),
    },
  },
  MuiMenu: { defaultProps: { transitionDuration: motion.quick } },
  MuiPopover: {
    defaultProps: { transitionDuration: motion.quick },
    styleOverrides: {
      paper: ({ theme }) => ({
        marginTop: 4,
        borderRadius: size.radius + 2,
        boxShadow: theme.vars.palette.shadow,
        border: `1px solid ${theme.vars.palette.divider}`,
      }),
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: size.control,
        margin: '0 4px',
        padding: '4px 8px',
        borderRadius: 4,
        fontSize: '0.8125rem',
        lineHeight: '19px',
        gap: 8,
        '&.Mui-selected, &.Mui-selected:hover, &.Mui-selected.Mui-focusVisible': {
          backgroundColor: theme.vars.palette.chosen,
        },
        '&:hover, &.Mui-focusVisible': { backgroundColor: theme.vars.palette.hover },
        '&:focus-visible, &.Mui-focusVisible': { outlineOffset: -2 },
        '@media (pointer: coarse)': { minHeight: size.touch },
      }),
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, enterNextDelay: 100 },
    styleOverrides: {
      tooltip: ({ theme }) => ({
        backgroundColor: theme.vars.palette.text.primary,
        color: theme.vars.palette.background.paper,
        fontSize: '0.75rem',
        lineHeight: '17px',
        fontWeight: 400,
        padding: '4px 8px',
        borderRadius: 4,
      }),
    },
  },
  MuiDrawer: {
    defaultProps: { transitionDuration: motion.settle },
    styleOverrides: {
      paper: ({ theme }) => ({
        backgroundColor: theme.vars.palette.background.default,
        borderColor: theme.vars.palette.divider,
      }),
    },
  },
};
