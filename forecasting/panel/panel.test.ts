import { describe, expect, it } from '@jest/globals';
import { dayOf } from '../../domain/days.ts';
import { panelStart, rhythmicPanel } from '../../testing/panels.ts';
import { sha256 } from '../bytes.ts';
import { panelFromSalesData } from './from-sales-data.ts';
import { panelFromSalesHistory } from './from-sales-history.ts';
import { readGameFacts } from './game-facts.ts';
import { packPanel, unpackPanel } from './pack.ts';
import { panelBefore } from './panel.ts';
import { plansFromPanel, withoutDiscounts } from './plans.ts';

const history = (...rows: string[]): string =>
  ['external_id,date,units,list_price,unit_price', ...rows].join('\n');

describe('a panel of a sales history', () => {
  const panel = panelFromSalesHistory(
    history('a,2020-01-01,5,20,10', 'b,2020-01-02,7,,', 'a,2020-01-04,3,20,20'),
    'sales.csv',
  );

  it('spans the file’s first to its last date and takes later days without a row as 0', () => {
    expect(panel.start).toBe(dayOf('2020-01-01'));
    expect(panel.days).toBe(4);
    expect([...panel.units]).toEqual([5, 0, 0, 3, 0, 7, 0, 0]);
    expect([...panel.observed]).toEqual([1, 1, 1, 1, 0, 1, 1, 1]);
  });

  it('takes the discount from the two prices, and a blank price as unknown', () => {
    expect(panel.discount[0]).toBeCloseTo(0.5);
    expect([...panel.discountKnown]).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
    expect(panel.listPrice[5]).toBeNaN();
  });

  it.each([
    [['a,2020-13-01,5,,'], 'sales.csv line 2: date is "2020-13-01", expected a day such as 2020-06-14'],
    [['a,2020-01-01,-5,,'], 'sales.csv line 2: units is "-5", expected a number from 0 to 1000000000000'],
    [
      ['a,2020-01-01,Infinity,,'],
      'sales.csv line 2: units is "Infinity", expected a number from 0 to 1000000000000',
    ],
    [['a,2020-01-01,1e39,,'], 'sales.csv line 2: units is "1e39", expected a number from 0 to 1000000000000'],
    [
      ['a,2020-01-01,1,NaN,1'],
      'sales.csv line 2: list_price is "NaN", expected a number from 0 to 1000000000000',
    ],
    [['a,2020-01-01,NaN,,'], 'sales.csv line 2: units is "NaN", expected a number from 0 to 1000000000000'],
    [['a,2020-01-01,2e12,,'], 'sales.csv line 2: units is "2e12", expected a number from 0 to 1000000000000'],
    [['a,2020-01-01,0x10,,'], 'sales.csv line 2: units is "0x10", expected a number from 0 to 1000000000000'],
    [['a,2020-01-01, ,,'], 'sales.csv line 2: units is " ", expected a number from 0 to 1000000000000'],
    [
      ['a,0001-01-01,1,,', 'a,2020-01-01,1,,'],
      'sales.csv: runs from 0001-01-01 (line 2) to 2020-01-01 (line 3); expected at most 50 years between its dates',
    ],
    [['a,2020-01-01,,,'], 'sales.csv line 2: units is "", expected a number from 0 to 1000000000000'],
    [['a,2020-01-01,1,x,'], 'sales.csv line 2: list_price is "x", expected a number from 0 to 1000000000000'],
    [[',2020-01-01,1,,'], 'sales.csv line 2: external_id is empty'],
    [
      ['a,2020-01-01,1,,', 'b,2020-01-01,1,,', 'a,2020-01-01,2,,'],
      'sales.csv line 4: game a has a second row for 2020-01-01, after that of line 2; expected one row a game and day',
    ],
    [
      ['a,2020-01-01,1,234,20,20'],
      "sales.csv line 2: has 6 cells, but the first line 5 columns; expected a number's decimals after a point",
    ],
    [[], 'sales.csv: holds no row of sales'],
  ])('refuses %j and says where and why', (rows, message) => {
    expect(() => panelFromSalesHistory(history(...rows), 'sales.csv')).toThrow(message);
  });

  it('refuses a file with other columns', () => {
    expect(() => panelFromSalesHistory('id,date\n1,2', 'x.csv')).toThrow(
      'x.csv: its first line lacks the columns external_id, units; ' +
        'expected external_id,date,units[,list_price][,unit_price], found "id,date"',
    );
  });

  it('needs no prices, and passes over commas after a row’s end', () => {
    const { discountKnown, listPrice, units } = panelFromSalesHistory(
      'external_id,date,units\na,2020-01-01,5,,\na,2020-01-02,6',
      'x.csv',
    );
    expect([...units]).toEqual([5, 6]);
    expect(discountKnown.includes(1)).toBe(false);
    expect(listPrice.every(Number.isNaN)).toBe(true);
    const paid = panelFromSalesHistory('external_id,date,units,unit_price\na,2020-01-01,5,7', 'x.csv');
    expect(paid.discountKnown[0]).toBe(0);
  });
});

