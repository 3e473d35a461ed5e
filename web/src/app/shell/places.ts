import type { Me } from '../../shared/api/contract.ts';

/** Where the header and the phone's bar lead; each role sees its own. */
export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: 'store' | 'games' | 'library' | 'forecast' | 'runs';
}

export function placesFor(me: Me | null): readonly Place[] {
  const places: Place[] = [
    { to: '/', label: 'Store', icon: 'store' },
    { to: '/games', label: 'Games', icon: 'games' },
  ];
  if (me !== null) places.push({ to: '/library', label: 'Library', icon: 'library' });
  if (me?.role === 'publisher') places.push({ to: '/publisher', label: 'Forecasts', icon: 'forecast' });
  if (me?.role === 'operator') {
    places.push({ to: '/operator/games', label: 'Forecasts', icon: 'forecast' });
    places.push({ to: '/operator/runs', label: 'Runs', icon: 'runs' });
  }
  return places;
}
