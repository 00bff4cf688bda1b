import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';
import { size, weight } from '~/tokens.ts';

type Overrides = Components<Omit<Theme, 'components'> & CssVarsTheme>;

const touch = '@media (pointer: coarse)';

/** Buttons, fields, boxes and tabs: flat, 32 high (44 under a finger), borders instead of shadows. */
export const controls: Overrides = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true, disableTouchRipple: true },
    styleOverrides: {
      root: ({ theme }) => ({
        '&:focus-visible, &.Mui-focusVisible': {
          outline: `2px solid ${theme.vars.palette.primary.main}`,
          outlineOffset: 2,
        },
      }),
    },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: 'outlined', color: 'inherit', size: 'medium' },
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: size.control,
        minWidth: 0,
        padding: '0 12px',
        whiteSpace: 'nowrap',
        transition: 'background-color 100ms, border-color 100ms, color 100ms',
        [touch]: { minHeight: size.touch, padding: '0 16px' },
        '&.Mui-disabled': { color: theme.vars.palette.text.third },
      }),
      outlined: ({ theme }) => ({
        borderColor: theme.vars.palette.divider,
        backgroundColor: theme.vars.palette.background.paper,
        color: theme.vars.palette.text.primary,
        '&:hover': {
          backgroundColor: theme.vars.palette.hover,
          borderColor: theme.vars.palette.outline,
        },
        '&.MuiButton-colorError': {
          color: theme.vars.palette.bad.text,
          borderColor: theme.vars.palette.bad.text,
        },
        '&.Mui-disabled': { borderColor: theme.vars.palette.divider },
      }),
      contained: ({ theme }) => ({
        backgroundColor: theme.vars.palette.fill,
        color: theme.vars.palette.primary.contrastText,
        '&:hover': { backgroundColor: theme.vars.palette.fillHover },
        '&.MuiButton-colorError': {
          backgroundColor: theme.vars.palette.bad.text,
          color: theme.vars.palette.background.paper,
        },
        '&.Mui-disabled': {
          backgroundColor: theme.vars.palette.chosen,
          color: theme.vars.palette.text.secondary,
        },
      }),
      text: ({ theme }) => ({
        color: theme.vars.palette.text.secondary,
        '&:hover': { backgroundColor: theme.vars.palette.hover, color: theme.vars.palette.text.primary },
        '&.MuiButton-colorPrimary': { color: theme.vars.palette.primary.main },
        '&.MuiButton-colorError': { color: theme.vars.palette.bad.text },
      }),
      startIcon: { marginLeft: -2, marginRight: 6 },
      endIcon: { marginRight: -2, marginLeft: 6 },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        width: size.control,
        height: size.control,
        padding: 0,
        borderRadius: size.radius,
        color: theme.vars.palette.text.secondary,
        '&:hover': { backgroundColor: theme.vars.palette.hover, color: theme.vars.palette.text.primary },
        [touch]: { width: size.touch, height: size.touch },
      }),
    },
  },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: size.control,
        padding: '0 10px',
        backgroundColor: theme.vars.palette.background.paper,
        fontSize: '0.8125rem',
        lineHeight: '19px',
        [touch]: { minHeight: size.touch, fontSize: '1rem' },
        '& .MuiOutlinedInput-notchedOutline': {
          borderColor: theme.vars.palette.outline,
          top: 0,
          '& legend': { display: 'none' },
        },
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: theme.vars.palette.text.secondary },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': {
          borderColor: theme.vars.palette.primary.main,
          borderWidth: 2,
        },
        '&.Mui-disabled': { backgroundColor: theme.vars.palette.sunken },
        '&.Mui-disabled .MuiOutlinedInput-notchedOutline': { borderColor: theme.vars.palette.divider },
        '&.MuiInputBase-multiline': { padding: '6px 10px' },
      }),
      input: {
        padding: 0,
        height: 'auto',
        '&::placeholder': { opacity: 1, color: 'var(--souk-palette-text-third)' },
      },
    },
  },
  MuiInputLabel: {
    defaultProps: { shrink: true, disableAnimation: true },
    styleOverrides: {
      root: ({ theme }) => ({
        position: 'static',
        transform: 'none',
        marginBottom: 4,
        fontSize: '0.8125rem',
        lineHeight: '19px',
        fontWeight: weight.medium,
        color: theme.vars.palette.text.primary,
        whiteSpace: 'normal',
        '&.Mui-focused': { color: theme.vars.palette.text.primary },
        '&.Mui-error': { color: theme.vars.palette.text.primary },
      }),
      asterisk: { display: 'none' },
    },
  },
  MuiFormHelperText: {
    styleOverrides: {
      root: ({ theme }) => ({
        margin: '4px 0 0',
        fontSize: '0.75rem',
        lineHeight: '17px',
        color: theme.vars.palette.text.secondary,
        '&.Mui-error': { color: theme.vars.palette.bad.text },
      }),
    },
  },
  MuiAutocomplete: {
    styleOverrides: {
      // As high as any other field; chips of several choices make it grow.
      inputRoot: { '&&': { paddingTop: 1, paddingBottom: 1 } },
      input: { '&&': { padding: '3px 4px' } },
    },
  },
  MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
  MuiSelect: {
    styleOverrides: {
      select: { padding: 0, minHeight: 0, lineHeight: '19px', '&:focus': { backgroundColor: 'transparent' } },
    },
  },
  MuiCheckbox: {
    styleOverrides: {
      root: ({ theme }) => ({
        padding: 6,
        color: theme.vars.palette.outline,
        borderRadius: size.radius,
        '& svg': { fontSize: 20 },
        '&.Mui-checked, &.MuiCheckbox-indeterminate': { color: theme.vars.palette.fill },
        [touch]: { padding: 12 },
      }),
    },
  },
  MuiRadio: {
    styleOverrides: {
      root: ({ theme }) => ({
        padding: 6,
        color: theme.vars.palette.outline,
        '& svg': { fontSize: 20 },
        '&.Mui-checked': { color: theme.vars.palette.fill },
        [touch]: { padding: 12 },
      }),
    },
  },
  MuiSwitch: {
    styleOverrides: {
      root: { width: 36, height: 20, padding: 0, overflow: 'visible' },
      switchBase: ({ theme }) => ({
        padding: 3,
        color: theme.vars.palette.background.paper,
        '&.Mui-checked': {
          transform: 'translateX(16px)',
          color: theme.vars.palette.primary.contrastText,
          '& + .MuiSwitch-track': { opacity: 1, backgroundColor: theme.vars.palette.fill },
        },
        '&.Mui-focusVisible + .MuiSwitch-track, &:focus-visible + .MuiSwitch-track': {
          outline: `2px solid ${theme.vars.palette.primary.main}`,
          outlineOffset: 2,
        },
        '&.Mui-disabled + .MuiSwitch-track': { opacity: 0.5 },
      }),
      thumb: { width: 14, height: 14, boxShadow: 'none' },
      track: ({ theme }) => ({ opacity: 1, borderRadius: 10, backgroundColor: theme.vars.palette.outline }),
    },
  },
  MuiFormControlLabel: {
    styleOverrides: {
      root: { marginLeft: -6, gap: 2 },
      label: { fontSize: '0.8125rem', lineHeight: '19px' },
    },
  },
  MuiTabs: {
    defaultProps: { variant: 'scrollable', scrollButtons: false },
    styleOverrides: {
      root: ({ theme }) => ({ minHeight: 40, borderBottom: `1px solid ${theme.vars.palette.divider}` }),
      list: { gap: 20 },
      indicator: ({ theme }) => ({ height: 2, backgroundColor: theme.vars.palette.text.primary }),
    },
  },
  MuiTab: {
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 40,
        minWidth: 0,
        padding: '0 2px',
        color: theme.vars.palette.text.secondary,
        fontWeight: weight.medium,
        '&:hover': { color: theme.vars.palette.text.primary },
        '&.Mui-selected': { color: theme.vars.palette.text.primary, fontWeight: weight.strong },
        '&:focus-visible, &.Mui-focusVisible': { outlineOffset: -2 },
        [touch]: { minHeight: size.touch, minWidth: size.touch },
      }),
    },
  },
  MuiToggleButtonGroup: {
    styleOverrides: { root: ({ theme }) => ({ backgroundColor: theme.vars.palette.background.paper }) },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        height: size.control,
        padding: '0 12px',
        color: theme.vars.palette.text.secondary,
        borderColor: theme.vars.palette.divider,
        '&:hover': { backgroundColor: theme.vars.palette.hover },
        '&.Mui-selected, &.Mui-selected:hover': {
          backgroundColor: theme.vars.palette.chosen,
          color: theme.vars.palette.text.primary,
          fontWeight: weight.strong,
        },
        [touch]: { height: size.touch },
      }),
    },
  },
};