describe('the facts of a catalogue', () => {
  it('are release date and genres, also behind quoted titles', () => {
    const text =
      'external_id,title,release_date,genres\r\n7,"A, ""B""\nC",2020-05-01,Action|Indie\r\n8,D,,\r\n';
    const facts = readGameFacts(text, 'c.csv');
    expect(facts.get('7')).toEqual({ releaseDay: dayOf('2020-05-01'), genres: ['Action', 'Indie'] });
    expect(facts.get('8')).toEqual({ releaseDay: null, genres: [] });
  });

  it('may tell either of the two alone, but of games only', () => {
    const dates = readGameFacts('external_id,release_date\n7,2020-05-01\n', 'c.csv');
    expect(dates.get('7')).toEqual({ releaseDay: dayOf('2020-05-01'), genres: [] });
    const genres = readGameFacts('genres,external_id\nAction,7\n', 'c.csv');
    expect(genres.get('7')).toEqual({ releaseDay: null, genres: ['Action'] });
    expect(() => readGameFacts('id;genres\n7;Action\n', 'c.csv')).toThrow(
      'c.csv: its first line lacks the columns external_id; expected external_id[,release_date][,genres], found "id;genres"',
    );
  });

  it('refuse rows with more cells than columns, and a quote that is never closed', () => {
    expect(() => readGameFacts('external_id,genres\n7,Action,Indie\n', 'c.csv')).toThrow('c.csv line 2');
    const open = 'external_id,genres\n6,Action\n7,"Action\n8,Indie\n';
    expect(() => readGameFacts(open, 'c.csv')).toThrow('c.csv line 3: holds a quote that is never closed');
  });

  it('refuse a release date that is none', () => {
    const text = 'external_id,title,release_date,genres\n7,A,soon,\n';
    expect(() => readGameFacts(text, 'c.csv')).toThrow('c.csv line 2: release_date is "soon"');
  });
});

