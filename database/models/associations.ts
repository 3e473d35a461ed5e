import type { Model, ModelStatic } from 'sequelize';
import type { Models } from './index.ts';

interface Ends {
  /** How the row calls the one that it belongs to. */
  readonly as: string;
  /** How that one calls its rows, or its only row. */
  readonly many?: string;
  readonly one?: string;
  /** The rule of the database's key. Default: refuse. */
  readonly onDelete?: 'CASCADE' | 'SET NULL';
}

/**
 * One call a foreign key of the schema; a test holds both together. A key whose model or whose target is not among the
 * given ones stays a plain column.
 */
export function associate(models: Partial<Models>): void {
  associateAccounts(models);
  associateGames(models);
  associateOrders(models);
  associateRuns(models);
}

function associateAccounts(m: Partial<Models>): void {
  const ends = (many: string) => ({ as: 'user', many, onDelete: 'CASCADE' }) as const;
  belongs(m.Session, m.User, 'userId', ends('sessions'));
  belongs(m.Account, m.User, 'userId', ends('accounts'));
  belongs(m.TwoFactor, m.User, 'userId', ends('twoFactors'));
  belongs(m.PublisherMember, m.User, 'userId', ends('memberships'));
  belongs(m.Review, m.User, 'userId', ends('reviews'));
  belongs(m.UserGame, m.User, 'userId', ends('library'));
  belongs(m.IdempotencyKey, m.User, 'userId', ends('idempotencyKeys'));
  belongs(m.Order, m.User, 'userId', { as: 'user', many: 'orders' });
  belongs(m.Audit, m.User, 'actorId', { as: 'actor', onDelete: 'SET NULL' });
}

function associateGames(m: Partial<Models>): void {
  const game = (many: string) => ({ as: 'game', many, onDelete: 'CASCADE' }) as const;
  belongs(m.PublisherMember, m.Publisher, 'publisherId', {
    as: 'publisher',
    many: 'members',
    onDelete: 'CASCADE',
  });
  belongs(m.Game, m.Publisher, 'publisherId', { as: 'publisher', many: 'games' });
  belongs(m.GameStats, m.Game, 'gameId', { as: 'game', one: 'stats', onDelete: 'CASCADE' });
  belongs(m.Review, m.Game, 'gameId', game('reviews'));
  belongs(m.ReviewVote, m.Game, 'gameId', game('reviewVotes'));
  belongs(m.PlanningDate, m.Game, 'gameId', game('planningDates'));
  belongs(m.PricePoint, m.Game, 'gameId', game('pricePoints'));
  belongs(m.Discount, m.Game, 'gameId', game('discounts'));
  belongs(m.PriceSpan, m.Game, 'gameId', game('priceSpans'));
  shelve(m, m.GameGenre, m.Genre, 'genreId', { as: 'genre', many: 'genres' });
  shelve(m, m.GameCategory, m.Category, 'categoryId', { as: 'category', many: 'categories' });
  shelve(m, m.GamePlatform, m.Platform, 'platformId', { as: 'platform', many: 'platforms' });
}

function associateOrders(m: Partial<Models>): void {
  belongs(m.OrderItem, m.Order, 'orderId', { as: 'order', many: 'items', onDelete: 'CASCADE' });
  belongs(m.OrderItem, m.Game, 'gameId', { as: 'game' });
  belongs(m.OrderItem, m.Discount, 'discountId', { as: 'discount' });
  belongs(m.Payment, m.Order, 'orderId', { as: 'order', many: 'payments', onDelete: 'CASCADE' });
  belongs(m.Refund, m.OrderItem, 'orderItemId', { as: 'orderItem', many: 'refunds' });
  belongs(m.UserGame, m.Game, 'gameId', { as: 'game' });
  belongs(m.UserGame, m.OrderItem, 'orderItemId', { as: 'orderItem' });
  belongs(m.SalesHistory, m.Import, 'importId', { as: 'import', many: 'salesHistory', onDelete: 'CASCADE' });
  belongs(m.SalesHistory, m.Game, 'gameId', { as: 'game', many: 'salesHistory' });
}

function associateRuns(m: Partial<Models>): void {
  belongs(m.EtlRun, m.EtlRun, 'baseRunId', { as: 'baseRun' });
  belongs(m.EtlRunGame, m.EtlRun, 'runId', { as: 'run', many: 'games', onDelete: 'CASCADE' });
  belongs(m.EtlRunGame, m.Game, 'gameId', { as: 'game' });
  belongs(m.TrainingRun, m.EtlRun, 'runId', { as: 'run', many: 'trainings' });
  belongs(m.TrainedModel, m.TrainingRun, 'trainingRunId', { as: 'trainingRun' });
  belongs(m.ModelPromotion, m.TrainedModel, 'modelId', { as: 'model', many: 'promotions' });
  belongs(m.ModelPromotion, m.TrainedModel, 'previousId', { as: 'previous' });
  belongs(m.ForecastRun, m.EtlRun, 'runId', { as: 'run', many: 'forecastRuns' });
  belongs(m.ForecastRun, m.TrainedModel, 'modelId', { as: 'model' });
  const forecastRun = (many: string) => ({ as: 'forecastRun', many, onDelete: 'CASCADE' }) as const;
  belongs(m.ForecastGame, m.ForecastRun, 'forecastRunId', forecastRun('games'));
  belongs(m.ForecastGame, m.Game, 'gameId', { as: 'game' });
  belongs(m.SalesForecast, m.ForecastRun, 'forecastRunId', forecastRun('days'));
  belongs(m.SalesForecast, m.Game, 'gameId', { as: 'game' });
  belongs(m.ForecastError, m.Game, 'gameId', { as: 'game' });
  belongs(m.ChampionError, m.TrainedModel, 'modelId', { as: 'model' });
  belongs(m.DriftMark, m.Game, 'gameId', { as: 'game' });
}

/** Games on a shelf, through the table that joins both. */
function shelve<J extends Model & { gameId: number }, S extends Model>(
  { Game }: Partial<Models>,
  join: ModelStatic<J> | undefined,
  shelf: ModelStatic<S> | undefined,
  shelfKey: keyof J & string,
  { as, many }: { as: string; many: string },
): void {
  if (!Game || !join || !shelf) return;
  belongs(join, Game, 'gameId', { as: 'game', onDelete: 'CASCADE' });
  belongs(join, shelf, shelfKey, { as });
  Game.belongsToMany(shelf, { through: join, foreignKey: 'gameId', otherKey: shelfKey, as: many });
  shelf.belongsToMany(Game, { through: join, foreignKey: shelfKey, otherKey: 'gameId', as: 'games' });
}

function belongs<C extends Model, P extends Model>(
  child: ModelStatic<C> | undefined,
  parent: ModelStatic<P> | undefined,
  foreignKey: keyof C & string,
  { as, many, one, onDelete }: Ends,
): void {
  if (!child || !parent) return;
  const rules = { foreignKey, onDelete: onDelete ?? 'NO ACTION', onUpdate: 'NO ACTION' };
  child.belongsTo(parent, { ...rules, as });
  if (many !== undefined) parent.hasMany(child, { ...rules, as: many });
  if (one !== undefined) parent.hasOne(child, { ...rules, as: one });
}
