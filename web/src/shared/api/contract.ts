import type { components } from '../../api/schema.d.ts';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type Price = NonNullable<Schemas['Price']>;
export type Availability = Schemas['Availability'];
export type ReviewSummary = Schemas['ReviewSummary'];
export type Facet = Schemas['Facet'];
export type GameCard = Schemas['GameCard'];
export type Me = Schemas['Me'];
export type Order = Schemas['Order'];
export type PlaceOrder = Schemas['PlaceOrder'];

/** The generator writes a nullable reference as an intersection that nothing fits; these say what the store sends. */
export type GameDetail = Omit<Schemas['GameDetail'], 'lowestPrice30Days'> & {
  lowestPrice30Days: Money | null;
};
export type OwnedGame = Omit<Schemas['LibraryEntry'], 'pricePaid'> & { pricePaid: Money | null };

export type PublisherGame = Schemas['PublisherGame'];
export type Portfolio = Schemas['Portfolio'];
export type Forecast = Schemas['Forecast'];
export type ForecastDay = Schemas['ForecastDay'];
export type ActualDay = Schemas['ActualDay'];
export type WhatIf = Schemas['WhatIf'];
export type WhatIfRequest = Schemas['WhatIfRequest'];
export type WhatIfAmount = Schemas['WhatIfAmount'];
export type Driver = Schemas['Driver'];
export type Drift = Schemas['Drift'];
export type TrainingState = Schemas['TrainingState'];

export type Run = Schemas['Run'];
export type RunDetail = Schemas['RunDetail'];
export type RunState = Schemas['RunState'];
export type RunGame = Schemas['RunGame'];
export type StartRun = Schemas['StartRun'];
export type Execution = Schemas['Executions']['items'][number];
export type Training = Schemas['Training'];
export type Model = Schemas['Model'];

/** One page of a list and the way to the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** A page of a publisher's games; an unfiltered first one holds what they come to together. */
export interface PublisherPage extends Page<PublisherGame> {
  readonly together?: readonly Portfolio[];
}

/** Sign-in by one click, offered by a store that runs on one machine only. */
export interface DemoAccount {
  readonly role: string;
  readonly label: string;
  readonly email: string;
  readonly password: string;
}

/** One line of a function's log, as the local store keeps it. */
export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly function: string;
  readonly message: string;
  readonly requestId: string;
}
