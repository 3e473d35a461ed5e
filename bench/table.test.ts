import { describe, expect, it } from '@jest/globals';
import { replaceSection, toMarkdown } from './table.ts';

describe('a bench table', () => {
  it('lines up its columns, figures to the right', () => {
    const table = {
      title: 'Speed',
      columns: ['what', 'ms'],
      rows: [
        ['hare', '1'],
        ['tortoise', '1,000'],
      ],
      notes: ['Once.'],
    };
    expect(toMarkdown(table)).toBe(
      '## Speed\n\n| what     |    ms |\n| -------- | ----: |\n| hare     |     1 |\n| tortoise | 1,000 |\n\n- Once.\n',
    );
  });

  it('takes the place of the section of its name and leaves the others', () => {
    const both = replaceSection(replaceSection('# Bench\n', 'a', 'one'), 'b', 'two');
    const again = replaceSection(both, 'a', 'three');
    expect(again).toBe(both.replace('one', 'three'));
    expect(again).toContain('two');
  });
});
