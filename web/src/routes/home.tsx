import { useEffect, type ReactElement } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { useAppDispatch, useAppSelector } from '../app/hooks.ts';
import { GameTile, GameTileSkeleton } from '../features/catalogue/components/game-tile.tsx';
import { GenreTiles } from '../features/catalogue/components/genre-tiles.tsx';
import { Hero, HeroSkeleton } from '../features/catalogue/components/hero.tsx';
import { Rail } from '../features/catalogue/components/rail.tsx';
import { TopSellers } from '../features/catalogue/components/top-sellers.tsx';
import { emptyQuery, gamesPath } from '../features/catalogue/query.ts';
import { selectFacets, selectFeatured, selectShelves } from '../features/catalogue/selectors.ts';
import { catalogueActions, type Shelves } from '../features/catalogue/slice.ts';
import { useNow } from '../shared/hooks/use-now.ts';
import { EmptyNotice, FailureNotice } from '../shared/ui/notices.tsx';
import { Page } from '../shared/ui/page.tsx';
import { Section } from '../shared/ui/section.tsx';

export function HomePage(): ReactElement {
  const dispatch = useAppDispatch();
  const shelves = useAppSelector(selectShelves);
  useEffect(() => {
    dispatch(catalogueActions.shelvesAsked());
    dispatch(catalogueActions.facetsAsked());
  }, [dispatch]);
  return (
    <Page title="Games worth your evening" hiddenHeading>
      {(shelves.status === 'idle' || shelves.status === 'loading') && <HomeSkeleton />}
      {shelves.status === 'failed' && (
        <FailureNotice
          title="The shelves could not be loaded"
          failure={shelves.failure}
          onRetry={() => dispatch(catalogueActions.shelvesAsked())}
        />
      )}
      {shelves.status === 'ready' && <ShelvesOf shelves={shelves.data} />}
    </Page>
  );
}

function ShelvesOf({ shelves }: { readonly shelves: Shelves }): ReactElement {
  const featured = useAppSelector(selectFeatured);
  const facets = useAppSelector(selectFacets);
  const owned = useAppSelector((state) => state.library.ownedIds);
  const owns = (id: number): boolean => owned.includes(id);
  const now = useNow();
  if (shelves.total === 0) return <EmptyStore />;
  return (
    <>
      <Hero games={featured} owns={owns} now={now} />
      {shelves.specials.length > 0 && (
        <Section
          title="Specials"
          note="Reduced right now"
          more={{
            to: gamesPath({ ...emptyQuery, price: 'discounted', sort: 'discount' }),
            label: 'All specials',
          }}
        >
          <Rail label="Specials">
            {shelves.specials.map((game) => (
              <GameTile key={game.id} game={game} owned={owns(game.id)} saleEndFrom={now} />
            ))}
          </Rail>
        </Section>
      )}
      <Section
        title="Top sellers"
        more={{ to: gamesPath({ ...emptyQuery, sort: 'popular' }), label: 'All games' }}
      >
        <TopSellers games={shelves.popular.slice(0, 10)} owns={owns} />
      </Section>
      <Section
        title="New and upcoming"
        more={{ to: gamesPath({ ...emptyQuery, sort: 'new' }), label: 'All new games' }}
      >
        <Rail label="New and upcoming">
          {shelves.fresh.map((game) => (
            <GameTile key={game.id} game={game} owned={owns(game.id)} />
          ))}
        </Rail>
      </Section>
      {facets.status === 'ready' && facets.data.genres.length > 0 && (
        <Section title="Browse by genre">
          <GenreTiles genres={facets.data.genres} />
        </Section>
      )}
    </>
  );
}

function EmptyStore(): ReactElement {
  return (
    <EmptyNotice
      title="No games yet"
      action={
        <Button component={Link} to="/sign-in" variant="contained">
          Sign in
        </Button>
      }
    >
      The shelves fill as soon as an operator imports a catalogue.
    </EmptyNotice>
  );
}

function HomeSkeleton(): ReactElement {
  return (
    <Box aria-busy="true" aria-label="Loading the shelves" role="status">
      <HeroSkeleton />
      <Box sx={{ mt: 9 }}>
        <Rail label="Loading">
          {[1, 2, 3, 4, 5].map((key) => (
            <GameTileSkeleton key={key} />
          ))}
        </Rail>
      </Box>
    </Box>
  );
}
