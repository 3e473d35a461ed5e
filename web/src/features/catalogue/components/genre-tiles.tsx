import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Facet } from '../../../shared/api/contract.ts';
import { count } from '../../../shared/format/time.ts';
import { emptyQuery, gamesPath } from '../query.ts';

/** The shelves by genre, each with its number of games. */
export function GenreTiles({ genres }: { readonly genres: readonly Facet[] }): ReactElement {
  return (
    <Box
      component="ul"
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          sm: 'repeat(3, minmax(0, 1fr))',
          md: 'repeat(4, minmax(0, 1fr))',
          lg: 'repeat(6, minmax(0, 1fr))',
        },
      }}
    >
      {genres.map((genre) => (
        <li key={genre.slug}>
          <Box
            component={Link}
            to={gamesPath({ ...emptyQuery, genres: [genre.slug] })}
            sx={({ tokens }) => ({
              display: 'grid',
              gap: 0.25,
              p: 2,
              height: '100%',
              borderRadius: '14px',
              background: tokens.surface,
              border: `1px solid ${tokens.line}`,
              transition: 'border-color 160ms ease, background 160ms ease',
              '&:hover': { borderColor: tokens.accent, background: tokens.accentWash },
            })}
          >
            <Box component="span" sx={{ fontWeight: 650, letterSpacing: '-0.01em' }}>
              {genre.name}
            </Box>
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
              {count(genre.count, 'game')}
            </Box>
          </Box>
        </li>
      ))}
    </Box>
  );
}
