import { Fragment, type ReactNode, useState } from 'react';
import { SelectField } from './fields.jsx';
import { languageName, otherLanguages } from './languages.js';

interface Props {
  /** Languages that already have a text. */
  written: readonly string[];
  /** Readers by language, where they are known. */
  readers?: Readonly<Record<string, number>>;
  /** The fields of one language. */
  field: (language: string) => ReactNode;
}

/** One set of fields for each chosen language; the other languages of the fan's pages are offered in a list. */
export function Variants({ written, readers = {}, field }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const open = [...new Set([...written, ...chosen])];
  const left = otherLanguages.filter((language) => !open.includes(language));
  const label = (language: string): string => {
    const n = readers[language] ?? 0;
    return n === 0 ? languageName(language) : `${languageName(language)}: read by ${n.toLocaleString('en')}`;
  };
  return (
    <>
      {open.map((language) => (
        <Fragment key={language}>{field(language)}</Fragment>
      ))}
      {left.length > 0 && (
        <SelectField
          label="Add a language"
          why="Readers of a language without a text of its own see the first one."
          value=""
          options={[
            { value: '', label: 'Choose…' },
            ...left
              .toSorted((a, b) => (readers[b] ?? 0) - (readers[a] ?? 0))
              .map((value) => ({ value, label: label(value) })),
          ]}
          onChange={(language) => language !== '' && setChosen([...chosen, language])}
        />
      )}
    </>
  );
}
