import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import { integer, key, serial, text, type Row } from './columns.ts';

/** A genre, a category or a platform: what games are found by. */
interface ShelfColumns {
  id: CreationOptional<number>;
  name: string;
  slug: string;
}
export interface GenreRow extends Row<GenreRow>, ShelfColumns {}
export interface CategoryRow extends Row<CategoryRow>, ShelfColumns {}
export interface PlatformRow extends Row<PlatformRow>, ShelfColumns {}

export interface GameGenreRow extends Row<GameGenreRow> {
  gameId: number;
  genreId: number;
}
export interface GameCategoryRow extends Row<GameCategoryRow> {
  gameId: number;
  categoryId: number;
}
export interface GamePlatformRow extends Row<GamePlatformRow> {
  gameId: number;
  platformId: number;
}

/** A word that titles hold; the database notes it, so that a search can tell what a typing error meant. */
export interface TitleWordRow extends Row<TitleWordRow> {
  word: string;
}

export interface ShelfModels {
  readonly Genre: ModelStatic<GenreRow>;
  readonly Category: ModelStatic<CategoryRow>;
  readonly Platform: ModelStatic<PlatformRow>;
  readonly GameGenre: ModelStatic<GameGenreRow>;
  readonly GameCategory: ModelStatic<GameCategoryRow>;
  readonly GamePlatform: ModelStatic<GamePlatformRow>;
  readonly TitleWord: ModelStatic<TitleWordRow>;
}

export function defineShelfModels(sequelize: Sequelize): ShelfModels {
  const shelf = () => ({ id: serial(), name: text(), slug: text() });
  const id = () => key(integer());
  return {
    Genre: sequelize.define<GenreRow>('Genre', shelf(), { tableName: 'genres' }),
    Category: sequelize.define<CategoryRow>('Category', shelf(), { tableName: 'categories' }),
    Platform: sequelize.define<PlatformRow>('Platform', shelf(), { tableName: 'platforms' }),
    GameGenre: sequelize.define<GameGenreRow>(
      'GameGenre',
      { gameId: id(), genreId: id() },
      { tableName: 'game_genres' },
    ),
    GameCategory: sequelize.define<GameCategoryRow>(
      'GameCategory',
      { gameId: id(), categoryId: id() },
      { tableName: 'game_categories' },
    ),
    GamePlatform: sequelize.define<GamePlatformRow>(
      'GamePlatform',
      { gameId: id(), platformId: id() },
      { tableName: 'game_platforms' },
    ),
    TitleWord: sequelize.define<TitleWordRow>(
      'TitleWord',
      { word: key(text()) },
      { tableName: 'title_words' },
    ),
  };
}
