import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';

type Overrides = Components<Omit<Theme, 'components'> & CssVarsTheme>;

/** The page itself: figures that line up, a focus ring everywhere, stillness for those who want it. */
export const page: Overrides = {
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      html: { fontVariantNumeric: 'tabular-nums lining-nums', WebkitTextSizeAdjust: '100%' },
      body: { fontSize: '0.875rem', lineHeight: '20px', overflowWrap: 'break-word' },
      'input, button, textarea, select': { fontVariantNumeric: 'inherit' },
      'a:focus-visible, button:focus-visible, [tabindex="0"]:focus-visible, summary:focus-visible': {
        outline: `2px solid ${theme.vars.palette.primary.main}`,
        outlineOffset: 2,
        borderRadius: 4,
      },
      'main:focus, h1:focus': { outline: 'none' },
      '::selection': { backgroundColor: theme.vars.palette.accentSoft },
      '@keyframes souk-turn': { to: { transform: 'rotate(360deg)' } },
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': {
          animationDuration: '0.01ms !important',
          animationIterationCount: '1 !important',
          transitionDuration: '0.01ms !important',
          scrollBehavior: 'auto !important',
        },
      },
    }),
  },
};
