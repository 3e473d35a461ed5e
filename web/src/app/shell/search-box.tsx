import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { emptyQuery, gamesPath } from '../../features/catalogue/query.ts';
import { selectSuggestions } from '../../features/catalogue/selectors.ts';
import { catalogueActions } from '../../features/catalogue/slice.ts';
import type { GameCard } from '../../shared/api/contract.ts';
import { dataOf } from '../../shared/resource.ts';
import { Hidden } from '../../shared/ui/page.tsx';
import { useAppDispatch, useAppSelector } from '../hooks.ts';
import { Suggestions } from './suggestions.tsx';

/** The store's search: suggestions while typing (arrows and Enter work), Enter alone opens the list of all hits. */
export function SearchBox(): ReactElement {
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const listId = useId();
  const { text, found } = useAppSelector(selectSuggestions);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const games = dataOf(found) ?? [];
  const shown = open && text.trim() !== '' && found.status === 'ready';

  const type = (value: string): void => {
    dispatch(catalogueActions.searchTyped(value));
    setOpen(value.trim() !== '');
    setActive(-1);
  };
  const leave = (to: string): void => {
    type('');
    void navigate(to);
  };
  const pick = (game: GameCard): void => leave(`/games/${game.slug}`);
  const submit = (): void => {
    const game = games[active];
    if (shown && game !== undefined) pick(game);
    else if (text.trim() !== '') leave(gamesPath({ ...emptyQuery, q: text.trim() }));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setOpen(false);
    if (!shown || games.length === 0) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setActive((from) => (from + step + games.length + (from < 0 && step < 0 ? 1 : 0)) % games.length);
  };

  return (
    <Box
      component="form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      sx={{ position: 'relative' }}
    >
      <SearchIcon
        aria-hidden="true"
        sx={{ position: 'absolute', left: 12, top: 11, fontSize: 20, color: 'text.secondary' }}
      />
      <Box
        component="input"
        type="search"
        role="combobox"
        aria-label="Search games"
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
        autoComplete="off"
        placeholder="Search games"
        maxLength={100}
        value={text}
        onChange={(event) => type(event.target.value)}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
        sx={({ tokens }) => ({
          font: 'inherit',
          fontSize: '0.9375rem',
          color: tokens.ink,
          width: '100%',
          height: 42,
          pl: '40px',
          pr: 1.5,
          borderRadius: '21px',
          background: tokens.surface,
          border: `1px solid ${tokens.lineStrong}`,
          appearance: 'none',
          '&::placeholder': { color: tokens.inkFaint, opacity: 1 },
          '&::-webkit-search-cancel-button': { display: 'none' },
        })}
      />
      <Suggestions id={listId} games={games} active={active} shown={shown} onPick={pick} />
      <Box role="status">
        <Hidden>
          {shown ? (games.length === 0 ? 'No games found' : `${games.length} suggestions`) : ''}
        </Hidden>
      </Box>
    </Box>
  );
}
