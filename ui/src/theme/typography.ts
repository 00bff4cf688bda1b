import type { TypographyVariantsOptions } from '@mui/material/styles';
import { fontFamily, type, weight } from '~/tokens.ts';

function step([px, line]: readonly [number, number], fontWeight: number) {
  return { fontSize: `${px / 16}rem`, lineHeight: `${line / 16}rem`, fontWeight, letterSpacing: 0 };
}

export const typography: TypographyVariantsOptions = {
  fontFamily,
  fontWeightRegular: weight.regular,
  fontWeightMedium: weight.medium,
  fontWeightBold: weight.strong,
  h1: { ...step(type.page, weight.strong), letterSpacing: '-0.01em' },
  h2: step(type.section, weight.strong),
  h3: step(type.body, weight.strong),
  h4: step(type.body, weight.strong),
  h5: step(type.body, weight.medium),
  h6: step(type.table, weight.medium),
  subtitle1: step(type.body, weight.medium),
  subtitle2: step(type.table, weight.medium),
  body1: step(type.body, weight.regular),
  body2: step(type.table, weight.regular),
  button: { ...step(type.table, weight.medium), textTransform: 'none' },
  caption: step(type.caption, weight.regular),
  overline: { ...step(type.caption, weight.medium), textTransform: 'none' },
};
