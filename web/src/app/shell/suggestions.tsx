import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import type { GameCard } from '../../shared/api/contract.ts';
import { Cover } from '../../shared/ui/cover.tsx';
import { PriceTag } from '../../shared/ui/price.tsx';

export function Suggestions(props: {
  readonly id: string;
  readonly games: readonly GameCard[];
  readonly active: number;
  readonly shown: boolean;
  readonly onPick: (game: GameCard) => void;
}): ReactElement {
  const { id, games, active, shown, onPick } = props;
  return (
    <Box
      sx={({ tokens }) => ({
        display: shown ? 'block' : 'none',
        position: 'absolute',
        top: 50,
        left: 0,
        right: 0,
        p: 0.75,
        borderRadius: '16px',
        background: tokens.raised,
        border: `1px solid ${tokens.line}`,
        boxShadow: tokens.shadowRaised,
      })}
    >
      <Box component="ul" role="listbox" id={id} aria-label="Games">
        {games.map((game, index) => (
          <Box
            component="li"
            key={game.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(game)}
            sx={({ tokens }) => ({
              display: 'grid',
              gridTemplateColumns: '36px minmax(0, 1fr) auto',
              gap: 1.5,
              alignItems: 'center',
              p: 0.75,
              borderRadius: '10px',
              cursor: 'pointer',
              background: index === active ? tokens.sunken : 'transparent',
              '&:hover': { background: tokens.sunken },
            })}
          >
            <Box sx={{ borderRadius: '6px', overflow: 'hidden' }}>
              <Cover url={game.coverUrl} />
            </Box>
            <Box component="span" sx={{ fontWeight: 600, fontSize: '0.9375rem' }}>
              {game.title}
            </Box>
            <Box component="span" sx={{ fontSize: '0.875rem' }}>
              <PriceTag price={game.price} availability={game.availability} />
            </Box>
          </Box>
        ))}
      </Box>
      {games.length === 0 && (
        <Box sx={{ p: 1.5, color: 'text.secondary', fontSize: '0.9375rem' }}>
          No game has these words in its title.
        </Box>
      )}
    </Box>
  );
}
