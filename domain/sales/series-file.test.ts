import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { dayOf } from '../days.ts';
import type { SeriesDay } from './game-series.ts';
import { writeSeriesFile } from './series-file.ts';

const day: SeriesDay = {
  day: dayOf('2026-01-01'),
  quantity: 3,
  refunded: 1,
  rating: '8.5',
  reviewEncoded: 6,
  unitPriceMinor: 1233.5,
  listMinor: 2000,
  discountRate: 1 / 3,
  launchBoost: true,
  daysSinceRelease: 0,
  observed: true,
};
const unknown: SeriesDay = {
  ...day,
  day: day.day + 1,
  quantity: null,
  refunded: null,
  rating: '',
  unitPriceMinor: null,
  listMinor: null,
  discountRate: null,
  launchBoost: null,
  daysSinceRelease: null,
  observed: false,
};
const options = { allGenres: ['action', 'indie'], ownGenres: ['indie'], currencyDigits: 2 };

describe('writeSeriesFile', () => {
  it('writes the columns in their order, and nothing at all for what is unknown', () => {
    expect(writeSeriesFile([day, unknown], { ...options, title: 'Plain' }).text).toBe(
      [
        'purchase_date,game_title,quantity,game_rating,unit_price,discount_rate,game_review_encoded,launch_boost,' +
          'days_since_release,refunded_quantity,net_quantity,list_price,on_sale,observed,genre_action,genre_indie',
        '2026-01-01,Plain,3,8.5,12.34,0.3333,6,1,0,1,2,20.00,1,1,0,1',
        '2026-01-02,Plain,,,,,6,,,,,,,0,0,1',
        '',
      ].join('\n'),
    );
  });

  it('writes amounts of a currency without a smaller unit as whole numbers', () => {
    const { text } = writeSeriesFile([day], { ...options, title: 'Yen', currencyDigits: 0 });
    expect(text.split('\n')[1]).toContain(',1234,');
  });

  it.each(['Night, "Run"', 'Two\nlines', '=1+1', 'Ведьмак — 魔女', ' padded '])(
    'keeps the title %j as it is',
    (title) => {
      const { text } = writeSeriesFile([day], { ...options, title });
      const [row] = parse<Record<string, string>>(text, { columns: true });
      expect(row).toMatchObject({ game_title: title, quantity: '3', genre_indie: '1' });
    },
  );
});