describe('a panel of a run’s files', () => {
  const header =
    'purchase_date,game_title,quantity,game_rating,unit_price,discount_rate,game_review_encoded,launch_boost,' +
    'days_since_release,refunded_quantity,net_quantity,list_price,on_sale,observed,genre_action,genre_indie';
  const asOf = dayOf('2020-01-04');

  it('masks what is empty, and takes release date and genres from the rows', () => {
    const csv = [
      header,
      '2020-01-01,"A, B",4,4.5,20.00,0,7,1,-1,0,4,20.00,0,1,0,1',
      '2020-01-02,"A, B",,4.5,20.00,,7,1,0,,,20.00,,0,0,1',
      '2020-01-03,"A, B",0,4.5,10.00,0.5,7,1,1,0,0,20.00,1,1,0,1',
    ].join('\n');
    const panel = panelFromSalesData(asOf, [
      { id: '1', csv },
      { id: '2', csv: null, releaseDay: asOf + 10, genres: ['action'] },
    ]);
    expect(panel.days).toBe(3);
    expect([...panel.observed]).toEqual([1, 0, 1, 0, 0, 0]);
    expect([...panel.units]).toEqual([4, 0, 0, 0, 0, 0]);
    expect([...panel.discountKnown]).toEqual([1, 0, 1, 0, 0, 0]);
    expect(panel.discount[2]).toBeCloseTo(0.5);
    expect(panel.games[0]).toEqual({ id: '1', releaseDay: dayOf('2020-01-02'), genres: ['indie'] });
    expect(panel.games[1]).toEqual({ id: '2', releaseDay: asOf + 10, genres: ['action'] });
  });

  it.each([
    ['NaN,,0', 'quantity is "NaN", expected a number'],
    ['-Infinity,,0', 'quantity is "-Infinity", expected a number'],
    ['3e12,,0', 'quantity is "3e12", expected a number up to 1000000000000'],
    ['0x10,,0', 'quantity is "0x10", expected a number up to 1000000000000'],
    ['-1,,0', 'quantity is -1, expected 0 or more'],
    ['1,Infinity,0', 'list_price is "Infinity", expected a number'],
    ['1,-5,0', 'list_price is -5, expected 0 or more'],
    ['1,5,NaN', 'discount_rate is "NaN", expected a number'],
    ['1,5,1.5', 'discount_rate is 1.5, expected 0 to 1'],
  ])('refuses the quantity, list price and discount %s', (values, message) => {
    const [quantity, price, discount] = values.split(',');
    const row = `2020-01-01,A,${quantity},,,${discount},0,,,0,4,${price},0,1,0,0`;
    expect(() => panelFromSalesData(asOf, [{ id: '9', csv: `${header}\n${row}` }])).toThrow(
      `game 9 line 2: ${message}`,
    );
  });

  it('refuses a gap, naming game, line and the day expected', () => {
    const row = (date: string): string => `${date},A,4,,,0,0,,,0,4,,0,1,0,0`;
    const csv = [header, row('2020-01-01'), row('2020-01-03')].join('\n');
    expect(() => panelFromSalesData(asOf, [{ id: '9', csv }])).toThrow(
      'game 9 line 3: purchase_date is "2020-01-03", expected 2020-01-02',
    );
  });
});

describe('a packed panel', () => {
  it('comes back as it was, and the same panel gives the same bytes', () => {
    const panel = rhythmicPanel(3, 40);
    const bytes = packPanel(panel);
    expect(unpackPanel(bytes)).toEqual(panel);
    expect(sha256(packPanel(rhythmicPanel(3, 40)))).toBe(sha256(bytes));
  });

  it('is refused when it was cut off or is something else', () => {
    const bytes = packPanel(rhythmicPanel(3, 40));
    expect(() => unpackPanel(bytes.subarray(0, bytes.length - 200))).toThrow('was cut off');
    expect(() => unpackPanel(new TextEncoder().encode('nonsense'))).toThrow('expected a file of kind "KPNL"');
  });
});

describe('plans of a panel', () => {
  const panel = panelFromSalesHistory(
    history(
      'a,2020-01-01,5,20,10',
      'a,2020-01-03,5,20,15',
      'a,2020-01-04,5,,',
      'b,2020-01-01,1,,',
      'b,2020-01-03,1,9,9',
    ),
    'sales.csv',
  );
  const plans = plansFromPanel(panel, dayOf('2020-01-03'), 3);

  it('take a day without a price from the last one before the origin', () => {
    expect([...plans.discount.subarray(0, 3)].map((rate) => rate.toFixed(2))).toEqual([
      '0.25',
      '0.50',
      '0.50',
    ]);
    expect([...plans.known.subarray(0, 3)]).toEqual([1, 1, 1]);
  });

  it('are unknown for a game without a price before the origin, whatever rows come later', () => {
    expect([...plans.known.subarray(3)]).toEqual([0, 0, 0]);
  });

  it('without discounts keep what is known', () => {
    const plain = withoutDiscounts(plans);
    expect([...plain.discount]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(plain.known).toEqual(plans.known);
  });
});

describe('a panel before an origin', () => {
  it('holds the same games and only the days before it', () => {
    const panel = rhythmicPanel(2, 50);
    const before = panelBefore(panel, panelStart + 20);
    expect(before.days).toBe(20);
    expect(before.games).toBe(panel.games);
    expect(before.units.subarray(20, 40)).toEqual(panel.units.subarray(50, 70));
  });
});
