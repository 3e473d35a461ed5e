import type { CreationOptional, ModelStatic, NonAttribute, Sequelize } from 'sequelize';
import {
  bigSerial,
  boolean,
  day,
  instant,
  integer,
  key,
  now,
  optional,
  serial,
  smallint,
  text,
  texts,
  withDefault,
  type Row,
} from './columns.ts';

export interface PublisherRow extends Row<PublisherRow> {
  id: CreationOptional<number>;
  name: string;
  slug: string;
  createdAt: CreationOptional<Date>;
}

/** An account that may act for a publisher. */
export interface PublisherMemberRow extends Row<PublisherMemberRow> {
  publisherId: number;
  userId: string;
  createdAt: CreationOptional<Date>;
}

export interface GameRow extends Row<GameRow> {
  id: CreationOptional<number>;
  /** The id in the catalogue file that brought the game. */
  externalId: CreationOptional<string | null>;
  publisherId: number;
  slug: string;
  title: string;
  summary: CreationOptional<string>;
  description: CreationOptional<string>;
  developers: CreationOptional<string[]>;
  tags: CreationOptional<string[]>;
  languages: CreationOptional<string[]>;
  /** YYYY-MM-DD; null = unknown, a day to come = coming soon. */
  releaseDate: CreationOptional<string | null>;
  preOrder: CreationOptional<boolean>;
  /** Until this day the price plan is complete; null = the end of the last scheduled discount. */
  planningDate: CreationOptional<string | null>;
  coverKey: CreationOptional<string | null>;
  listed: CreationOptional<boolean>;
  createdAt: CreationOptional<Date>;
  updatedAt: CreationOptional<Date>;
  publisher?: NonAttribute<PublisherRow>;
}

/** What lists sort and label by; the database keeps it current. */
export interface GameStatsRow extends Row<GameStatsRow> {
  gameId: number;
  reviewCount: CreationOptional<number>;
  reviewPositive: CreationOptional<number>;
  /** Units of the 30 days before the last nightly run. */
  units30Days: CreationOptional<number>;
}

export interface ReviewRow extends Row<ReviewRow> {
  id: CreationOptional<number>;
  gameId: number;
  userId: string;
  positive: boolean;
  body: CreationOptional<string>;
  createdAt: CreationOptional<Date>;
  recordedAt: CreationOptional<Date>;
}

/** A vote as it came: 1 review written, 0 its vote changed, -1 taken back. Rows are only ever added, by the database. */
export interface ReviewVoteRow extends Row<ReviewVoteRow> {
  id: CreationOptional<number>;
  gameId: number;
  /** The instant from which it counts. */
  at: Date;
  reviews: number;
  positive: number;
  recordedAt: CreationOptional<Date>;
}

/** A planning date that a game has had; the newest recorded one counts. The database adds the rows. */
export interface PlanningDateRow extends Row<PlanningDateRow> {
  id: CreationOptional<number>;
  gameId: number;
  /** YYYY-MM-DD; null = taken back. */
  planningDate: CreationOptional<string | null>;
  recordedAt: CreationOptional<Date>;
}

export interface GameModels {
  readonly Publisher: ModelStatic<PublisherRow>;
  readonly PublisherMember: ModelStatic<PublisherMemberRow>;
  readonly Game: ModelStatic<GameRow>;
  readonly GameStats: ModelStatic<GameStatsRow>;
  readonly Review: ModelStatic<ReviewRow>;
  readonly ReviewVote: ModelStatic<ReviewVoteRow>;
  readonly PlanningDate: ModelStatic<PlanningDateRow>;
}

export function defineGameModels(sequelize: Sequelize): GameModels {
  const Publisher = sequelize.define<PublisherRow>(
    'Publisher',
    { id: serial(), name: text(), slug: text(), createdAt: now() },
    { tableName: 'publishers' },
  );
  const PublisherMember = sequelize.define<PublisherMemberRow>(
    'PublisherMember',
    { publisherId: key(integer()), userId: key(text()), createdAt: now() },
    { tableName: 'publisher_members' },
  );
  // The search vector is left out: the database computes it from title and summary, and only SQL asks it.
  const Game = sequelize.define<GameRow>(
    'Game',
    {
      id: serial(),
      externalId: optional(text()),
      publisherId: integer(),
      slug: text(),
      title: text(),
      summary: withDefault(text(), ''),
      description: withDefault(text(), ''),
      developers: texts(),
      tags: texts(),
      languages: texts(),
      releaseDate: optional(day()),
      preOrder: withDefault(boolean(), false),
      planningDate: optional(day()),
      coverKey: optional(text()),
      listed: withDefault(boolean(), true),
      createdAt: now(),
      updatedAt: now(),
    },
    { tableName: 'games' },
  );
  const GameStats = sequelize.define<GameStatsRow>(
    'GameStats',
    {
      gameId: key(integer()),
      reviewCount: withDefault(integer(), 0),
      reviewPositive: withDefault(integer(), 0),
      units30Days: { ...withDefault(integer(), 0), field: 'units_30_days' },
    },
    { tableName: 'game_stats' },
  );
  const Review = sequelize.define<ReviewRow>(
    'Review',
    {
      id: bigSerial(),
      gameId: integer(),
      userId: text(),
      positive: boolean(),
      body: withDefault(text(), ''),
      createdAt: now(),
      recordedAt: now(),
    },
    { tableName: 'reviews' },
  );
  const ReviewVote = sequelize.define<ReviewVoteRow>(
    'ReviewVote',
    {
      id: bigSerial(),
      gameId: integer(),
      at: instant(),
      reviews: smallint(),
      positive: smallint(),
      recordedAt: now(),
    },
    { tableName: 'review_votes' },
  );
  const PlanningDate = sequelize.define<PlanningDateRow>(
    'PlanningDate',
    { id: bigSerial(), gameId: integer(), planningDate: optional(day()), recordedAt: now() },
    { tableName: 'planning_dates' },
  );
  return { Publisher, PublisherMember, Game, GameStats, Review, ReviewVote, PlanningDate };
}
