import { useState, type ReactElement } from 'react';
import { TextBox } from '../../../shared/ui/text-box.tsx';
import type { CatalogueQuery } from '../query.ts';

/** The text filter. It shows what is typed at once; the address follows when the typing rests. */
export function TitleFilter({
  query,
  onType,
}: {
  readonly query: CatalogueQuery;
  readonly onType: (query: CatalogueQuery) => void;
}): ReactElement {
  const [typed, setTyped] = useState({ text: query.q, address: query.q });
  // The address moved for another reason (a chip removed, a step back): it wins over what stood in the box.
  if (typed.address !== query.q)
    setTyped({ text: typed.text.trim() === query.q ? typed.text : query.q, address: query.q });
  return (
    <TextBox
      label="Title contains"
      type="search"
      value={typed.text}
      onChange={(text) => {
        setTyped({ text, address: query.q });
        onType({ ...query, q: text.trim() });
      }}
    />
  );
}
