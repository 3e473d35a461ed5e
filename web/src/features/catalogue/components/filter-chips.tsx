import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import type { Facet } from '../../../shared/api/contract.ts';
import type { Facets } from '../api.ts';
import { clearFilters, isFiltered, toggleGenre, type CatalogueQuery } from '../query.ts';
import { PRICE_NAMES } from './filters.tsx';

interface Chip {
  readonly key: string;
  readonly name: string;
  readonly without: CatalogueQuery;
}

/** What the list is narrowed by, each removable, and the way back to all of it. */
export function FilterChips(props: {
  readonly query: CatalogueQuery;
  readonly facets: Facets | undefined;
  readonly onChange: (query: CatalogueQuery) => void;
}): ReactElement | null {
  const { query, facets, onChange } = props;
  if (!isFiltered(query)) return null;
  return (
    <Box
      component="ul"
      aria-label="Active filters"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      {chipsOf(query, facets).map((chip) => (
        <li key={chip.key}>
          <Box
            component="button"
            type="button"
            aria-label={`Remove filter ${chip.name}`}
            onClick={() => onChange(chip.without)}
            sx={({ tokens }) => ({
              font: 'inherit',
              fontSize: '0.875rem',
              fontWeight: 600,
              display: 'inline-flex',
              alignItems: 'center',
              gap: 0.75,
              minHeight: 34,
              px: 1.5,
              borderRadius: '17px',
              cursor: 'pointer',
              color: tokens.accent,
              background: tokens.accentWash,
              border: `1px solid ${tokens.accentLine}`,
              '&:hover': { borderColor: tokens.accent },
            })}
          >
            {chip.name}
            <Close aria-hidden="true" sx={{ fontSize: 16 }} />
          </Box>
        </li>
      ))}
      <li>
        <Button size="small" onClick={() => onChange(clearFilters(query))}>
          Clear all
        </Button>
      </li>
    </Box>
  );
}

function chipsOf(query: CatalogueQuery, facets: Facets | undefined): Chip[] {
  const chips: Chip[] = [];
  if (query.q !== '') chips.push({ key: 'q', name: `“${query.q}”`, without: { ...query, q: '' } });
  if (query.price !== null) {
    chips.push({ key: 'price', name: PRICE_NAMES[query.price], without: { ...query, price: null } });
  }
  for (const genre of query.genres) {
    chips.push({
      key: `genre-${genre}`,
      name: nameOf(facets?.genres, genre),
      without: toggleGenre(query, genre),
    });
  }
  if (query.category !== null) {
    chips.push({
      key: 'category',
      name: nameOf(facets?.categories, query.category),
      without: { ...query, category: null },
    });
  }
  if (query.platform !== null) {
    chips.push({
      key: 'platform',
      name: nameOf(facets?.platforms, query.platform),
      without: { ...query, platform: null },
    });
  }
  return chips;
}

function nameOf(facets: readonly Facet[] | undefined, slug: string): string {
  return facets?.find((facet) => facet.slug === slug)?.name ?? slug;
}
