/** Quoted words, currencies and numbers: what differs between two times that the server says the same. */
const VALUES = /'[^']*'(?:(?:, | or )'[^']*')*|\b[A-Z]{3}\b|\d+(?:[\d,.]*\d)?/g;

export interface Sentence {
  key: string;
  /** `v1`, `v2`, … in the order they are said. */
  values: Record<string, string>;
}

/** `at most 3 of 'red'` → `at_most_v1_of_v2`: under this key a language keeps the sentence in its own words. */
export function sentenceOf(said: string): Sentence {
  const values: Record<string, string> = {};
  const plain = said.replace(VALUES, (value) => {
    const name = `v${Object.keys(values).length + 1}`;
    values[name] = value.replace(/^'([^']*)'$/, '$1');
    return name;
  });
  return {
    key:
      plain
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.join('_') ?? '',
    values,
  };
}
