import { describe, expect, it } from 'vitest';
import { contrast } from './test/contrast.ts';
import { dark, light, type Palette } from './tokens.ts';

const AA_TEXT = 4.5;
const AA_GRAPHIC = 3;

function surfaces(p: Palette) {
  return { canvas: p.canvas, surface: p.surface, sunken: p.sunken };
}

function textPairs(p: Palette): [string, string, string][] {
  const words = {
    text: p.text,
    second: p.second,
    third: p.third,
    accent: p.accent,
    accentHover: p.accentHover,
    good: p.good.text,
    warn: p.warn.text,
    bad: p.bad.text,
  };
  const onSurfaces = Object.entries(words).flatMap(([word, ink]) =>
    Object.entries(surfaces(p)).map(([name, ground]): [string, string, string] => [
      `${word} on ${name}`,
      ink,
      ground,
    ]),
  );
  return [
    ...onSurfaces,
    ['good on its soft', p.good.text, p.good.soft],
    ['warn on its soft', p.warn.text, p.warn.soft],
    ['bad on its soft', p.bad.text, p.bad.soft],
    ['accent on its soft', p.accent, p.accentSoft],
    ['text on accent soft (a selected row)', p.text, p.accentSoft],
    ['second on accent soft', p.second, p.accentSoft],
    ['third on accent soft', p.third, p.accentSoft],
    ['second on neutral soft', p.second, p.neutralSoft],
    ['text on hover', p.text, p.hover],
    ['second on hover', p.second, p.hover],
    ['third on hover', p.third, p.hover],
    ['text on chosen', p.text, p.chosen],
    ['filled button', p.onFill, p.fill],
    ['filled button under the pointer', p.onFill, p.fillHover],
  ];
}

function graphicPairs(p: Palette): [string, string, string][] {
  const marks: Record<string, string> = { outline: p.outline, accent: p.accent, quietLine: p.quietLine };
  p.series.forEach((ink, i) => {
    marks[`series ${i + 1}`] = ink;
  });
  return Object.entries(marks).flatMap(([mark, ink]) =>
    Object.entries(surfaces(p)).map(([name, ground]): [string, string, string] => [
      `${mark} on ${name}`,
      ink,
      ground,
    ]),
  );
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('%s', (_, palette) => {
  it.each(textPairs(palette))('text passes AA: %s', (_name, ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(graphicPairs(palette))('controls and series pass 3:1: %s', (_name, ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(AA_GRAPHIC);
  });
});

it('the ratio itself is right at its ends', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#777777')).toBe(1);
});
