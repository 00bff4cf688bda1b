const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox · Linux" from what a browser says of itself; what is no browser, as it says it. */
export function deviceWords(userAgent: string | null): string {
  if (!userAgent) return '';
  const known = [browsers, systems].flatMap(
    (table) => table.find(([told]) => told.test(userAgent))?.[1] ?? [],
  );
  return known.length > 0 ? known.join(' · ') : (userAgent.split(/[\s/]/)[0] ?? userAgent);
}
