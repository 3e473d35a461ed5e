import type { ReactElement } from 'react';
import { GamesPanel } from '../../features/publisher/components/games-panel.tsx';
import { Page } from '../../shared/ui/page.tsx';

export function OperatorGamesPage(): ReactElement {
  return (
    <Page title="Forecasts" lead="Any publisher's game: find it by its title, open its forecast.">
      <GamesPanel scope="any" />
    </Page>
  );
}
