import type { PaletteOptions } from '@mui/material/styles';
import type {} from '@mui/material/themeCssVarsAugmentation';
import type { Palette as Tokens, Tone } from '~/tokens.ts';

interface Ours {
  sunken: string;
  outline: string;
  accentSoft: string;
  fill: string;
  fillHover: string;
  hover: string;
  chosen: string;
  neutralSoft: string;
  track: string;
  quietLine: string;
  scrim: string;
  shadow: string;
  good: Tone;
  warn: Tone;
  bad: Tone;
  series: { 1: string; 2: string; 3: string; 4: string; 5: string };
}

declare module '@mui/material/styles' {
  interface Palette extends Ours {}
  interface PaletteOptions extends Partial<Ours> {}
  interface TypeText {
    third: string;
  }
}

/** The tokens in the places where MUI's own components look for them. */
export function palette(p: Tokens): PaletteOptions {
  const [one, two, three, four, five] = p.series;
  return {
    primary: { main: p.accent, dark: p.accentHover, light: p.accentSoft, contrastText: p.onFill },
    error: { main: p.bad.text, dark: p.bad.text, light: p.bad.soft, contrastText: p.surface },
    warning: { main: p.warn.text, dark: p.warn.text, light: p.warn.soft, contrastText: p.surface },
    success: { main: p.good.text, dark: p.good.text, light: p.good.soft, contrastText: p.surface },
    info: { main: p.accent, dark: p.accentHover, light: p.accentSoft, contrastText: p.onFill },
    background: { default: p.canvas, paper: p.surface },
    text: { primary: p.text, secondary: p.second, third: p.third, disabled: p.third },
    divider: p.border,
    action: { hover: p.hover, selected: p.chosen, active: p.second, focus: p.hover, disabled: p.third },
    sunken: p.sunken,
    outline: p.outline,
    accentSoft: p.accentSoft,
    fill: p.fill,
    fillHover: p.fillHover,
    hover: p.hover,
    chosen: p.chosen,
    neutralSoft: p.neutralSoft,
    track: p.track,
    quietLine: p.quietLine,
    scrim: p.scrim,
    shadow: p.shadow,
    good: p.good,
    warn: p.warn,
    bad: p.bad,
    series: { 1: one, 2: two, 3: three, 4: four, 5: five },
  };
}
