import Tune from '@mui/icons-material/Tune';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../app/hooks.ts';
import { FilterChips } from '../features/catalogue/components/filter-chips.tsx';
import { Filters } from '../features/catalogue/components/filters.tsx';
import { GameList } from '../features/catalogue/components/game-list.tsx';
import {
  clearFilters,
  gamesPath,
  parseCatalogueQuery,
  queryKey,
  type CatalogueQuery,
  type Sort,
} from '../features/catalogue/query.ts';
import { selectFacets, selectList } from '../features/catalogue/selectors.ts';
import { catalogueActions } from '../features/catalogue/slice.ts';
import { count } from '../shared/format/time.ts';
import { useNow } from '../shared/hooks/use-now.ts';
import { dataOf } from '../shared/resource.ts';
import { FailureNotice } from '../shared/ui/notices.tsx';
import { Page } from '../shared/ui/page.tsx';
import { Select } from '../shared/ui/select.tsx';
import { TitleFilter } from '../features/catalogue/components/title-filter.tsx';

const SORT_NAMES: readonly { value: Sort; name: string }[] = [
  { value: 'relevance', name: 'Relevance' },
  { value: 'popular', name: 'Best selling' },
  { value: 'new', name: 'Newest' },
  { value: 'discount', name: 'Biggest discount' },
  { value: 'price', name: 'Price, low to high' },
  { value: '-price', name: 'Price, high to low' },
  { value: 'title', name: 'Title' },
];

export default function GamesPage(): ReactElement {
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const query = useMemo(() => parseCatalogueQuery(params), [params]);
  const list = useAppSelector((state) => selectList(state, queryKey(query)));
  const facets = dataOf(useAppSelector(selectFacets));
  const owned = useAppSelector((state) => state.library.ownedIds);
  const now = useNow();
  useEffect(() => {
    dispatch(catalogueActions.facetsAsked());
  }, [dispatch]);
  useEffect(() => {
    dispatch(catalogueActions.listOpened({ query }));
  }, [dispatch, query]);
  const change = (next: CatalogueQuery): void => void navigate(gamesPath(next));
  const total = dataOf(list)?.total;
  const sort = query.sort ?? (query.q === '' ? 'popular' : 'relevance');
  return (
    <Page
      title={query.q === '' ? 'Games' : `Games for “${query.q}”`}
      lead={
        <span role="status">
          {total === undefined ? 'Looking through the shelves…' : `${count(total, 'game')} found`}
        </span>
      }
      actions={
        <Select
          label="Sort by"
          value={sort}
          options={SORT_NAMES.filter((option) => option.value !== 'relevance' || query.q !== '')}
          onChange={(value) => change({ ...query, sort: value })}
        />
      }
    >
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '236px minmax(0, 1fr)' },
          gap: { xs: 2, md: 4 },
          alignItems: 'start',
        }}
      >
        <FilterPanel query={query} onChange={change} />
        <Box sx={{ display: 'grid', gap: 2.5, minWidth: 0 }}>
          <FilterChips query={query} facets={facets} onChange={change} />
          <GameList
            list={list}
            owns={(id) => owned.includes(id)}
            now={now}
            onRetry={() => dispatch(catalogueActions.listOpened({ query }))}
            onMore={() => dispatch(catalogueActions.moreAsked({ query }))}
            onClear={() => change(clearFilters(query))}
          />
        </Box>
      </Box>
    </Page>
  );
}

function FilterPanel({
  query,
  onChange,
}: {
  readonly query: CatalogueQuery;
  readonly onChange: (query: CatalogueQuery) => void;
}): ReactElement {
  const dispatch = useAppDispatch();
  const facets = useAppSelector(selectFacets);
  const [open, setOpen] = useState(false);
  return (
    <Box component="section" aria-label="Filters" sx={{ display: 'grid', gap: 2.5 }}>
      <TitleFilter query={query} onType={(next) => dispatch(catalogueActions.filterTyped(next))} />
      <Button
        variant="outlined"
        startIcon={<Tune />}
        aria-expanded={open}
        aria-controls="filters"
        onClick={() => setOpen(!open)}
        sx={{ display: { md: 'none' } }}
      >
        {open ? 'Hide filters' : 'Filters'}
      </Button>
      <Box id="filters" sx={{ display: { xs: open ? 'block' : 'none', md: 'block' } }}>
        {facets.status === 'ready' && <Filters query={query} facets={facets.data} onChange={onChange} />}
        {facets.status === 'failed' && (
          <FailureNotice
            title="The filters could not be loaded"
            failure={facets.failure}
            onRetry={() => dispatch(catalogueActions.facetsAsked())}
          />
        )}
        {(facets.status === 'loading' || facets.status === 'idle') && (
          <Skeleton variant="rounded" height={640} />
        )}
      </Box>
    </Box>
  );
}
