import { malformedXml } from './errors.ts';

/** A document as nested fields; an array repeats its element, undefined leaves it out. */
export interface XmlFields {
  [name: string]: XmlValue;
}
export type XmlValue = string | number | boolean | undefined | XmlFields | XmlFields[];

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const escape = (text: string) => text.replace(/[<>&"'\r\n\t]/g, (c) => `&#${c.charCodeAt(0)};`);

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  return `<${name}>${typeof value === 'object' ? fields(value) : escape(String(value))}</${name}>`;
}

const fields = (value: XmlFields) =>
  Object.entries(value)
    .map(([name, field]) => element(name, field))
    .join('');

export function xmlDocument(name: string, value: XmlFields, namespace = ''): string {
  const attribute = namespace && ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${fields(value)}</${name}>`;
}

function unescape(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16));
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)));
    return ENTITIES[entity] ?? whole;
  });
}

/** An element as read: its children in order, or its text if it has none. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

/** Reads the small documents that S3 clients send: elements and text; no mixed content, CDATA or DTD. */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', text: '', children: [] };
  const open = [top];
  for (const [, declaration, close, name, selfClosing, text] of source.matchAll(
    /<(\?[^>]*\?)>|<(\/?)([A-Za-z][\w:.-]*)[^>]*?(\/?)>|([^<]+)/g,
  )) {
    const current = open.at(-1) ?? top;
    if (declaration !== undefined) continue;
    if (text !== undefined) current.text += unescape(text);
    else if (close) {
      if (open.pop()?.name !== name || open.length === 0) throw malformedXml(`Unexpected </${name}>`);
    } else if (name !== undefined) {
      const child: XmlElement = { name, text: '', children: [] };
      current.children.push(child);
      if (!selfClosing) open.push(child);
    }
  }
  const [document] = top.children;
  if (open.length !== 1 || !document || top.children.length > 1)
    throw malformedXml('The XML is not well-formed');
  return document;
}
