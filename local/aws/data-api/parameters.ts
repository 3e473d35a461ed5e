import { badRequest, notImplemented } from './errors.ts';

/** A parameter as the API takes it. */
export interface SqlParameter {
  name?: string;
  typeHint?: string;
  value?: Record<string, unknown>;
}

/** A statement as `pg` takes it. */
export interface BoundStatement {
  text: string;
  values: (string | Buffer | null)[];
}

const TYPE_OF_HINT: Record<string, string> = {
  DATE: 'date',
  DECIMAL: 'numeric',
  JSON: 'jsonb',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  UUID: 'uuid',
};

const TYPE_OF_FIELD: Record<string, string> = {
  longValue: 'int8',
  doubleValue: 'float8',
  booleanValue: 'bool',
  blobValue: 'bytea',
  stringValue: 'text',
};

/** What may hold a colon or a semicolon without meaning one. */
const OPAQUE =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|::|:=/y;
const ESCAPE_STRING = /[eE]'(?:[^'\\]|''|\\[\s\S])*'/y;
const WORD = /[A-Za-z_][\w$]*/y;
const PARAMETER = /:([A-Za-z_]\w*)/y;

/**
 * Turns `:name` into `$n::type`, leaving texts, identifiers, comments, dollar quotes and casts alone. The types are
 * those that the Data API binds with, so that a missing hint is the same mistake here as there.
 * @throws ServiceError BadRequestException for a parameter that is absent, and for a second statement
 */
export function bind(sql: string, parameters: readonly SqlParameter[] = []): BoundStatement {
  const given = namesOf(parameters);
  const numbers = new Map<string, number>();
  const values: BoundStatement['values'] = [];
  let text = '';
  let at = 0;
  let ended = false;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (!match) return undefined;
    at += match[0].length;
    return match;
  };
  while (at < sql.length) {
    const opaque = take(ESCAPE_STRING) ?? take(WORD) ?? take(OPAQUE);
    if (opaque) {
      const isComment = opaque[0].startsWith('--') || opaque[0].startsWith('/*');
      if (ended && !isComment) throw badRequest("Multistatements aren't supported.");
      text += opaque[0];
      continue;
    }
    const parameter = take(PARAMETER)?.[1];
    if (parameter !== undefined) {
      const found = given.get(parameter);
      if (!found) throw badRequest(`Cannot find parameter: ${parameter}`);
      let number = numbers.get(parameter);
      if (number === undefined) {
        number = values.push(valueOf(parameter, found));
        numbers.set(parameter, number);
      }
      text += `$${number}${castOf(parameter, found)}`;
      continue;
    }
    const character = sql[at++] ?? '';
    if (ended && /\S/.test(character)) throw badRequest("Multistatements aren't supported.");
    if (character === ';') ended = true;
    else text += character;
  }
  return { text, values };
}

function namesOf(parameters: readonly SqlParameter[]): Map<string, SqlParameter> {
  const given = new Map<string, SqlParameter>();
  for (const parameter of parameters) {
    if (!parameter.name) throw badRequest('Every parameter needs a name');
    if (given.has(parameter.name)) throw badRequest(`Parameter ${parameter.name} is given twice`);
    given.set(parameter.name, parameter);
  }
  return given;
}

/** A null with a hint is a null of that type; without one PostgreSQL infers it from the place. */
function castOf(name: string, { typeHint, value = {} }: SqlParameter): string {
  if (typeHint !== undefined) {
    const type = TYPE_OF_HINT[typeHint];
    if (type === undefined) throw badRequest(`Parameter ${name} has the unknown type hint "${typeHint}"`);
    return `::${type}`;
  }
  const field = Object.keys(value).find((key) => value[key] !== undefined && key in TYPE_OF_FIELD);
  return field === undefined ? '' : `::${TYPE_OF_FIELD[field]}`;
}

function valueOf(name: string, { value = {}, typeHint }: SqlParameter): string | Buffer | null {
  const fields = Object.entries(value).filter(([, content]) => content !== undefined);
  const [field, content] = fields[0] ?? [];
  if (fields.length !== 1) throw badRequest(`Parameter ${name} must have exactly one value`);
  if (field === 'isNull' && content === true) return null;
  if (field === 'arrayValue')
    throw notImplemented(`array parameters (${name}); the Data API refuses them too`);
  if (typeHint !== undefined && field !== 'stringValue') {
    throw badRequest(`Parameter ${name} has a type hint, which needs a stringValue`);
  }
  const expected =
    { stringValue: 'string', blobValue: 'string', booleanValue: 'boolean' }[field ?? ''] ?? 'number';
  const special = field === 'doubleValue' && ['NaN', 'Infinity', '-Infinity'].includes(String(content));
  if (!field || !(field in TYPE_OF_FIELD) || (typeof content !== expected && !special)) {
    throw badRequest(`Parameter ${name} has no value of a known type: ${JSON.stringify(value).slice(0, 80)}`);
  }
  return field === 'blobValue' ? Buffer.from(String(content), 'base64') : String(content);
}
