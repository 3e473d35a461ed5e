import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import type { GameDetail } from '../../../shared/api/contract.ts';
import { formatDay, formatNumber } from '../../../shared/format/time.ts';
import { emptyQuery, gamesPath } from '../../catalogue/query.ts';
import { sameShelves } from '../../catalogue/shelves.ts';
import { platformName } from '../../catalogue/components/platforms.tsx';

/** Who made it, when it came out, where it runs and what others say. */
export function Facts({ game }: { readonly game: GameDetail }): ReactElement {
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: '112px minmax(0, 1fr)',
        columnGap: 2,
        rowGap: 1.25,
        fontSize: '0.9375rem',
      }}
    >
      <Fact name="Reviews">
        <ReviewLine game={game} />
      </Fact>
      <Fact name="Developer">{list(game.developers)}</Fact>
      <Fact name="Publisher">{game.publisher}</Fact>
      <Fact name="Released">{game.releaseDate === null ? 'Not announced' : formatDay(game.releaseDate)}</Fact>
      <Fact name="Platforms">{list(game.platforms.map(platformName))}</Fact>
      <Fact name="Languages">{list(game.languages)}</Fact>
      {game.genres.length > 0 && (
        <Fact name="Genres">
          <Links
            of={game.genres.map((genre) => ({
              name: genre.name,
              to: gamesPath({ ...emptyQuery, genres: [genre.slug] }),
            }))}
          />
        </Fact>
      )}
      {game.categories.length > 0 && !sameShelves(game.categories, game.genres) && (
        <Fact name="Features">
          <Links
            of={game.categories.map((category) => ({
              name: category.name,
              to: gamesPath({ ...emptyQuery, category: category.slug }),
            }))}
          />
        </Fact>
      )}
      {game.tags.length > 0 && <Fact name="Tags">{list(game.tags)}</Fact>}
    </Box>
  );
}

export function ReviewLine({ game }: { readonly game: Pick<GameDetail, 'reviews'> }): ReactElement {
  const { label, count, positivePercent } = game.reviews;
  if (count === 0) return <span>No reviews yet</span>;
  const good = (positivePercent ?? 0) >= 70;
  const bad = (positivePercent ?? 100) < 40;
  return (
    <span>
      <Box
        component="strong"
        sx={({ tokens }) => ({ fontWeight: 640, color: good ? tokens.good : bad ? tokens.bad : tokens.warn })}
      >
        {label}
      </Box>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {positivePercent === null ? '' : `${positivePercent}% of `}
        {formatNumber(count)} {count === 1 ? 'review' : 'reviews'}
      </Box>
    </span>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Box>
      <dd>{children}</dd>
    </>
  );
}

function Links({
  of,
}: {
  readonly of: readonly { readonly name: string; readonly to: string }[];
}): ReactElement {
  return (
    <Box
      component="span"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        rowGap: 0.5,
        '& a': { textDecoration: 'underline', textUnderlineOffset: '3px' },
      }}
    >
      {of.map(({ name, to }) => (
        <Link key={to} to={to}>
          {name}
        </Link>
      ))}
    </Box>
  );
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'Not stated' : values.join(', ');
}
