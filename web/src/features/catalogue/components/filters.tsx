import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId, type ReactElement, type ReactNode } from 'react';
import type { Facet } from '../../../shared/api/contract.ts';
import type { Facets } from '../api.ts';
import { sameShelves } from '../shelves.ts';
import { toggleGenre, type CatalogueQuery, type PriceFilter } from '../query.ts';

export const PRICE_NAMES: Readonly<Record<PriceFilter, string>> = {
  free: 'Free',
  'under-10': 'Under $10',
  'under-20': 'Under $20',
  discounted: 'On sale',
};

/** Everything the shelves can be narrowed by. A press changes the address; the address changes the list. */
export function Filters(props: {
  readonly query: CatalogueQuery;
  readonly facets: Facets;
  readonly onChange: (query: CatalogueQuery) => void;
}): ReactElement {
  const { query, facets, onChange } = props;
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <Group title="Price">
        {Object.entries(PRICE_NAMES).map(([value, name]) => (
          <Option
            key={value}
            kind="one"
            name={name}
            checked={query.price === value}
            onToggle={(on) => onChange({ ...query, price: on ? (value as PriceFilter) : null })}
          />
        ))}
      </Group>
      <Group title="Genre">
        {facets.genres.map((genre) => (
          <Option
            key={genre.slug}
            kind="many"
            name={genre.name}
            count={genre.count}
            checked={query.genres.includes(genre.slug)}
            onToggle={() => onChange(toggleGenre(query, genre.slug))}
          />
        ))}
      </Group>
      {!sameShelves(facets.categories, facets.genres) && (
        <OneOf
          title="Category"
          facets={facets.categories}
          chosen={query.category}
          onChoose={(category) => onChange({ ...query, category })}
        />
      )}
      <OneOf
        title="Platform"
        facets={facets.platforms}
        chosen={query.platform}
        onChoose={(platform) => onChange({ ...query, platform })}
      />
    </Box>
  );
}

function OneOf(props: {
  readonly title: string;
  readonly facets: readonly Facet[];
  readonly chosen: string | null;
  readonly onChoose: (slug: string | null) => void;
}): ReactElement | null {
  const { title, facets, chosen, onChoose } = props;
  if (facets.length === 0) return null;
  return (
    <Group title={title}>
      {facets.map((facet) => (
        <Option
          key={facet.slug}
          kind="one"
          name={facet.name}
          count={facet.count}
          checked={chosen === facet.slug}
          onToggle={(on) => onChoose(on ? facet.slug : null)}
        />
      ))}
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  const id = useId();
  return (
    <Box role="group" aria-labelledby={id}>
      <Typography
        id={id}
        variant="overline"
        component="h3"
        sx={{ color: 'text.secondary', mb: 0.75, display: 'block' }}
      >
        {title}
      </Typography>
      <Box sx={{ display: 'grid' }}>{children}</Box>
    </Box>
  );
}

/** A check box; `one` draws it round, since another press in its group replaces it (and the same press frees it). */
function Option(props: {
  readonly kind: 'one' | 'many';
  readonly name: string;
  readonly count?: number;
  readonly checked: boolean;
  readonly onToggle: (on: boolean) => void;
}): ReactElement {
  const { kind, name, count, checked, onToggle } = props;
  return (
    <Box
      component="label"
      sx={({ tokens }) => ({
        display: 'grid',
        gridTemplateColumns: '20px 1fr auto',
        gap: 1.25,
        alignItems: 'center',
        py: 0.75,
        px: 1,
        mx: -1,
        borderRadius: '9px',
        cursor: 'pointer',
        fontSize: '0.9375rem',
        fontWeight: checked ? 640 : 460,
        '&:hover': { background: tokens.sunken },
      })}
    >
      <Box
        component="input"
        type="checkbox"
        checked={checked}
        onChange={(event) => onToggle(event.target.checked)}
        sx={({ tokens }) => ({
          appearance: 'none',
          m: 0,
          width: 20,
          height: 20,
          borderRadius: kind === 'one' ? '50%' : '6px',
          border: `1.5px solid ${tokens.lineStrong}`,
          background: tokens.surface,
          display: 'grid',
          placeContent: 'center',
          cursor: 'pointer',
          '&:checked': { background: tokens.accent, borderColor: tokens.accent },
          '&:checked::before': {
            content: '""',
            width: kind === 'one' ? 8 : 11,
            height: kind === 'one' ? 8 : 6,
            borderRadius: kind === 'one' ? '50%' : 0,
            background: kind === 'one' ? tokens.onAccent : 'none',
            border: kind === 'one' ? 0 : `solid ${tokens.onAccent}`,
            borderWidth: kind === 'one' ? 0 : '0 0 2.5px 2.5px',
            transform: kind === 'one' ? 'none' : 'translateY(-1.5px) rotate(-45deg)',
          },
        })}
      />
      <span>{name}</span>
      {count !== undefined && (
        <Box
          component="span"
          sx={{ color: 'text.secondary', fontSize: '0.8125rem', fontVariantNumeric: 'tabular-nums' }}
        >
          {count}
        </Box>
      )}
    </Box>
  );
}
