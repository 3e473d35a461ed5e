import type { ReactElement } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { selectMe } from '../../features/auth/selectors.ts';
import { GamesPanel } from '../../features/publisher/components/games-panel.tsx';
import { Page } from '../../shared/ui/page.tsx';

export function PublisherGamesPage(): ReactElement {
  const me = useAppSelector(selectMe);
  const names = me?.publishers.map((publisher) => publisher.name).join(', ') ?? '';
  return (
    <Page
      title="Forecasts"
      lead={
        names === ''
          ? 'Units sold and the next 60 days, game by game.'
          : `${names}: units sold and the next 60 days, game by game.`
      }
    >
      <GamesPanel scope={me?.role === 'operator' ? 'any' : 'own'} />
    </Page>
  );
}
